import { AssayError, type TestSetAnnouncement } from '@assay/contracts'
import { append } from '@assay/ledger'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'

/**
 * Records a sealed set that a hospital announced. A version is announced once: a second announcement of it with another
 * manifest is refused (`state-conflict`), since a sealed set is never edited.
 */
export async function receiveTestSet(
  hub: Pick<Hub, 'clock' | 'random'>,
  transaction: HubDb,
  hospitalId: string,
  set: TestSetAnnouncement,
): Promise<void> {
  const at = hub.clock()
  const inserted = await transaction
    .insertInto('test_sets')
    .values({
      hospital_id: hospitalId,
      test_set_id: set.testSetId,
      version: set.version,
      category: set.category,
      task: set.task,
      provenance: set.provenance,
      manifest_hash: set.manifestHash,
      patients: set.patients,
      cases: set.cases,
      sealed_at: set.sealedAt,
      announced_at: at.toISOString(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!inserted) throw new AssayError('state-conflict', { what: 'test-set', state: 'sealed' })
  const { testSetId, version, manifestHash } = set
  const subject = { hospitalId, testSetId, version, manifestHash }
  await append(transaction, { type: 'test-set-announced', at, subject }, hub.random)
}
