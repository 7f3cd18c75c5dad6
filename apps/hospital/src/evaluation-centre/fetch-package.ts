import { join } from 'node:path'
import { AssayError, type Protocol } from '@assay/contracts'
import { download } from '@assay/link'
import { type OpenedPackage, openPackage } from '@assay/runner'
import type { Hospital } from '../hospital.ts'
import { hubEnd } from '../hub-link/hub-store.ts'

/**
 * The device's package of a protocol, fetched from the hub by its digest unless it is here, and unpacked where devices
 * run. Throws `device-digest-mismatch`, `hub-unreachable`.
 */
export async function fetchPackage(
  hospital: Hospital,
  { device: { packageDigest: digest } }: Protocol,
  signal: AbortSignal,
): Promise<OpenedPackage> {
  const { blobs, bench, identity, key, clock, random } = hospital
  if (!(await blobs.has(digest))) {
    const hub = await hubEnd(hospital.db)
    const request = { path: '/link/packages', type: 'device-package', body: { digest }, signal }
    const { sha256 } = await blobs.put(download({ self: identity.id, key, clock, random }, hub, request))
    if (sha256 !== digest) throw new AssayError('device-digest-mismatch')
  }
  return openPackage(await blobs.read(digest), digest, join(bench.area, 'packages'))
}
