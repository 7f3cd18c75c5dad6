import type { LinkageSubject } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * Which of these patients or series other hospitals have, too, by the last round that compared such: reference → number of
 * other hospitals. Undefined where no round ever did.
 */
export async function findShared(
  db: HospitalDb,
  subject: LinkageSubject,
  references: readonly string[],
): Promise<Map<string, number> | undefined> {
  const round = await db
    .selectFrom('linkage_rounds')
    .select('id')
    .where('subject', '=', subject)
    .where('state', '=', 'found')
    .orderBy('changed_at', 'desc')
    .executeTakeFirst()
  if (!round) return undefined
  if (references.length === 0) return new Map()
  const rows = await db
    .selectFrom('linkage_shared')
    .select(['reference', 'others'])
    .where('round_id', '=', round.id)
    .where('reference', 'in', references)
    .execute()
  return new Map(rows.map(({ reference, others }) => [reference, others]))
}
