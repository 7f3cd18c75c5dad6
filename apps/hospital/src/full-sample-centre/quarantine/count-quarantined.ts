import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { QuarantineRow } from '../full-sample-tables.ts'

/** What entries of the quarantine are counted by. */
type Kind = Pick<QuarantineRow, 'category' | 'what' | 'code' | 'state'>

/** Adds entries to the counts of their kinds, or takes them off, within the transaction that changes the entries. */
export async function countQuarantined(
  transaction: HospitalDb,
  changes: readonly { readonly kind: Kind; readonly by: 1 | -1 }[],
): Promise<void> {
  const counts = new Map<string, Kind & { entries: number }>()
  for (const {
    kind: { category, what, code, state },
    by,
  } of changes) {
    const key = [category, what, code, state].join(' ')
    counts.set(key, { category, what, code, state, entries: (counts.get(key)?.entries ?? 0) + by })
  }
  // In one order, so that transactions that change the same rows wait for each other and never both ways.
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  if (rows.length === 0) return
  await transaction
    .insertInto('quarantine_counts')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['category', 'what', 'code', 'state'])
        .doUpdateSet({ entries: sql`quarantine_counts.entries + excluded.entries` }),
    )
    .execute()
}
