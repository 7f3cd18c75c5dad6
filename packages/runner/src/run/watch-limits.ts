import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import type { DeviceProcess } from '../executors/executor.ts'
import { isOutputTooLarge } from './check-output.ts'

const usageMilliseconds = 25
const outputMilliseconds = 250

/**
 * Ends a device that takes too long or too much.
 * @param cpuBefore CPU time of cases before this one, ms
 */
export function watchLimits(device: DeviceProcess, output: string, limits: DeviceLimits, cpuBefore = 0) {
  let breached: CaseOutcome | undefined
  const end = (outcome: CaseOutcome) => {
    breached ??= outcome
    device.end()
  }
  const clock = setTimeout(() => end('timed-out'), limits.wallSeconds * 1000)
  const usage = setInterval(() => {
    const { isOutOfMemory, cpuMilliseconds = 0 } = device.usage()
    if (isOutOfMemory) end('out-of-memory')
    if (cpuMilliseconds - cpuBefore > limits.cpuSeconds * 1000) end('timed-out')
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
