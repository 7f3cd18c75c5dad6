import type { QualityPassport, QualityTier, VerdictCount } from '@assay/contracts'
import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * How many studies each tier came to which verdict for, by the month (UTC) in which they were taken in: from the passports as
 * they are now. Rows that change with each passport hold the counts, since a million passports take seconds to unpack.
 */
export async function countVerdicts(db: HospitalDb): Promise<VerdictCount[]> {
  const rows = await db
    .selectFrom('verdict_counts')
    .selectAll()
    .where('studies', '>', 0)
    .orderBy('month')
    .orderBy('tier')
    .orderBy('verdict')
    .execute()
  return rows.map(({ tier, ...row }) => ({ ...row, tier: tier as QualityTier }))
}

/** Moves a study's counts from the passport that it had to the one that it has; null for none. */
export async function recountVerdicts(
  transaction: HospitalDb,
  { added_at, passport: before }: { added_at: string; passport: QualityPassport | null },
  after: QualityPassport | null,
): Promise<void> {
  const month = added_at.slice(0, 7)
  const changes = new Map<string, { month: string; tier: number; verdict: VerdictCount['verdict']; studies: number }>()
  const add = (passport: QualityPassport | null, by: number) => {
    for (const { tier, verdict } of passport?.tiers ?? []) {
      const key = `${tier} ${verdict}`
      changes.set(key, { month, tier, verdict, studies: (changes.get(key)?.studies ?? 0) + by })
    }
  }
  add(before, -1)
  add(after, 1)
  // In one order, so that transactions that change the same rows wait for each other and never both ways.
  const rows = [...changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const changed = rows.filter(({ studies }) => studies !== 0)
  if (changed.length === 0) return
  await transaction
    .insertInto('verdict_counts')
    .values(changed)
    .onConflict((conflict) =>
      conflict
        .columns(['month', 'tier', 'verdict'])
        .doUpdateSet({ studies: sql`verdict_counts.studies + excluded.studies` }),
    )
    .execute()
}
