import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'
import { countQuarantined } from './count-quarantined.ts'

/** Writes down what became of entries that wait; one that does not wait any more stays as it is. */
export async function closeEntries(
  transaction: HospitalDb,
  ids: readonly string[],
  closed: { readonly state: Exclude<QuarantineRow['state'], 'waiting'>; readonly at: Date; readonly reason?: string },
): Promise<void> {
  if (ids.length === 0) return
  const { state, at, reason = null } = closed
  const kinds = await transaction
    .updateTable('quarantine')
    .set({ state, decided_at: at.toISOString(), reason })
    .where('id', 'in', ids)
    .where('state', '=', 'waiting')
    .returning(['category', 'what', 'code'])
    .execute()
  const moved = kinds.flatMap((kind) => [
    { kind: { ...kind, state: 'waiting' as const }, by: -1 as const },
    { kind: { ...kind, state }, by: 1 as const },
  ])
  await countQuarantined(transaction, moved)
}
