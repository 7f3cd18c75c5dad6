import { AssayError, type Protocol } from '@assay/contracts'
import type { Hospital } from '../hospital.ts'

/**
 * Throws `isolation-unavailable` where a device would run without isolation, but for the one device that a hospital of
 * the demonstration was started with.
 */
export function assertRunnable({ bench, demonstrationDevice }: Hospital, { device }: Protocol): void {
  const { isolation, reason } = bench.executor
  if (isolation === 'none' && device.packageDigest !== demonstrationDevice)
    throw new AssayError('isolation-unavailable', { reason })
}
