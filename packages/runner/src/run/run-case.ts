import { randomBytes } from 'node:crypto'
import { chmodSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CaseOutcome, DeviceManifest } from '@assay/contracts'
import type { Bench } from '../executors/choose-executor.ts'
import type { Remote } from '../executors/executor.ts'
import { makeFolder } from '../folders/make-folder.ts'
import { removeFolderAside } from '../folders/remove-folder.ts'
import type { OpenedPackage } from '../package/open-package.ts'
import { type Attended, attend } from './attend.ts'
import { checkOutput } from './check-output.ts'
import { limitExceeded } from './limit-exceeded.ts'
import { type CaseFolders, startOf } from './start-of.ts'

/** A file below a case's input folder. */
export interface CaseInput {
  path: string
  bytes: Uint8Array
}

/** How a run of a device on one case ended. No process of the device is left. */
export interface CaseRun {
  outcome: CaseOutcome
  /** What the device left; the caller reads it and then calls `discard`. */
  output: string
  wallMilliseconds: number
  /** CPU time of all the device's processes; undefined where nobody counted. Sampled without a control group. */
  cpuMilliseconds: number | undefined
  /** Largest memory of the device's processes together. Sampled without a control group. */
  peakMemoryBytes: number
  exitCode: number | null
  /** End of what the device printed. It stays in the node. */
  log: string
  /** Parts of the isolation as read from the device's own /proc; undefined where it had ended before. */
  seen: readonly string[] | undefined
  /** Where on a cluster it ran; undefined on the node's own machine. */
  remote?: Remote | undefined
  /** Removes everything of the run. */
  discard(): Promise<void>
}

/**
 * Runs a device on one case, in folders of its own that nobody else knows.
 * @param files what the device gets below /input
 * @param signal ends the run at once; the promise is then rejected with its reason, when no process of the device is left,
 * and the case is to be run again.
 * @throws AssayError isolation-unavailable where the executor itself failed: no fault of the device.
 */
export async function runCase(
  bench: Bench,
  device: OpenedPackage,
  files: readonly CaseInput[],
  signal: AbortSignal,
): Promise<CaseRun> {
  signal.throwIfAborted()
  const { limits } = device.manifest
  const own = join(bench.area, randomBytes(12).toString('hex'))
  const discard = () => removeFolderAside(own)
  try {
    const folders = layFolders(own)
    writeInput(folders.input, files)
    const ended = await attend(bench.executor.start(startOf(device, folders)), folders.output, limits, signal)
    const { wallMilliseconds, cpuMilliseconds, peakMemoryBytes, exitCode, log, seen } = ended
    const outcome = outcomeOf(ended, folders.output, device.manifest)
    return {
      outcome,
      output: folders.output,
      wallMilliseconds,
      cpuMilliseconds,
      peakMemoryBytes,
      exitCode,
      log,
      seen,
      remote: ended.remote,
      discard,
    }
  } catch (error) {
    await discard()
    throw error
  }
}

/** Folders of a start, in a folder of their own. */
export function layFolders(own: string): CaseFolders {
  const folders = { input: join(own, 'input'), output: join(own, 'output'), temporary: join(own, 'temporary') }
  makeFolder(own, 0o711)
  makeFolder(folders.input)
  makeFolder(folders.output, 0o700)
  makeFolder(folders.temporary, 0o700)
  return folders
}

/** Files and folders whose times say nothing. */
export function writeInput(folder: string, files: readonly CaseInput[]): void {
  makeFolder(folder)
  const written = new Set([folder])
  for (const { path, bytes } of files) {
    const file = join(folder, path)
    makeFolder(dirname(file))
    writeFileSync(file, bytes)
    chmodSync(file, 0o444)
    for (let above = file; above !== folder; above = dirname(above)) written.add(above)
  }
  for (const path of written) utimesSync(path, 0, 0)
}

function outcomeOf(attended: Attended, output: string, { limits }: DeviceManifest): CaseOutcome {
  const failure = limitExceeded(attended, limits)
  if (failure) return failure
  const left = checkOutput(output, limits)
  if (attended.exitCode !== 0 && left !== 'output-too-large') return 'crashed'
  return left
}
