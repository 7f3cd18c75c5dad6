import { AssayError } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { type ExposedCase, type ExposureDifference, exposureDifference } from '@assay/statistics/looks'
import type { ResultCell, ResultTable } from '../method.ts'
import type { Columns } from '../tables/columns.ts'
import type { LooksOptions } from './looks-options.ts'

/** A look's figure over cases of patients whom an earlier look used, and over the others. */
interface Exposure {
  readonly look: string
  readonly reusedCases: number
  readonly neverUsedCases: number
  /** Null where a part has no cases, or too few. */
  readonly found: ExposureDifference | null
}

/**
 * Each look from the second on, where the table has scores; a case counts as reused where any case of its patient was used.
 * @throws AssayError for a column that the endpoint lacks, and a score that is no call
 */
export function exposuresOf(
  columns: Columns,
  names: readonly string[],
  chosen: LooksOptions,
  level: number,
): Exposure[] | undefined {
  if (!columns.has('case') || !columns.has('score')) {
    if (chosen.endpoint !== undefined)
      throw new AssayError('option-invalid', { option: '--endpoint', what: 'look-scores-needed' })
    return undefined
  }
  const byLook = casesByLook(columns, chosen)
  const used = new Set<string>()
  return names.flatMap((look, i) => {
    const cases = byLook.get(look) ?? []
    const [reused, neverUsed] = [true, false].map((is) => cases.filter(({ patient }) => used.has(patient) === is)) as [
      ExposedCase[],
      ExposedCase[],
    ]
    for (const { patient } of cases) used.add(patient)
    if (i === 0) return []
    const found = exposureDifference(chosen.endpoint ?? 'score', reused, neverUsed, level)
    return [{ look, reusedCases: reused.length, neverUsedCases: neverUsed.length, found: found ?? null }]
  })
}

function casesByLook(columns: Columns, { endpoint = 'score', cut }: LooksOptions): Map<string, ExposedCase[]> {
  const needsTruth = endpoint !== 'score'
  if (needsTruth && !columns.has('truth'))
    throw new AssayError('table-column-missing', {
      file: columns.file,
      column: 'truth',
      option: '--truth',
      found: 'look, case, score',
    })
  const [looks, scores] = [columns.text('look'), columns.number('score')]
  const patients = columns.has('patient') ? columns.text('patient') : columns.text('case')
  const truths = needsTruth ? columns.binary('truth') : undefined
  const found = new Map<string, ExposedCase[]>()
  for (const [row, look] of looks.entries()) {
    const score = answerOf(scores[row]!, endpoint, cut)
    if (score === undefined)
      throw new AssayError('table-value-invalid', {
        file: columns.file,
        line: columns.lineOf(row),
        column: 'score',
        what: 'call-or-cut',
      })
    const own = found.get(look) ?? []
    found.set(look, own)
    own.push({ patient: patients[row]!, score, ...(truths ? { truth: truths[row]! } : {}) })
  }
  return found
}

/** A call is 0 or 1, or a score held against the cut. */
function answerOf(score: number, endpoint: string, cut: number | undefined): number | undefined {
  if (endpoint === 'score' || endpoint === 'area') return score
  if (cut !== undefined) return score >= cut ? 1 : 0
  return score === 0 || score === 1 ? score : undefined
}

export function exposureTable(exposures: readonly Exposure[], level: number, t: Translator): ResultTable {
  const none: ResultCell = { none: t('cli.statistics.result.none') }
  const interval = t('cli.statistics.result.interval', { level: `${Number((100 * level).toPrecision(10))} %` })
  return {
    title: t('cli.statistics.looks.exposureTitle'),
    columns: [
      ...(['look', 'casesReused', 'casesNeverUsed', 'onReused', 'onNeverUsed', 'exposureDifference'] as const).map(
        (key) => t(`cli.statistics.looks.${key}`),
      ),
      interval,
    ],
    rows: exposures.map(({ look, reusedCases, neverUsedCases, found }): ResultCell[] => [
      ...[look, { value: reusedCases, format: 'count' } as const, { value: neverUsedCases, format: 'count' } as const],
      ...(['reused', 'neverUsed', 'estimate'] as const).map(
        (key): ResultCell => (found ? { value: found[key], format: 'number' } : none),
      ),
      found ? { lower: found.lower, upper: found.upper, format: 'number' } : none,
    ]),
  }
}
