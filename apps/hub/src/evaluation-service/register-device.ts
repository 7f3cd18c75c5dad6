import { taskOf } from '@assay/categories'
import { type Account, AssayError, type Device } from '@assay/contracts'
import { append } from '@assay/ledger'
import { readPackage } from '@assay/runner'
import { inTransaction, newId } from '@assay/store'
import type { Hub } from '../hub.ts'
import { insertDevice, openVendor } from './device-store.ts'

/**
 * Registers a device version by its package: a tar archive with `device.json` at its top. Throws `device-package-invalid`
 * (`where`, `what`; also where it is for no task that is known here), `device-exists`.
 */
export async function registerDevice(hub: Hub, account: Account, bytes: Uint8Array): Promise<Device> {
  const manifest = await readPackage(bytes)
  taskOf(manifest)
  const { sha256, size } = await hub.blobs.put(bytes)
  return inTransaction(hub.db, async (transaction) => {
    const at = hub.clock()
    const device: Device = {
      id: newId(hub.clock, hub.random),
      vendorId: await openVendor(transaction, account.organisation, hub),
      registeredAt: at.toISOString(),
      packageDigest: sha256,
      packageBytes: size,
      manifest,
    }
    if (!(await insertDevice(transaction, device))) throw new AssayError('device-exists')
    const subject = { deviceId: device.id, packageDigest: sha256 }
    await append(transaction, { type: 'device-registered', at, subject, actor: account.id }, hub.random)
    return device
  })
}
