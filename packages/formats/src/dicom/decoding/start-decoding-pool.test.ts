import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import dcmjsCodecs from 'dcmjs-codecs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { decodingCommand, hasBubblewrap } from './decoding-command.ts'
import type { DecodingJob } from './decoding-job.ts'
import { startDecodingPool } from './start-decoding-pool.ts'
import { startProcessPool } from './start-process-pool.ts'

const { Context, NativeCodecs } = dcmjsCodecs

const side = 1500
const layout = {
  rows: side,
  columns: side,
  bitsAllocated: 16,
  bitsStored: 12,
  isSigned: false,
  photometric: 'MONOCHROME2',
  samples: 1,
} as const
let frame: DecodingJob

beforeAll(async () => {
  await NativeCodecs.initializeAsync()
  const values = Uint16Array.from({ length: side * side }, (_, i) => (i * 7919 + (i >> 9) * 31) % 4096)
  const context = new Context({
    width: side,
    height: side,
    samplesPerPixel: 1,
    bitsAllocated: 16,
    bitsStored: 12,
    pixelRepresentation: 0,
    planarConfiguration: 0,
    photometricInterpretation: 'MONOCHROME2',
    decodedBuffer: new Uint8Array(values.buffer),
  })
  frame = { ...layout, codec: 'jpeg-2000', bytes: NativeCodecs.encodeJpeg2000(context).getEncodedBuffer()! }
})

/** Processes that this one started, and theirs. */
function descendants(pid = process.pid): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return children.flatMap((child) => [child, ...descendants(child)])
}

/** Words that all processes were started with. */
function commandLines(): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      } catch {
        return ''
      }
    })
}

/** Fields of a process's state from the third on; none where it is gone, or has ended and waits for its parent to hear of it. */
function stateOf(pid: number): string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? [] : fields
  } catch {
    return []
  }
}

/** Hundredths of a second of the machine's uptime. Source: proc(5), field 22. */
const startOf = (pid: number) => stateOf(pid)[19]
/** Fields 14 and 15. */
const secondsUsed = (pid: number) => (Number(stateOf(pid)[11]) + Number(stateOf(pid)[12])) / 100

const settled = (outcomes: readonly PromiseSettledResult<Uint8Array>[]) => ({
  decoded: outcomes.filter(({ status }) => status === 'fulfilled').length,
  reasons: outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : [])),
})

describe('a pool of decoding processes', () => {
  const pool = startDecodingPool({ processes: 2 })
  afterAll(() => pool.close())

  it('fails the damaged frame alone', async () => {
    const damaged = { ...frame, bytes: frame.bytes.subarray(0, 300) }
    const empty = { ...frame, bytes: new Uint8Array() }
    const outcomes = await Promise.allSettled([frame, damaged, frame, empty, frame].map((job) => pool.decode(job)))
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
  })

  it('fails the frames of a process that dies, and goes on', async () => {
    const outcomes = Promise.allSettled(Array.from({ length: 10 }, () => pool.decode(frame)))
    await new Promise((resolve) => setTimeout(resolve, 150))
    for (const pid of descendants()) process.kill(pid, 'SIGKILL')
    const { decoded, reasons } = settled(await outcomes)
    expect(reasons).toEqual(['decoding ended its process', 'decoding ended its process'])
    expect(decoded).toBe(8)
    expect((await pool.decode(frame)).length).toBe(side * side * 2)
  })

  it('ends a frame that takes too long', async () => {
    const hasty = startDecodingPool({ processes: 1, timeLimit: 5 })
    await expect(hasty.decode(frame)).rejects.toThrow('decoding took longer than 0.005 s')
    hasty.close()
    await expect(hasty.decode(frame)).rejects.toThrow('the decoders are closed')
  })

  it('ends with its program, however that ends, and whatever it computes', async () => {
    const module = join(import.meta.dirname, 'start-process-pool.ts')
    const [command, ...args] = decodingCommand('decoding-process.ts')
    // Without bubblewrap's own tie and session, which are not made yet while it starts.
    const untied = args.filter((word) => word !== '--die-with-parent' && word !== '--new-session')
    untied.splice(-1, 1, '--input-type=module', '--eval', `process.once('message', () => { for (;;); })`)
    const script = `
      const { startProcessPool } = await import(${JSON.stringify(module)})
      startProcessPool(${JSON.stringify([command, ...untied])}).run({}).catch(() => {})
    `
    const program = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
    const isComputing = () => descendants(program.pid).some((pid) => secondsUsed(pid) > 1)
    await vi.waitUntil(isComputing, { timeout: 60_000, interval: 100 })
    const started = descendants(program.pid).map((pid) => ({ pid, since: startOf(pid) }))
    program.kill('SIGKILL')
    const isGone = () => started.every(({ pid, since }) => startOf(pid) !== since)
    await vi.waitUntil(isGone, { timeout: 60_000, interval: 100 })
  }, 130_000)

  it.skipIf(!hasBubblewrap())(
    'leaves nothing where it is closed while its processes start, at whichever instant',
    async () => {
      const [command, ...args] = decodingCommand('decoding-process.ts')
      const mark = randomUUID()
      args.splice(args.indexOf('bwrap') + 1, 0, '--setenv', 'MARK', mark)
      for (let instant = 0; instant < 60; instant += 1) {
        const starting = startProcessPool([command, ...args], { processes: 2 })
        const jobs = [starting.run({}), starting.run({})].map((job) => job.catch(() => {}))
        await new Promise((resolve) => setTimeout(resolve, instant / 6))
        starting.close()
        await Promise.all(jobs)
      }
      await expect.poll(() => commandLines().filter((line) => line.includes(mark))).toEqual([])
    },
  )

  it('lets its program end', async () => {
    const module = join(import.meta.dirname, 'start-decoding-pool.ts')
    const script = `
      const { startDecodingPool } = await import(${JSON.stringify(module)})
      const job = { codec: 'jpeg-ls', rows: 1, columns: 2, samples: 1, bitsAllocated: 8, bitsStored: 8, isSigned: false, photometric: 'MONOCHROME2', bytes: new Uint8Array() }
      await startDecodingPool().decode(job).catch(() => {})
      await startDecodingPool().decode(job).catch(() => {})
    `
    const program = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' })
    const [status] = await once(program, 'exit')
    expect(status).toBe(0)
  })
})

describe('a decoding process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-decoding-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** What a script says that runs as a decoding process does. */
  async function probe(script: string): Promise<unknown> {
    const [command, ...args] = decodingCommand('decoding-process.ts')
    args.splice(-1, 1, '--input-type=module', '--eval', script)
    const child = spawn(command, args, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc', 'pipe'] })
    const [answer] = await once(child, 'message')
    child.kill('SIGKILL')
    return answer
  }

  it('has no environment, reads nothing, writes nothing, starts nothing', async () => {
    const secret = join(folder, 'key')
    writeFileSync(secret, 'secret')
    const answer = await probe(`
      import { spawnSync } from 'node:child_process'
      import { readFileSync, writeFileSync } from 'node:fs'
      const tried = (act) => { try { act(); return 'done' } catch (error) { return error.code } }
      process.send({
        environment: Object.keys(process.env).filter((name) => !name.startsWith('NODE_CHANNEL') && name !== 'PWD'),
        read: tried(() => readFileSync(${JSON.stringify(secret)})),
        passwords: tried(() => readFileSync('/etc/passwd')),
        written: tried(() => writeFileSync('/tmp/x', '')),
        started: tried(() => spawnSync('true')),
      })
    `)
    const denied = 'ERR_ACCESS_DENIED'
    expect(answer).toEqual({ environment: [], read: denied, passwords: denied, written: denied, started: denied })
  })

  it.skipIf(!hasBubblewrap())('reaches no network (needs bubblewrap)', async () => {
    const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const answer = await probe(`
      import { connect } from 'node:net'
      const socket = connect(${port}, '127.0.0.1')
      socket.on('connect', () => process.send('connected'))
      socket.on('error', ({ code }) => process.send(code))
    `)
    server.close()
    expect(answer).toMatch(/^(ECONNREFUSED|ENETUNREACH|EACCES)$/)
  })
})
