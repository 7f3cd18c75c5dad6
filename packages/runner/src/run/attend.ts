import type { CaseOutcome, DeviceLimits } from '@assay/contracts'
import type { DeviceProcess, Ending } from '../executors/executor.ts'
import { watchLimits } from './watch-limits.ts'

/** How a device ended, and the limit that it went beyond, if it did. */
export type Attended = Ending & { breached: CaseOutcome | undefined; wallMilliseconds: number }

/**
 * Waits until a device has ended, by itself, for a limit, or for the signal.
 * @throws the signal's reason where it ended the device
 */
export async function attend(
  device: DeviceProcess,
  output: string,
  limits: DeviceLimits,
  signal: AbortSignal,
): Promise<Attended> {
  const abort = () => device.end()
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  let watch: ReturnType<typeof watchLimits> | undefined
  try {
    await device.begun
    const begun = performance.now()
    // On a machine of a cluster the limits are watched there: from here nobody sees when it begins again.
    watch = device.remote ? undefined : watchLimits(device, output, limits)
    const ending = await device.ended
    const wallMilliseconds = ending.remote?.wallMilliseconds ?? performance.now() - begun
    signal.throwIfAborted()
    return { ...ending, wallMilliseconds, breached: ending.remote?.breached ?? watch?.breached() }
  } finally {
    watch?.stop()
    signal.removeEventListener('abort', abort)
  }
}
