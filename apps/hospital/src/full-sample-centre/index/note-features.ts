import type { QualityPassport } from '@assay/contracts'
import type { IntegrationSubject } from '@assay/governance'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { StudyFeatureRow } from '../full-sample-tables.ts'

/** Writes down what a study's passport measured, and its patient's age, for the rules about drift; what was noted before gives way. */
export async function noteFeatures(
  transaction: HospitalDb,
  studyId: string,
  passport: QualityPassport,
  statements: IntegrationSubject['statements'],
): Promise<void> {
  await transaction.deleteFrom('study_features').where('study_id', '=', studyId).execute()
  const age = statements.find((one) => one.age !== undefined)?.age
  const measured = featuresOf(passport)
  const rows = [...measured, ...(age === undefined ? [] : [{ name: 'age', unit: 'a', value: age }])]
  if (rows.length > 0)
    await transaction
      .insertInto('study_features')
      .values(rows.map((row) => ({ study_id: studyId, ...row })))
      .execute()
}

/** Each quantity that was measured, by name and unit: the median over the study's series. */
function featuresOf({ outcomes }: QualityPassport): Omit<StudyFeatureRow, 'study_id'>[] {
  const measurements = outcomes.filter(({ tier }) => tier <= 2).flatMap((one) => one.measurements)
  const byName = Map.groupBy(measurements, ({ name }) => name)
  return [...byName].map(([name, own]) => {
    const values = own.filter(({ unit }) => unit === own[0]!.unit).map(({ value }) => value)
    return { name, unit: own[0]!.unit, value: values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]! }
  })
}
