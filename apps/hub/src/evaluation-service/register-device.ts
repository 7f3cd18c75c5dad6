import { taskOf } from '@assay/categories'
import { type Account, AssayError, type Device, type DeviceManifest } from '@assay/contracts'
import { append } from '@assay/ledger'
import { readPackage } from '@assay/runner'
import { inTransaction, newId } from '@assay/store'
import type { Hub } from '../hub.ts'
import { insertDevice, openVendor } from './device-store.ts'

/**
 * Registers a device version by its package: a tar archive with `device.json` at its top, or an image archive
 * whose label carries it. It goes to the disk as it comes. Throws `device-package-invalid`
 * (`where`, `what`; also where it is for no task that is known here), `device-exists`.
 */
export async function registerDevice(hub: Hub, account: Account, bytes: AsyncIterable<Uint8Array>): Promise<Device> {
  const { sha256, size } = await hub.blobs.put(bytes)
  const manifest = await readStored(hub, sha256)
  return inTransaction(hub.db, async (transaction) => {
    const at = hub.clock()
    const device: Device = {
      id: newId(hub.clock, hub.random),
      vendorId: await openVendor(transaction, account.organisation, hub),
      registeredAt: at.toISOString(),
      packageDigest: sha256,
      packageBytes: size,
      manifest,
      training: null,
    }
    if (!(await insertDevice(transaction, device))) throw new AssayError('device-exists')
    const subject = { deviceId: device.id, packageDigest: sha256 }
    await append(transaction, { type: 'device-registered', at, subject, actor: account.id }, hub.random)
    return device
  })
}

/** Reads a package as it lies on the disk; one that can not be used does not stay there. */
async function readStored({ blobs, db }: Hub, sha256: string): Promise<DeviceManifest> {
  try {
    const manifest = await readPackage(() => blobs.stream(sha256))
    taskOf(manifest)
    return manifest
  } catch (error) {
    const query = db.selectFrom('devices').select('id').where('package_digest', '=', sha256)
    if (!(await query.executeTakeFirst())) await blobs.remove(sha256)
    throw error
  }
}
