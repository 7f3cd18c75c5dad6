import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { AssayError, type CaseOutcome, type DeviceLimits } from '@assay/contracts'
import type { Bench } from '../executors/choose-executor.ts'
import type { CaseFolders, Launch } from '../executors/executor.ts'
import type { OpenedPackage } from '../package/open-package.ts'
import { checkOutput } from './check-output.ts'
import { memoryOf, treeOf } from './process-tree.ts'

/** How a run of a device on one case ended. */
export interface CaseRun {
  outcome: CaseOutcome
  /** What the device left; the caller reads it and then calls `discard`. */
  output: string
  wallMilliseconds: number
  /** Largest seen memory of the device's processes together. Sampled. */
  peakMemoryBytes: number
  exitCode: number | null
  /** End of what the device printed. It stays in the node. */
  log: string
  /** Removes everything of the run. */
  discard(): void
}

const logBytes = 16 * 1024
const watchMilliseconds = 50

/**
 * Runs a device on one case, in folders of its own that nobody else knows.
 * @param files what the device gets below /input
 * @param signal ends the run at once; the promise is then rejected, and the case is to be run again.
 * @throws AssayError isolation-unavailable where the executor itself can't start: no fault of the device.
 */
export async function runCase(
  bench: Bench,
  device: OpenedPackage,
  files: readonly { path: string; bytes: Uint8Array }[],
  signal: AbortSignal,
): Promise<CaseRun> {
  signal.throwIfAborted()
  const { limits } = device.manifest
  const own = join(bench.area, randomBytes(12).toString('hex'))
  const discard = () => rmSync(own, { recursive: true, force: true })
  try {
    const folders = layFolders(own, device.folder)
    const launch = bench.executor.launch(device.manifest, folders)
    writeInput(folders.input, files)
    if (launch.user) chownSync(folders.output, launch.user.uid, launch.user.gid)
    const ended = await runProcess(launch, limits, signal)
    const outcome = ended.outcome === 'completed' ? checkOutput(folders.output, limits) : ended.outcome
    return { ...ended, outcome, output: folders.output, discard }
  } catch (error) {
    discard()
    throw error
  }
}

function layFolders(own: string, packageFolder: string): CaseFolders {
  const folders = {
    package: packageFolder,
    input: join(own, 'input'),
    output: join(own, 'output'),
    temporary: join(own, 'temporary'),
  }
  mkdirSync(own, { mode: 0o711 })
  mkdirSync(folders.input, { mode: 0o755 })
  mkdirSync(folders.output, { mode: 0o700 })
  mkdirSync(folders.temporary, { mode: 0o700 })
  return folders
}

/** Files whose times say nothing. */
function writeInput(folder: string, files: readonly { path: string; bytes: Uint8Array }[]): void {
  for (const { path, bytes } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true, mode: 0o755 })
    writeFileSync(file, bytes, { mode: 0o444 })
    chmodSync(file, 0o444)
    utimesSync(file, 0, 0)
  }
}

type Ended = Pick<CaseRun, 'outcome' | 'wallMilliseconds' | 'peakMemoryBytes' | 'exitCode' | 'log'>

function runProcess(launch: Launch, limits: DeviceLimits, signal: AbortSignal): Promise<Ended> {
  const started = performance.now()
  const child = spawn(launch.command, launch.words, {
    env: launch.environment,
    ...launch.user,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = keepEnd(child)
  const watch = watchLimits(child, limits)
  return new Promise((resolve, reject) => {
    const abort = () => {
      killTree(child)
      reject(signal.reason)
    }
    signal.addEventListener('abort', abort, { once: true })
    child.once('error', (error) => {
      watch.stop()
      reject(new AssayError('isolation-unavailable', { reason: error.message }))
    })
    child.once('exit', (exitCode, exitSignal) => {
      const wallMilliseconds = performance.now() - started
      watch.stop()
      killTree(child)
      signal.removeEventListener('abort', abort)
      child.once('close', () => {
        const outcome = outcomeOf(exitCode, exitSignal, watch.breached(), log())
        resolve({ outcome, wallMilliseconds, peakMemoryBytes: watch.peak(), exitCode, log: log() })
      })
    })
  })
}

function outcomeOf(
  exitCode: number | null,
  exitSignal: NodeJS.Signals | null,
  breached: CaseOutcome | undefined,
  log: string,
): CaseOutcome {
  if (breached) return breached
  if (exitCode === 0) return 'completed'
  if (/heap out of memory|Cannot allocate memory/.test(log)) return 'out-of-memory'
  if (exitSignal === 'SIGXCPU' || exitCode === 128 + 24) return 'timed-out'
  if (exitSignal === 'SIGXFSZ' || exitCode === 128 + 25) return 'output-too-large'
  return 'crashed'
}

/** Ends the device when it takes too long or too much. */
function watchLimits(child: ChildProcess, limits: DeviceLimits) {
  let peak = 0
  let breached: CaseOutcome | undefined
  const end = (outcome: CaseOutcome) => {
    breached ??= outcome
    killTree(child)
  }
  const clock = setTimeout(() => end('timed-out'), limits.wallSeconds * 1000)
  const memory = setInterval(() => {
    const now = child.pid === undefined ? 0 : memoryOf(treeOf(child.pid))
    peak = Math.max(peak, now)
    if (now > limits.memoryMiB * 2 ** 20) end('out-of-memory')
  }, watchMilliseconds)
  return {
    stop() {
      clearTimeout(clock)
      clearInterval(memory)
    },
    peak: () => peak,
    breached: () => breached,
  }
}

/** Ends the process with all its descendants: its group, and who left the group. */
function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return
  for (const pid of [...treeOf(child.pid).reverse(), -child.pid])
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
}

function keepEnd(child: ChildProcess): () => string {
  let kept = Buffer.alloc(0)
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => {
      kept = Buffer.concat([kept, bytes]).subarray(-logBytes)
    })
  return () => kept.toString('utf8')
}
