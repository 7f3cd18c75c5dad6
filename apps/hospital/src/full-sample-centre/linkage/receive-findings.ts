import type { hubMessageBodies } from '@assay/contracts'
import { tokenOf } from '@assay/governance'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { afterCommit } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { forgetWay, forgotten, isOfRound, lockRound } from './linkage-store.ts'

/**
 * The hub tells which of the node's own tokens other hospitals have, too: they become the node's own patients or images
 * again. After the last part the round's key and tokens are gone, and the studies that this is about are due to be checked: their
 * passports say it. Throws `not-found`, `state-conflict`.
 */
export async function receiveFindings(
  { clock, random, wakeIntake }: Hospital,
  transaction: HospitalDb,
  { roundId, part, parts, shared }: z.output<(typeof hubMessageBodies)['linkage-found']>,
): Promise<void> {
  const { subject } = await lockRound(transaction, roundId, ['sent'])
  const references = await referencesOfTokens(transaction, roundId)
  for (const { token, others } of shared) {
    const reference = references.get(token)
    if (reference === undefined) continue
    await transaction
      .insertInto('linkage_shared')
      .values({ round_id: roundId, subject, reference, others })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  if (part + 1 < parts) return
  const at = clock()
  const changed = { state: 'found' as const, changed_at: at.toISOString(), ...forgotten }
  await transaction.updateTable('linkage_rounds').set(changed).where('id', '=', roundId).execute()
  await forgetWay(transaction, roundId)
  await transaction
    .updateTable('studies')
    .set({ check_after: at.toISOString() })
    .where('id', 'in', transaction.selectFrom('studies').select('id').where(isOfRound(transaction, roundId)))
    .where('check_after', 'is', null)
    .execute()
  afterCommit(wakeIntake)
  await append(transaction, { type: 'linkage-found', at, subject: { roundId } }, random)
}

async function referencesOfTokens(db: HospitalDb, roundId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('linkage_batches').selectAll().where('round_id', '=', roundId).execute()
  return new Map(
    rows.flatMap(({ inputs, references }) =>
      inputs.map((output, i) => [tokenOf(Buffer.from(output, 'base64')), references[i]!] as const),
    ),
  )
}
