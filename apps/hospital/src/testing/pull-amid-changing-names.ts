import { once } from 'node:events'
import { createServer } from 'node:http'
import process from 'node:process'
import type { IntakeRun } from '@assay/contracts'
import { type Meaning, serveNames } from './names-of-servers.ts'
import { startHospital } from './test-hospital.ts'

// Runs in a network namespace of its own, whose resolver is ours: a node pulls from names that mean another machine a moment later. Says on
// its output, for each name, how the pull ended and to which addresses anything was connected. Words: the node's directory.

/** The one address that the hospital allowed. */
const allowed = '10.77.0.5'
const sound: Meaning = { v4: [allowed] }
const v6 = {
  loopback: '00000000000000000000000000000001',
  mapped: '00000000000000000000ffff7f000001',
  metadata: '00000000000000000000ffffa9fea9fe',
}

/** By the name's first label: what it means, the first time and then. */
const names: Readonly<Record<string, readonly Meaning[]>> = {
  sound: [sound],
  alias: [{ alias: 'sound.test' }],
  'then-loopback': [sound, { v4: ['127.0.0.1'] }],
  'then-metadata': [sound, { v4: ['169.254.169.254'] }],
  'then-nobody': [sound, { v4: ['0.0.0.0'] }],
  'then-loopback-6': [sound, { v6: [v6.loopback] }],
  'then-mapped': [sound, { v6: [v6.mapped] }],
  'then-mapped-metadata': [sound, { v6: [v6.metadata] }],
  'then-both': [sound, { v4: [allowed, '127.0.0.1'] }],
  'then-alias': [sound, { alias: 'link-1.test' }],
  'at-once': [{ v4: ['127.0.0.1'] }],
  'one-of-two': [{ v4: [allowed, '169.254.169.254'] }],
  // No way leads to the second, so that a resolver names it last.
  'another-behind': [{ v4: [allowed, '192.0.2.9'] }],
  'other-kind': [{ v4: [allowed], v6: [v6.loopback] }],
  chain: [{ alias: 'link-1.test' }],
  'link-1': [{ alias: 'link-2.test' }],
  'link-2': [{ alias: 'link-3.test' }],
  'link-3': [{ v4: ['127.0.0.1'] }],
  loop: [{ alias: 'loop.test' }],
}

const zone = Object.fromEntries(Object.entries(names).map(([name, meanings]) => [`${name}.test`, meanings]))
// What means itself has no end, and the answer to it one all the same.
const served = await serveNames('10.77.0.53', { ...zone, 'loop.test': [{}] })
let reached: string[] = []
const pacs = createServer((request, response) => {
  reached.push(request.socket.localAddress?.replace(/^::ffff:/, '') ?? '')
  const uid = (tag: string) => JSON.stringify([{ [tag]: { vr: 'UI', Value: ['1.2.3'] } }])
  if (request.url?.includes('/series?')) response.end(uid('0020000E'))
  else if (request.url?.includes('/studies?')) response.end(uid('0020000D'))
  else response.writeHead(404).end()
})
pacs.listen(0, '::')
await once(pacs, 'listening')
const { port } = pacs.address() as { port: number }
const hospital = await startHospital(process.argv[2]!)
const own = Number(new URL(hospital.url).port)

async function pull(name: string, to: number) {
  reached = []
  const place = { addresses: [allowed], category: 'lung-ct', provenance: 'patients' }
  await hospital.steward.put('/pacs', { name, url: `http://${name}.test:${to}/dicom-web`, ...place })
  const { id } = await hospital.steward.post<IntakeRun>('/pulls', { pacs: name })
  for (;;) {
    const run = await hospital.steward.get<IntakeRun>(`/intake/${id}`)
    const isOver = run.state !== 'running' || run.failure !== null
    if (isOver) {
      if (run.state === 'running') await hospital.steward.post(`/intake/${id}/stop`)
      return { state: run.state, code: run.failure?.code ?? null, reached: [...new Set(reached)] }
    }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const ends: Record<string, unknown> = {}
for (const name of Object.keys(names).filter((one) => !one.startsWith('link-'))) ends[name] = await pull(name, port)
ends['own-port'] = await pull('then-loopback', own)
ends.unknown = await pull('unknown', port)
await hospital.stop()
pacs.close()
served.close()
process.stdout.write(`${JSON.stringify(ends)}\n`)
process.exit(0)
