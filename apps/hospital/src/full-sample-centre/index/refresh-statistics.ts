import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * Has the database look again at what lies in the tables of the index, once they hold a fifth more than when it last looked: which index answers
 * a question is chosen by that, and PGlite, other than a server, never looks by itself.
 */
export async function refreshStatistics(db: HospitalDb): Promise<void> {
  const { rows } = await sql<{ known: number; now: number }>`
    select (select reltuples from pg_class where oid = 'studies'::regclass) as known,
      (select coalesce(sum(studies), 0) from directory)::int8 as now`.execute(db)
  const { known = 0, now = 0 } = rows[0] ?? {}
  if (now > 1000 && now > 1.2 * known) await sql`analyze studies, series, instances, quarantine`.execute(db)
}
