import { AssayError } from '@assay/contracts'
import type { MethodInput } from '../method.ts'
import type { Columns } from '../tables/columns.ts'

/** Calls of cases with how they were sampled. 255 is a failed output. */
export interface CaseSample {
  readonly call: Uint8Array
  readonly truth: Uint8Array | undefined
  readonly patient: readonly string[] | undefined
  readonly stratum: readonly string[] | undefined
  readonly weight: Float64Array | undefined
  readonly site: readonly string[] | undefined
  readonly group: readonly string[] | undefined
}

/** Columns of a case sample. */
export const sampleColumns = [
  { name: 'call', kind: 'binary', required: true, mayMiss: true, description: 'cli.statistics.column.call' },
  { name: 'truth', kind: 'binary', required: false, description: 'cli.statistics.column.truth' },
  { name: 'patient', kind: 'text', required: false, description: 'cli.statistics.column.patient' },
  { name: 'stratum', kind: 'text', required: false, description: 'cli.statistics.column.stratum' },
  { name: 'weight', kind: 'number', required: false, description: 'cli.statistics.column.weight' },
  { name: 'site', kind: 'text', required: false, description: 'cli.statistics.column.site' },
  { name: 'group', kind: 'text', required: false, description: 'cli.statistics.column.group' },
] as const

/** @throws AssayError `table-value-invalid` for a weight that is none, and for a patient in two strata */
export function readSample({ columns }: Pick<MethodInput, 'columns'>): CaseSample {
  const text = (name: string) => (columns.has(name) ? columns.text(name) : undefined)
  const [patient, stratum] = [text('patient'), text('stratum')]
  if (stratum) checkStrata(columns, patient ?? [], stratum)
  return {
    call: columns.binary('call'),
    truth: columns.has('truth') ? columns.binary('truth') : undefined,
    patient,
    stratum,
    site: text('site'),
    group: text('group'),
    weight: columns.has('weight') ? readWeights(columns) : undefined,
  }
}

function checkStrata(columns: Columns, patient: readonly string[], stratum: readonly string[]): void {
  const known = new Map<string, string>()
  for (const [row, one] of patient.entries()) {
    const before = known.get(one)
    if (before !== undefined && before !== stratum[row]) throw fault(columns, row, 'stratum', 'two-strata')
    known.set(one, stratum[row]!)
  }
}

function readWeights(columns: Columns): Float64Array {
  const weights = columns.number('weight')
  const wrong = weights.findIndex((weight) => !(weight > 0 && Number.isFinite(weight)))
  if (wrong >= 0) throw fault(columns, wrong, 'weight', 'value-weight')
  return weights
}

function fault({ file, lineOf }: Columns, row: number, column: string, what: string): AssayError {
  return new AssayError('table-value-invalid', { file, line: lineOf(row), column, what })
}
