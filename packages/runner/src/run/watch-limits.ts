import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import type { DeviceProcess, Usage } from '../executors/executor.ts'
import { isOutputTooLarge } from './check-output.ts'

const usageMilliseconds = 25
const outputMilliseconds = 250

/** How often a device may write its output anew, and what it may write besides, MiB: programs write headers last, and copies. */
const writtenTimes = 4
const writtenBesidesMiB = 64

/**
 * Ends a device that takes too long or too much.
 * @param before what it used for cases before this one
 * @param isIdle whether it has no case, and no time of a case runs
 */
export function watchLimits(
  device: DeviceProcess,
  output: string,
  limits: DeviceLimits,
  { before, isIdle = false }: { before?: Usage | undefined; isIdle?: boolean } = {},
) {
  const mostWritten = (limits.outputMiB * writtenTimes + writtenBesidesMiB) * 2 ** 20
  let breached: CaseOutcome | undefined
  const end = (outcome: CaseOutcome) => {
    breached ??= outcome
    device.end()
  }
  const clock = isIdle ? undefined : setTimeout(() => end('timed-out'), limits.wallSeconds * 1000)
  const usage = setInterval(() => {
    const { isOutOfMemory, cpuMilliseconds = 0, writtenBytes } = device.usage()
    if (isOutOfMemory) end('out-of-memory')
    if (writtenBytes - (before?.writtenBytes ?? 0) > mostWritten) end('output-too-large')
    if (!isIdle && cpuMilliseconds - (before?.cpuMilliseconds ?? 0) > limits.cpuSeconds * 1000) end('timed-out')
  }, usageMilliseconds)
  const size = setInterval(() => {
    if (isOutputTooLarge(output, limits)) end('output-too-large')
  }, outputMilliseconds)
  return {
    /** The limit that the device went beyond, as an outcome. */
    breached: () => breached,
    stop() {
      clearTimeout(clock)
      clearInterval(usage)
      clearInterval(size)
    },
  }
}
