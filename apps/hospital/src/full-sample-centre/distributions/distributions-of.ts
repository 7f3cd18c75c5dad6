import type { Distribution, DistributionDefinition } from '@assay/governance'
import type { HospitalDb } from '../../hospital-tables.ts'
import { countPatients } from './count-patients.ts'

/** The hospital's own counts beside those that others have together, as far as the hub has told. */
export async function distributionsOf(
  db: HospitalDb,
  definition: DistributionDefinition | undefined,
): Promise<Distribution[]> {
  if (!definition) return []
  const { tables } = await countPatients(db, definition)
  const reference = await db
    .selectFrom('distribution_references')
    .select('payload')
    .where('category', '=', definition.category)
    .executeTakeFirst()
  const others = reference?.payload.definition === definition.hash ? reference.payload.quantities : undefined
  return definition.axes.map((axis, i) => ({
    axis,
    own: tables[i]!.map(({ size }) => size),
    others: others?.[i]?.cells,
  }))
}
