import type { StatedCharacteristics } from '@assay/categories'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * Writes down what `patients.tsv` says of studies' patients; what it said before gives way. Gives the studies of which it says something
 * else than before, which have to be checked again.
 */
export async function noteStated(
  transaction: HospitalDb,
  stated: readonly (StatedCharacteristics & { studyId: string })[],
): Promise<string[]> {
  const last = new Map(stated.map((one) => [one.studyId, one]))
  if (last.size === 0) return []
  const rows = [...last.values()].map(({ studyId, sex, age }) => ({
    study_id: studyId,
    sex: sex ?? null,
    age: age ?? null,
  }))
  const changed = await transaction
    .insertInto('stated_characteristics')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('study_id')
        .doUpdateSet((build) => ({ sex: build.ref('excluded.sex'), age: build.ref('excluded.age') }))
        .where((build) =>
          build.or([
            build('stated_characteristics.sex', 'is distinct from', build.ref('excluded.sex')),
            build('stated_characteristics.age', 'is distinct from', build.ref('excluded.age')),
          ]),
        ),
    )
    .returning('study_id')
    .execute()
  return changed.map(({ study_id }) => study_id)
}

/** What `patients.tsv` says of a study's patient, as a statement beside those of its files. */
export async function statementsOfTable(db: HospitalDb, studyId: string) {
  const row = await db
    .selectFrom('stated_characteristics')
    .select(['sex', 'age'])
    .where('study_id', '=', studyId)
    .executeTakeFirst()
  if (!row) return []
  const { sex, age } = row
  return [
    {
      source: 'table' as const,
      file: 'patients.tsv',
      ...(sex === null ? {} : { sex }),
      ...(age === null ? {} : { age }),
    },
  ]
}
