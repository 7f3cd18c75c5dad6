import { join } from 'node:path'
import type { CaseOutcome } from '@assay/contracts'
import type { Bench } from '../executors/choose-executor.ts'
import type { Ending, Usage } from '../executors/executor.ts'
import { makeFolder } from '../folders/make-folder.ts'
import { removeFolder, removeFolderAside } from '../folders/remove-folder.ts'
import type { OpenedPackage } from '../package/open-package.ts'
import { limitExceeded } from './limit-exceeded.ts'
import { type CaseInput, type CaseRun, layFolders, writeInput } from './run-case.ts'
import { startOf } from './start-of.ts'
import { takeOutput } from './take-output.ts'
import { watchLimits } from './watch-limits.ts'

/** What the device says when it has loaded its model, and after a case. */
const readyLine = 'ready'
const doneLine = (name: string) => `done ${name}`

/** A start of a device that takes case after case. */
export interface Row {
  run(files: readonly CaseInput[], signal: AbortSignal): Promise<CaseRun>
  hasEnded(): boolean
  close(): Promise<void>
}

/**
 * Starts a device that takes case after case. It prints `ready`; then, for each case, it gets a line with the case's name
 * and finds the input in /input/NAME, leaves its output in /output/NAME, and prints `done NAME`. Of the case before nothing
 * is left by then. It ends when its input ends.
 * @param nextName gives each case a name that says nothing
 */
export function startRow(bench: Bench, device: OpenedPackage, nextName: () => string): Row {
  const own = join(bench.area, nextName())
  const folders = layFolders(own)
  const heard = listen()
  const child = bench.executor.start(startOf(device, folders), heard.hear)
  let ending: Ending | undefined
  let fault: unknown
  const over = child.ended.then(
    (value) => {
      ending = value
    },
    (error) => {
      fault = error
    },
  )
  const { limits } = device.manifest
  let isReady = false
  /** What the device does while it has no case takes room as well. */
  let between: ReturnType<typeof watchLimits> | undefined

  async function run(files: readonly CaseInput[], signal: AbortSignal): Promise<CaseRun> {
    const name = nextName()
    const kept = join(bench.area, nextName())
    const place = { input: join(folders.input, name), output: join(folders.output, name) }
    const abort = () => child.end()
    signal.addEventListener('abort', abort, { once: true })
    await child.begun
    between?.stop()
    const before = child.usage()
    const started = performance.now()
    const watch = watchLimits(child, folders.output, limits, { before })
    try {
      if (!isReady) await Promise.race([heard.wait(readyLine), over])
      isReady = true
      writeInput(place.input, files)
      makeFolder(place.output, 0o777)
      const done = heard.wait(doneLine(name))
      child.say(name)
      await Promise.race([done, over])
      signal.throwIfAborted()
      if (fault) throw fault
      return result({ place, kept, started, before, breached: watch.breached() })
    } catch (error) {
      child.end()
      removeFolder(kept)
      throw error
    } finally {
      watch.stop()
      if (!hasEnded()) between = watchLimits(child, folders.output, limits, { before: child.usage(), isIdle: true })
      signal.removeEventListener('abort', abort)
      for (const folder of Object.values(place)) removeFolder(folder)
    }
  }

  interface Given {
    place: { output: string }
    kept: string
    started: number
    before: Usage
    breached: CaseOutcome | undefined
  }

  function result({ place, kept, started, before, breached }: Given): CaseRun {
    const used = ending ?? child.usage()
    const wallMilliseconds = performance.now() - started
    const cpuMilliseconds =
      used.cpuMilliseconds === undefined ? undefined : used.cpuMilliseconds - (before.cpuMilliseconds ?? 0)
    // A device that ended in the middle of a case has failed it, whatever it ended with.
    const attended = ending && { ...ending, cpuMilliseconds, wallMilliseconds, breached }
    const failure = attended && (limitExceeded(attended, limits) ?? 'crashed')
    return {
      outcome: failure ?? takeOutput(place.output, kept, limits),
      output: kept,
      cpuMilliseconds,
      wallMilliseconds,
      peakMemoryBytes: used.peakMemoryBytes,
      exitCode: ending?.exitCode ?? null,
      log: ending?.log ?? '',
      seen: child.seen(),
      remote: ending?.remote ?? child.remote?.(),
      discard: () => removeFolderAside(kept),
    }
  }

  function hasEnded(): boolean {
    return ending !== undefined || fault !== undefined
  }

  async function close(): Promise<void> {
    between?.stop()
    child.end()
    await over
    removeFolder(own)
  }

  return { run, hasEnded, close }
}

/** Waits for one line at a time; what else a device prints is its log. */
function listen() {
  let wanted: string | undefined
  let tell: () => void = () => undefined
  const early = new Set<string>()
  return {
    hear(line: string) {
      if (line === wanted) tell()
      else if (line === readyLine) early.add(line)
    },
    wait(line: string): Promise<void> {
      if (early.delete(line)) return Promise.resolve()
      return new Promise((resolve) => {
        wanted = line
        tell = resolve
      })
    },
  }
}
