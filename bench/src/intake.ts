import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { intakeRun, session } from '@assay/contracts'
import type { Measured } from './measured.ts'
import { runPeer } from './peer.ts'
import { memoryOfTree } from './process-tree.ts'

const python = '/usr/bin/python3'

/**
 * A node's intake of real-sized CT slices from a folder: until they are stored and indexed (read, parse, de-identify, hash, store), and until
 * their studies are held against the rules, beside pydicom reading the same headers, Orthanc taking the same files, and sha256sum.
 * ASSAY_SLICES says how many.
 */
export async function measureIntake(): Promise<Measured> {
  const slices = Number(process.env.ASSAY_SLICES ?? 2000)
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-intake-'))
  try {
    const files = join(folder, 'exported', 'ct')
    mkdirSync(files, { recursive: true })
    const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../shared/data')
    if (!runPeer(python, ['make-ct-series.py', join(data, 'lung/dicom-2slices'), files, String(slices)]))
      throw new Error('the slices are made by pydicom from a real one in shared/data')
    const names = readdirSync(files).map((name) => join(files, name))
    const bytes = names.reduce((sum, name) => sum + statSync(name).size, 0)
    const headers = runPeer(python, ['read-headers-pydicom.py', files])
    const hashing = timeOf(() => execFileSync('sha256sum', names, { maxBuffer: 2 ** 30 }))
    const own = await takeIn(folder)
    const orthanc = await postToOrthanc(join(folder, 'orthanc'), names)
    return {
      'slices taken in': own.accepted,
      'megabytes of each': bytes / slices / 2 ** 20,
      'slices a second, until all are stored and indexed': slices / own.stored,
      'slices a second, until their studies are held against all rules, pixels too': slices / own.seconds,
      'peak memory of the node, MB': own.peak / 2 ** 20,
      'memory of the node at a third of the way, MB': own.third / 2 ** 20,
      'time until stored over that of sha256sum (aim at most 3)': own.stored / hashing,
      ...(headers
        ? { 'times as fast as pydicom reads the headers (aim at least 1)': headers.seconds / own.stored }
        : {}),
      ...(orthanc ? { 'times as fast as Orthanc takes the files (aim at least 3)': orthanc / own.stored } : {}),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function timeOf(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

async function takeIn(folder: string) {
  const main = join(import.meta.dirname, '../../apps/hospital/src/main.ts')
  const places = ['--directory', folder, '--intake', join(folder, 'exported'), '--name', 'Northgate', '--port', '0']
  const node = spawn(process.execPath, [main, ...places], { env: { ...process.env, DATABASE_URL: '' } })
  try {
    const url = await addressOf(node)
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await logIn(folder, url)}` }
    const ask = async (path: string, init: RequestInit) =>
      intakeRun.parse(await (await fetch(`${url}/api/intake${path}`, { ...init, headers })).json())
    const body = JSON.stringify({ folder: 'ct', category: 'lung-ct', provenance: 'patients' })
    let run = await ask('', { method: 'POST', body })
    let [peak, third, stored] = [0, 0, 0]
    const begun = performance.now()
    while (run.state === 'running') {
      await wait(100)
      run = await ask(`/${run.id}`, { method: 'GET' })
      const memory = memoryOfTree(node.pid!)
      peak = Math.max(peak, memory)
      if (run.found > 0 && run.accepted < run.found / 3) third = memory
      if (run.found > 0 && run.accepted === run.found) stored ||= (performance.now() - begun) / 1000
    }
    const seconds = (Date.parse(run.finishedAt ?? '') - Date.parse(run.startedAt)) / 1000
    return { accepted: run.accepted, seconds, stored: stored || seconds, peak, third }
  } finally {
    const ended = once(node, 'exit')
    node.kill('SIGTERM')
    await ended
  }
}

function addressOf(node: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    node.stdout!.on('data', (data: Buffer) => {
      const [, found] = /"url":"([^"]+)".*"msg":"listening"/.exec(String(data)) ?? []
      if (found) resolve(found)
    })
  })
}

async function logIn(folder: string, url: string): Promise<string> {
  const code = readFileSync(join(folder, 'first-invitation'), 'utf8').trim()
  const body = JSON.stringify({ code, name: 'steward', displayName: 'Steward', password: 'correct horse battery' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${url}/api/access/invitations/accept`, { method: 'POST', headers, body })
  return session.parse(await answer.json()).token
}

/** Seconds that Orthanc takes for the same files, two at a time; undefined where it is not installed. */
async function postToOrthanc(folder: string, names: readonly string[]): Promise<number | undefined> {
  const port = await freePort()
  mkdirSync(folder)
  const places = { StorageDirectory: folder, IndexDirectory: folder, HttpBindAddresses: ['127.0.0.1'] }
  const settings = { ...places, HttpPort: port, DicomServerEnabled: false, AuthenticationEnabled: false, Plugins: [] }
  writeFileSync(join(folder, 'orthanc.json'), JSON.stringify(settings))
  const child = spawn('Orthanc', [join(folder, 'orthanc.json')], { stdio: 'ignore' })
  const isMissing = await Promise.race([once(child, 'error').then(() => true), wait(3000).then(() => false)])
  if (isMissing) return undefined
  const waiting = [...names]
  const post = async () => {
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      const body = readFileSync(name)
      const answer = await fetch(`http://127.0.0.1:${port}/instances`, { method: 'POST', body })
      if (!answer.ok) throw new Error(`Orthanc answers ${answer.status}`)
      await answer.arrayBuffer()
    }
  }
  const started = performance.now()
  await Promise.all([post(), post()])
  const seconds = (performance.now() - started) / 1000
  child.kill('SIGTERM')
  await once(child, 'exit')
  return seconds
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}
