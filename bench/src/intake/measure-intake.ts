import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import type { Measured } from '../measured.ts'
import { runPeer } from '../peer.ts'
import { makeSlices, python } from './make-slices.ts'
import { type TakenIn, takeIn } from './take-in.ts'

/**
 * A node's intake of real-sized CT slices from a folder (read, parse, de-identify, hash, store, index, rules of tiers 1 and 3), beside pydicom
 * reading the same headers, Orthanc taking the same files, sha256sum, and what the disk gives; then once more with the rules of tier 2, for
 * which pixels are measured. ASSAY_SLICES says how many slices.
 */
export async function measureIntake(): Promise<Measured> {
  const slices = Number(process.env.ASSAY_SLICES ?? 10_000)
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-intake-'))
  try {
    const files = makeSlices(folder, slices, 300)
    const names = readdirSync(files).map((name) => join(files, name))
    const bytes = names.reduce((sum, name) => sum + statSync(name).size, 0)
    const headers = runPeer(python, ['read-headers-pydicom.py', files])
    const own = await takeIn(folder, [1, 3])
    const hashing = timeOf(() => execFileSync('sha256sum', names, { maxBuffer: 2 ** 30 }))
    const orthanc = await postToOrthanc(join(folder, 'orthanc'), names)
    const floors = { copying: copy(files, join(folder, 'copied')), packing: pack(names, join(folder, 'packed')) }
    const whole = await takeInAgain(folder)
    return {
      'slices taken in': own.accepted,
      'megabytes of each': bytes / slices / 2 ** 20,
      'slices a second, until all are stored and indexed': slices / own.stored,
      'slices a second, until their studies are held against tiers 1 and 3, too': slices / own.finished,
      'slices a second, with tier 2, too': slices / whole.finished,
      'slices a second that sha256sum hashes': slices / hashing,
      'slices a second that cp writes, synced at the end': slices / floors.copying,
      'slices a second that dd packs, past the page cache, synced at the end': slices / floors.packing,
      'time with tiers 1 and 3 over that of sha256sum (aim at most 3)': own.finished / hashing,
      'time with tiers 1 and 3 over that of cp and a sync': own.finished / floors.copying,
      ...(headers
        ? {
            'slices a second of which pydicom reads the headers': slices / headers.seconds,
            'times as fast as pydicom reads the headers (aim at least 1)': headers.seconds / own.finished,
          }
        : {}),
      ...(orthanc
        ? {
            'slices a second that Orthanc takes': slices / orthanc,
            'times as fast as Orthanc takes the files (aim at least 3)': orthanc / own.finished,
          }
        : {}),
      ...memoryOf('with tiers 1 and 3', own),
      ...memoryOf('with tier 2', whole),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function memoryOf(what: string, { memory }: TakenIn): Measured {
  return {
    [`peak memory of the start of the node, ${what}, MB`]: memory.before / 2 ** 20,
    [`peak memory of the node from then on, ${what}, MB`]: memory.all / 2 ** 20,
  }
}

/** By a new node over the same files. */
async function takeInAgain(folder: string): Promise<TakenIn> {
  for (const name of readdirSync(folder)) if (name !== 'exported') rmSync(join(folder, name), { recursive: true })
  return takeIn(folder, [1, 2, 3])
}

function timeOf(work: () => void): number {
  const started = performance.now()
  work()
  return (performance.now() - started) / 1000
}

/** Seconds that `cp` and a sync of every copy take. */
function copy(files: string, to: string): number {
  const seconds = timeOf(() => {
    execFileSync('cp', ['-r', files, to])
    execFileSync('sync', ['-f', to])
  })
  rmSync(to, { recursive: true })
  return seconds
}

/** Seconds that the same bytes take into one file, past the page cache. */
function pack(names: readonly string[], to: string): number {
  const seconds = timeOf(() =>
    execFileSync('sh', ['-c', 'xargs cat | dd of="$0" bs=16M iflag=fullblock oflag=direct conv=fdatasync', to], {
      input: names.join('\n'),
      stdio: ['pipe', 'ignore', 'ignore'],
    }),
  )
  rmSync(to)
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
