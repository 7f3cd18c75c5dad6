import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { blandAltman, repeatability, replicateDifferences, reproducibility } from '@assay/statistics/agreement'
import type { MethodResult, ResultCell, ResultTable } from '../method.ts'
import { numericValues, type RatingTable, twoRaters } from './rating-table.ts'

type Result = Pick<MethodResult, 'tables' | 'notes' | 'json'>
interface Ranged {
  estimate: number
  lower: number
  upper: number
}

/** Bland and Altman's limits of two methods; of replicates their components, too. */
export function limitsOfAgreement(table: RatingTable, level: number, t: Translator): Result {
  const [first, second] = twoRaters(table)
  const { subjects, ones, others } = pairsOf(table, first, second)
  const title = t('cli.statistics.agreement.limits', { first, second })
  const columns = headings(t, level)
  if (new Set(subjects).size < subjects.length)
    return replicates({ subjects, ones, others }, { title, columns }, level, t)
  const found = blandAltman(ones, others, { level })
  if (found.status === 'undefined')
    return { tables: [{ title, columns, rows: [[title, reason(found.reason, t), '']] }], notes: [], json: { ...found } }
  const { bias, lowerLimit, upperLimit, deviation, proportionalBias } = found
  const rows: ResultCell[][] = [
    ranged(t('cli.statistics.agreement.bias'), bias),
    [t('cli.statistics.agreement.deviation'), number(deviation), ''],
    ranged(t('cli.statistics.agreement.lowerLimit'), lowerLimit),
    ranged(t('cli.statistics.agreement.upperLimit'), upperLimit),
    ...slopeRows(proportionalBias, t),
  ]
  return {
    tables: [{ title, columns, rows }],
    notes: [t('cli.statistics.agreement.note.limits')],
    json: { first, second, ...found },
  }
}

/** Proportional bias, where the means differ. */
function slopeRows(slope: (Ranged & { readonly p: number }) | null, t: Translator): ResultCell[][] {
  if (!slope) return []
  return [
    ranged(t('cli.statistics.agreement.slope'), slope),
    [t('cli.statistics.result.p'), { value: slope.p, format: 'p' }, ''],
  ]
}

interface Pairs {
  readonly subjects: readonly string[]
  readonly ones: Float64Array
  readonly others: Float64Array
}

function replicates(
  { subjects, ones, others }: Pairs,
  { title, columns }: Omit<ResultTable, 'rows'>,
  level: number,
  t: Translator,
): Result {
  const found = replicateDifferences(subjects, ones, others, { level })
  if (found.status === 'undefined')
    return { tables: [{ title, columns, rows: [[title, reason(found.reason, t), '']] }], notes: [], json: { ...found } }
  const { bias, deviation, lowerLimit, upperLimit, betweenSubjects, withinSubjects, proportionalBias } = found
  return {
    tables: [
      {
        title,
        columns,
        rows: [
          ranged(t('cli.statistics.agreement.bias'), bias),
          [t('cli.statistics.agreement.deviation'), number(deviation), ''],
          ranged(t('cli.statistics.agreement.lowerLimit'), lowerLimit),
          ranged(t('cli.statistics.agreement.upperLimit'), upperLimit),
          [t('cli.statistics.agreement.between'), number(betweenSubjects), ''],
          [t('cli.statistics.agreement.within'), number(withinSubjects), ''],
          ...slopeRows(proportionalBias, t),
        ],
      },
    ],
    notes: [t('cli.statistics.agreement.note.replicates')],
    json: { ...found },
  }
}

/** Pairs of measurements of a case, first with first, second with second. @throws AssayError where one lacks its partner */
function pairsOf(table: RatingTable, first: string, second: string): Pairs {
  const numbers = measurements(table)
  const subjects: string[] = []
  const [ones, others]: [number[], number[]] = [[], []]
  for (const one of table.cases) {
    const [own, other] = [table.rowsOf(one, first), table.rowsOf(one, second)]
    if (own.length !== other.length)
      throw new AssayError('table-refused', { file: table.columns.file, what: 'rating-missing' })
    own.forEach((row, index) => {
      subjects.push(one)
      ones.push(numbers[row]!)
      others.push(numbers[other[index]!]!)
    })
  }
  return { subjects, ones: Float64Array.from(ones), others: Float64Array.from(others) }
}

/** Numbers, none missing. @throws AssayError with the line */
function measurements({ columns }: RatingTable): Float64Array {
  const numbers = numericValues(columns)
  const missing = numbers.findIndex(Number.isNaN)
  if (missing >= 0)
    throw new AssayError('table-value-invalid', {
      file: columns.file,
      line: columns.lineOf(missing),
      column: 'value',
      what: 'value-missing',
    })
  return numbers
}

/** Repeated measurements of cases under the same conditions. */
export function measurementRepeatability(table: RatingTable, level: number, t: Translator): Result {
  const found = repeatability(table.columns.text('case'), measurements(table), level)
  const title = t('cli.statistics.agreement.repeatability')
  const columns = headings(t, level)
  if (found.status === 'undefined')
    return { tables: [{ title, columns, rows: [[title, reason(found.reason, t), '']] }], notes: [], json: { ...found } }
  const { withinSubject, coefficient, variation } = found
  return {
    tables: [
      {
        title,
        columns,
        rows: [
          ranged(t('cli.statistics.agreement.withinSubject'), withinSubject),
          ranged(t('cli.statistics.agreement.coefficient'), coefficient),
          ...(variation ? [ranged(t('cli.statistics.agreement.variation'), variation)] : []),
        ],
      },
    ],
    notes: [t('cli.statistics.agreement.note.repeatability')],
    json: { ...found },
  }
}

/** Measurements of cases under several conditions, the raters, each as often. */
export function measurementReproducibility(table: RatingTable, level: number, t: Translator): Result {
  const numbers = measurements(table)
  const repeats = table.rowsOf(table.cases[0]!, table.raters[0]!).length
  const values = table.cases.flatMap((one) =>
    table.raters.flatMap((rater) => {
      const rows = table.rowsOf(one, rater)
      if (rows.length !== repeats || repeats === 0)
        throw new AssayError('table-refused', { file: table.columns.file, what: 'rating-missing' })
      return rows.map((row) => numbers[row]!)
    }),
  )
  const sizes = { subjects: table.cases.length, conditions: table.raters.length, repeats }
  const found = reproducibility(Float64Array.from(values), sizes, level)
  const title = t('cli.statistics.agreement.reproducibility')
  const columns = headings(t, level)
  if (found.status === 'undefined')
    return { tables: [{ title, columns, rows: [[title, reason(found.reason, t), '']] }], notes: [], json: { ...found } }
  const { components, deviation, coefficient } = found
  return {
    tables: [
      {
        title,
        columns,
        rows: [
          ...(['subject', 'condition', 'interaction', 'within'] as const).map((part): ResultCell[] => [
            ...[t(`cli.statistics.agreement.component.${part}`), number(components[part]), ''],
          ]),
          ranged(t('cli.statistics.agreement.acrossConditions'), deviation),
          ranged(t('cli.statistics.agreement.coefficient'), coefficient),
        ],
      },
    ],
    notes: [t('cli.statistics.agreement.note.reproducibility')],
    json: { ...sizes, ...found },
  }
}

function headings(t: Translator, level: number): string[] {
  return [
    ...[t('cli.statistics.result.figure'), t('cli.statistics.result.estimate')],
    t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` }),
  ]
}

function ranged(name: string, { estimate, lower, upper }: Ranged): ResultCell[] {
  return [name, number(estimate), { lower, upper, format: 'number' }]
}

function number(value: number): ResultCell {
  return { value, format: 'number' }
}

function reason(code: string, t: Translator): ResultCell {
  return { none: t(`cli.statistics.agreement.reason.${code}` as Parameters<Translator>[0]) }
}
