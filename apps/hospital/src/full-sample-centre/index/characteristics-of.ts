import type { IntegrationSubject } from '@assay/governance'
import type { StudyRow } from '../full-sample-tables.ts'

type Statements = Pick<IntegrationSubject['statements'][number], 'age' | 'sex'>[]

/** From here on ages are one band, as de-identification caps them (PS3.15 leaves the limit to the profile; this node's is 89 years). */
const oldest = 90

/**
 * Sex and ten-year age band of a study's patient, as the first of its files says them that does; empty where none does. A sex that DICOM
 * does not define (PS3.3 C.7.1.1: F, M, O) is none.
 */
export function characteristicsOf(statements: Readonly<Statements>): Pick<StudyRow, 'sex' | 'age_band'> {
  const sex = statements.map((one) => one.sex?.trim().toUpperCase()).find((one) => /^[FMO]$/.test(one ?? ''))
  const age = statements.find((one) => one.age !== undefined)?.age
  return { sex: sex ?? '', age_band: age === undefined ? '' : bandOf(age) }
}

function bandOf(years: number): string {
  if (years >= oldest) return `${oldest}+`
  const from = Math.floor(years / 10) * 10
  return `${from}-${from + 9}`
}
