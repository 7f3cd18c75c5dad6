import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Moves a study's count from the documents of rules that it was checked under to others; null for none. */
export async function countUnderRules(
  transaction: HospitalDb,
  category: string,
  { before, after }: { readonly before: string | null; readonly after: string | null },
): Promise<void> {
  if (before === after) return
  const rows = [
    ...(before === null ? [] : [{ category, rules_key: before, studies: -1 }]),
    ...(after === null ? [] : [{ category, rules_key: after, studies: 1 }]),
  ].sort((a, b) => (a.rules_key < b.rules_key ? -1 : 1))
  await transaction
    .insertInto('studies_by_rules')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['category', 'rules_key'])
        .doUpdateSet({ studies: sql`studies_by_rules.studies + excluded.studies` }),
    )
    .execute()
}
