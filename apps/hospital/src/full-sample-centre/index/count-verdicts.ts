import type { QualityTier, QualityVerdict, VerdictCount } from '@assay/contracts'
import { sql } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

interface Row {
  month: string
  tier: number
  verdict: QualityVerdict
  studies: number
}

/**
 * How many studies each tier came to which verdict for, by the month (UTC) in which they were taken in: from the passports as
 * they are now.
 */
export async function countVerdicts(db: HospitalDb): Promise<VerdictCount[]> {
  const { rows } = await sql<Row>`
    select to_char(studies.added_at at time zone 'UTC', 'YYYY-MM') as month, (one->>'tier')::int as tier,
      one->>'verdict' as verdict, count(*)::int as studies
    from studies, jsonb_array_elements(studies.passport->'tiers') as one
    where studies.passport is not null
    group by 1, 2, 3 order by 1, 2, 3
  `.execute(db)
  return rows.map(({ tier, ...row }) => ({ ...row, tier: tier as QualityTier }))
}
