import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { intakeRun } from '@assay/contracts'
import { startBenchNode } from './bench-node.ts'
import type { Measured } from './measured.ts'
import { runPeer } from './peer.ts'
import { memoryOfTree } from './process-tree.ts'

const python = '/usr/bin/python3'

/**
 * A node's intake of real-sized CT slices from a folder: until they are stored and indexed (read, parse, de-identify, hash, store), and until
 * their studies are held against the rules, beside pydicom reading the same headers, Orthanc taking the same files, sha256sum, and cp.
 * ASSAY_SLICES says how many.
 */
export async function measureIntake(): Promise<Measured> {
  const slices = Number(process.env.ASSAY_SLICES ?? 10_000)
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-intake-'))
  try {
    const files = join(folder, 'exported', 'ct')
    mkdirSync(files, { recursive: true })
    const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../shared/data')
    if (!runPeer(python, ['make-ct-series.py', join(data, 'lung/dicom-2slices'), files, String(slices)]))
      throw new Error('the slices are made by pydicom from a real one in shared/data')
    const names = readdirSync(files).map((name) => join(files, name))
    const bytes = names.reduce((sum, name) => sum + statSync(name).size, 0)
    const copying = copy(files, join(folder, 'copied'))
    const headers = runPeer(python, ['read-headers-pydicom.py', files])
    const hashing = timeOf(() => execFileSync('sha256sum', names, { maxBuffer: 2 ** 30 }))
    const own = await takeIn(folder)
    const orthanc = await postToOrthanc(join(folder, 'orthanc'), names)
    const reached = marks.filter((mark) => mark <= slices)
    return {
      'slices taken in': own.accepted,
      'megabytes of each': bytes / slices / 2 ** 20,
      'slices a second, until all are stored and indexed': slices / own.stored,
      'slices a second, until their studies are held against all rules, pixels too': slices / own.seconds,
      ...Object.fromEntries(
        reached.map((mark) => [`peak memory up to slice ${mark}, MB`, own.memoryAt.get(mark)! / 2 ** 20]),
      ),
      'peak memory of the node with the rules of pixels, MB': own.peak / 2 ** 20,
      'slices a second that sha256sum hashes': slices / hashing,
      'slices a second that cp writes, synced: the bound of the disk': slices / copying,
      'time until stored over that of sha256sum (aim at most 3)': own.stored / hashing,
      'time until stored over that of cp and a sync': own.stored / copying,
      ...(headers
        ? {
            'slices a second of which pydicom reads the headers': slices / headers.seconds,
            'times as fast as pydicom reads the headers (aim at least 1)': headers.seconds / own.stored,
          }
        : {}),
      ...(orthanc
        ? {
            'slices a second that Orthanc takes': slices / orthanc,
            'times as fast as Orthanc takes the files (aim at least 3)': orthanc / own.stored,
          }
        : {}),
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

/** Files after which the node's memory is written down: flat, if it does not grow with the series. */
const marks = [1000, 5000, 10_000]

async function takeIn(folder: string) {
  const node = await startBenchNode(folder)
  try {
    const ask = async (path: string, init?: RequestInit) => intakeRun.parse(await node.ask(`/intake${path}`, init))
    const body = JSON.stringify({ folder: 'ct', category: 'lung-ct', provenance: 'patients' })
    let run = await ask('', { method: 'POST', body })
    const memoryAt = new Map<number, number>()
    let [peak, stored] = [0, 0]
    const begun = performance.now()
    while (run.state === 'running') {
      await wait(100)
      run = await ask(`/${run.id}`)
      const memory = memoryOfTree(node.pid)
      peak = Math.max(peak, memory)
      const isStored = run.found > 0 && run.accepted === run.found
      if (!stored) for (const mark of marks) if (run.accepted <= mark) memoryAt.set(mark, peak)
      if (isStored) stored ||= (performance.now() - begun) / 1000
    }
    const seconds = (performance.now() - begun) / 1000
    return { accepted: run.accepted, seconds, stored: stored || seconds, peak, memoryAt }
  } finally {
    await node.stop()
  }
}

/** Seconds that `cp` and a sync of every copy take: what the disk gives to whoever keeps the bytes. */
function copy(files: string, to: string): number {
  const seconds = timeOf(() => {
    execFileSync('cp', ['-r', files, to])
    execFileSync('sync', ['-f', to])
  })
  rmSync(to, { recursive: true })
  return seconds
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
