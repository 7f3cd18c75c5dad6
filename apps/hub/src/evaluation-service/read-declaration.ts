import { type Account, AssayError } from '@assay/contracts'
import type { Hub } from '../hub.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/**
 * A declaration of training data as it is kept, whole: the bytes that its hash is of. Throws `not-found` for one that there isn't, and for
 * one of another vendor's device.
 */
export async function readDeclaration(
  hub: Hub,
  account: Account,
  declarationHash: string,
): Promise<AsyncIterable<Uint8Array>> {
  const what = 'training declaration'
  const owner = await hub.db
    .selectFrom('device_training')
    .innerJoin('devices', 'devices.id', 'device_training.device_id')
    .select('devices.vendor_id')
    .where('device_training.declaration_hash', '=', declarationHash)
    .executeTakeFirst()
  if (!owner) throw new AssayError('not-found', { what })
  assertVisible(await sightOf(hub.db, account), owner.vendor_id, what)
  return hub.blobs.stream(declarationHash)
}
