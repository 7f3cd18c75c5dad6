import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type ProductSums, productCellNames, productCells, productFault, productSums } from '../frame/product-cells.ts'
import { releasedBy } from '../frame/site-summary.ts'
import { areaReference } from '../roc/area-interval.ts'
import { pointFault } from './point-fault.ts'
import { type ScanScore, scanScore } from './scan-score.ts'

const twentieths = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)

/** Parameters of the estimator `afroc-grid`, as a protocol fixes them. */
const parameters = z
  .strictObject({
    /** Scores from which on marks count, rising. By default for probabilities. */
    thresholds: z.array(z.number()).min(1).max(23).default(twentieths),
  })
  .refine(({ thresholds }) => thresholds.every((value, i) => i === 0 || value > thresholds[i - 1]!), {
    path: ['thresholds'],
  })

type Parameters = z.infer<typeof parameters>

/** The curve's thresholds from the strictest on; the last counts every mark. */
function pointsOf({ thresholds }: Parameters): number[] {
  return [...thresholds.toReversed(), -Infinity]
}

/** Of a patient: lesions and those found from each threshold on; scans without lesions, and those with a mark from each on. */
function countNames(given: Parameters): string[] {
  const points = [...pointsOf(given).keys()]
  return ['lesions', 'clear', ...points.map((k) => `found-${k}`), ...points.map((k) => `marked-${k}`)]
}

/**
 * Area under the alternative FROC curve of all sites together, at thresholds that the protocol locks: how often a lesion scores above the
 * highest mark of a scan without lesions, ties and what lies between two thresholds half. Scans and lesions of a patient are one cluster: the
 * variance of the linearised area between patients, on the logit. The area of the scores themselves lies within `gridError`.
 * Source: Chakraborty, Berbaum, *Med. Phys.* 31:2313–2330 (2004).
 */
export const afrocGrid: OneRoundEstimator<Parameters, ScanScore, MergedCells> = {
  id: 'afroc-grid',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'binned-scores',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: scanScore,
  acceptsWeights: false,
  released: (given) =>
    releasedBy('afroc-grid', 1, productCellNames(countNames(given))).superRefine(({ cells }, context) => {
      const ordered = pointFault(cells, { found: 'lesions', marked: 'clear' }, given.thresholds.length)
      const message = productFault(cells, countNames(given)) ?? ordered
      if (message) context.addIssue({ code: 'custom', message })
    }),
  counts: ['lesions', 'clear'],
  figures: () => [{ id: 'afroc-area', range: [0, 1], measure: 'number' }],
  summarise: (scans, given) => ({
    estimator: 'afroc-grid',
    version: 1,
    patients: new Set(scans.map(({ patient }) => patient)).size,
    cells: productCells({ names: countNames(given), vectors: vectorsOf(scans, given) }),
  }),
  merge: (releases, given) => mergeCells(releases, productCellNames(countNames(given))),
  estimate: (merged, given) => [areaFigure(productSums(merged, countNames(given)), given)],
}

function vectorsOf(scans: readonly ScanScore[], given: Parameters): number[][] {
  const points = pointsOf(given)
  const byPatient = [...Map.groupBy(scans, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byPatient.map(([, own]) => {
    const clear = own.filter(({ lesions }) => lesions === 0)
    const sum = (of: readonly ScanScore[], count: (one: ScanScore) => number) =>
      of.reduce((total, one) => total + count(one), 0)
    const marksFrom = (scores: readonly number[], least: number) => scores.filter((score) => score >= least).length
    return [
      ...[sum(own, ({ lesions }) => lesions), clear.length],
      ...points.map((least) => sum(own, ({ found }) => marksFrom(found, least))),
      ...points.map((least) => sum(clear, ({ false: wrong }) => Math.min(1, marksFrom(wrong, least)))),
    ]
  })
}

const level = 0.95
const figureId = 'afroc-area'

function areaFigure(counted: ReturnType<typeof productSums>, given: Parameters): Figure {
  if ('status' in counted) return { id: figureId, ...counted }
  const { patients, sums } = counted
  const [lesions, clear] = [sums.get('lesions')!, sums.get('clear')!]
  if (lesions === 0 || clear === 0) return { id: figureId, status: 'undefined', reason: 'empty-class', patients }
  const effective = (name: string) => sums.get(name)! ** 2 / counted.squares(new Map([[name, 1]]))
  const effectivePatients = Math.min(effective('lesions'), effective('clear'))
  const { estimate, influence, gridError } = readArea(counted, given)
  const squares = (patients / Math.max(1, patients - 1)) * counted.squares(influence)
  const variance = squares <= 1e-18 ? 0 : squares
  const reference = areaReference(
    { estimate, variance, diseased: effective('lesions'), healthy: effective('clear') },
    'logit',
  )
  if (!reference) return { id: figureId, status: 'undefined', reason: 'too-few-patients', patients }
  const tail = (1 - level) / 2
  return {
    id: figureId,
    status: 'estimated',
    estimate,
    reference,
    patients,
    effectivePatients,
    gridError,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: reference.scale === 'beta' ? 'clopper-pearson' : reference.scale,
    },
  }
}

/** By trapezia from (0, 0) over the points to (1, 1), with the influence of a patient's counts, which the area is linear in but for totals. */
function readArea({ sums }: ProductSums, given: Parameters) {
  const points = [...pointsOf(given).keys()]
  const [lesions, clear] = [sums.get('lesions')!, sums.get('clear')!]
  const y = [0, ...points.map((k) => sums.get(`found-${k}`)! / lesions), 1]
  const x = [0, ...points.map((k) => sums.get(`marked-${k}`)! / clear), 1]
  const influence = new Map([
    ['lesions', 0],
    ['clear', 0],
  ])
  const add = (name: string, value: number) => influence.set(name, (influence.get(name) ?? 0) + value)
  let [estimate, gridError] = [0, 0]
  for (let i = 1; i < x.length; i += 1) {
    estimate += ((x[i]! - x[i - 1]!) * (y[i]! + y[i - 1]!)) / 2
    // Beyond the last point nothing is hidden: neither has a mark.
    if (i < x.length - 1) gridError += ((x[i]! - x[i - 1]!) * (y[i]! - y[i - 1]!)) / 2
  }
  for (const k of points) {
    const [ofY, ofX] = [(x[k + 2]! - x[k]!) / 2, -(y[k + 2]! - y[k]!) / 2]
    add(`found-${k}`, ofY / lesions)
    add('lesions', (-ofY * y[k + 1]!) / lesions)
    add(`marked-${k}`, ofX / clear)
    add('clear', (-ofX * x[k + 1]!) / clear)
  }
  return { estimate, influence, gridError }
}
