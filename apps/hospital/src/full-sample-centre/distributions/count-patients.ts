import { cellsOfAxis, type DistributionAxis, type Provenance } from '@assay/contracts'
import { cellOfValue, type DistributionDefinition, harmonise } from '@assay/governance'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { Counted } from '../../release-gate/gate-counts.ts'

/** Patients by each axis of a definition: pseudonyms, which stay here. */
export interface CountedPatients {
  /** Data of patients alone where there are any: mixed with public records these could be told from them. */
  readonly provenance: Provenance
  readonly axes: readonly DistributionAxis[]
  readonly tables: Counted[]
}

const characteristics: Readonly<Record<string, 'sex' | 'modality' | 'manufacturer'>> = {
  sex: 'sex',
  modality: 'modality',
  manufacturer: 'manufacturer',
}

/** Counts each patient of a category once an axis, by the last study that says it. What no study says is not counted. */
export async function countPatients(db: HospitalDb, definition: DistributionDefinition): Promise<CountedPatients> {
  const provenances = await provenancesOf(db, definition.category)
  const provenance = provenances.find((one) => one === 'patients') ?? provenances[0] ?? 'synthetic'
  const counted = provenance === 'patients' ? ['patients' as const] : (['public', 'synthetic'] as const)
  const tables: Counted[] = []
  for (const axis of definition.axes) {
    const cells = Array.from({ length: cellsOfAxis(axis) }, () => new Set<string>())
    for (const { patient, cell } of await placesOf(db, definition, axis, counted)) cells[cell]!.add(patient)
    tables.push(cells)
  }
  return { provenance, axes: definition.axes, tables }
}

async function provenancesOf(db: HospitalDb, category: string): Promise<Provenance[]> {
  const rows = await checked(db, category).select('provenance').distinct().orderBy('provenance').execute()
  return rows.map(({ provenance }) => provenance)
}

function placesOf(
  db: HospitalDb,
  { category, words }: DistributionDefinition,
  axis: DistributionAxis,
  provenances: readonly Provenance[],
): Promise<{ patient: string; cell: number }[]> {
  if ('edges' in axis) return measuredPlaces(db, category, axis, provenances)
  const column = characteristics[axis.name]
  return column
    ? statedPlaces(db, { category, column, axis, words: words[axis.name]! }, provenances)
    : Promise.resolve([])
}

async function measuredPlaces(
  db: HospitalDb,
  category: string,
  { name, unit, edges }: Extract<DistributionAxis, { edges: unknown }>,
  provenances: readonly Provenance[],
) {
  const rows = await checked(db, category)
    .innerJoin('study_features as feature', 'feature.study_id', 'studies.id')
    .select(['studies.patient', 'feature.value'])
    .distinctOn('studies.patient')
    .where('studies.provenance', 'in', provenances)
    .where('feature.name', '=', name)
    .where('feature.unit', '=', unit)
    .orderBy('studies.patient')
    .orderBy('studies.added_at', 'desc')
    .orderBy('studies.id', 'desc')
    .execute()
  return rows.map(({ patient, value }) => ({ patient, cell: cellOfValue(edges, value) }))
}

async function statedPlaces(
  db: HospitalDb,
  {
    category,
    column,
    axis,
    words,
  }: {
    category: string
    column: 'sex' | 'modality' | 'manufacturer'
    axis: Extract<DistributionAxis, { values: unknown }>
    words: Readonly<Record<string, string[]>>
  },
  provenances: readonly Provenance[],
) {
  const rows = await checked(db, category)
    .select(['patient', `${column} as value`])
    .distinctOn('patient')
    .where('provenance', 'in', provenances)
    .where(column, '<>', '')
    .orderBy('patient')
    .orderBy('added_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ patient, value }) => {
    const place = axis.values.indexOf(harmonise(value, words) ?? '')
    return { patient, cell: place < 0 ? axis.values.length : place }
  })
}

/** Studies of a category that were held against the rules, whatever came of it: what breaks a rule is a difference, too. */
function checked(db: HospitalDb, category: string) {
  return db
    .selectFrom('studies')
    .where('studies.category', '=', category)
    .where('studies.patient', '<>', '')
    .where('studies.verdict', '<>', 'pending')
}
