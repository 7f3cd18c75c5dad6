import { availableParallelism } from 'node:os'
import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import type { Attended } from './attend.ts'

/**
 * The limit that a device went beyond, if it did. Neither a line of its log nor an exit status or a signal is believed
 * alone: a device writes the first and chooses the others.
 */
export function limitExceeded(attended: Attended, limits: DeviceLimits): CaseOutcome | undefined {
  if (attended.breached) return attended.breached
  if (attended.isOutOfMemory) return 'out-of-memory'
  if (attended.exitCode === 0) return undefined
  if (isHeapFull(attended, limits)) return 'out-of-memory'
  return isOutOfProcessorTime(attended, limits) ? 'timed-out' : undefined
}

/** Share of a limit from which on a device's own word is believed that it was the limit. Kernels count in steps. */
const nearly = 0.7

function isHeapFull({ peakMemoryBytes, log }: Attended, { memoryMiB }: DeviceLimits): boolean {
  return peakMemoryBytes > memoryMiB * 2 ** 20 * nearly && /^FATAL ERROR: .*heap out of memory/m.test(log)
}

function isOutOfProcessorTime(
  { exitCode, exitSignal, cpuMilliseconds, wallMilliseconds }: Attended,
  { cpuSeconds }: DeviceLimits,
): boolean {
  const isSignalled = exitSignal === 'SIGXCPU' || exitCode === 128 + 24
  // Where nobody counted, a device can have used no more than all processors for as long as it ran.
  const most = cpuMilliseconds ?? (isSignalled ? wallMilliseconds * availableParallelism() : 0)
  const share = most / (cpuSeconds * 1000)
  return share > 1 || (isSignalled && share > nearly)
}
