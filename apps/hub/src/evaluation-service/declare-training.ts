import type { Account, Device, TrainingDocument, TrainingStatement } from '@assay/contracts'
import { append } from '@assay/ledger'
import { canonicalBytes } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import type { Hub } from '../hub.ts'
import { findDevice } from './device-store.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/**
 * Records what a vendor declares that a device version was trained and tuned with. The whole document, bound to the device by its
 * package's digest, is kept by its hash, which stands in the ledger. A later declaration takes the place of an earlier one, which stays
 * in the ledger; protocols that are locked keep the one that they were locked with. Throws `not-found` for another vendor's device.
 */
export async function declareTraining(
  hub: Hub,
  account: Account,
  deviceId: string,
  { dataSets, contents }: TrainingStatement,
): Promise<Device> {
  const { vendorId, packageDigest } = await findDevice(hub.db, deviceId)
  assertVisible(await sightOf(hub.db, account), vendorId, 'device')
  const document: TrainingDocument = {
    schema: 'assay.training-declaration/1',
    deviceId,
    packageDigest,
    dataSets,
    contents: inOrder(contents),
  }
  const { sha256: declarationHash } = await hub.blobs.put(canonicalBytes(document))
  return inTransaction(hub.db, async (transaction) => {
    const at = hub.clock()
    await transaction
      .insertInto('device_training')
      .values({
        device_id: deviceId,
        declaration_hash: declarationHash,
        declared_at: at.toISOString(),
        data_sets: jsonb(dataSets),
        contents: document.contents.length,
      })
      .execute()
    const subject = { deviceId, packageDigest, declarationHash }
    await append(transaction, { type: 'training-declared', at, subject, actor: account.id }, hub.random)
    return findDevice(transaction, deviceId)
  })
}

/** Each hash once, in order. What is sorted already takes a tenth of the time. */
function inOrder(hashes: readonly string[]): string[] {
  const sorted = [...hashes].sort()
  return sorted.filter((hash, place) => hash !== sorted[place - 1])
}
