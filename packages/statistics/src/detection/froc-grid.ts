import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { type ProductSums, productCellNames, productCells, productFault, productSums } from '../frame/product-cells.ts'
import { type Released, releasedBy } from '../frame/site-summary.ts'
import { clusteredProportion, shareReference } from '../proportions/clustered-proportion.ts'
import { ratioCellNames, ratioCells } from '../proportions/ratio-cells.ts'
import { sevenRates } from './froc-curve.ts'
import { pointFault } from './point-fault.ts'
import { completionOf, lesionSizes, type ScanScore, scanScore, sizeSuffix } from './scan-score.ts'

const twentieths = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)
/** Of thresholds at most: sums of products grow with their square. */
const mostThresholds = 23

/** Parameters of the estimator `froc-grid`, as a protocol fixes them. */
const parameters = z
  .strictObject({
    /** Scores from which on marks count, rising: a point of the curve each, beside the one of all marks. By default for probabilities. */
    thresholds: z.array(z.number()).min(1).max(mostThresholds).default(twentieths),
    /** Rates of false positives a scan, rising. */
    rates: z
      .array(z.number().positive())
      .min(1)
      .max(20)
      .default([...sevenRates]),
    /** Lesions that the endpoint is of; all where it is not given. */
    sizes: lesionSizes.optional(),
  })
  .refine(({ thresholds }) => isRising(thresholds), { path: ['thresholds'] })
  .refine(({ rates }) => isRising(rates), { path: ['rates'] })

type Parameters = z.infer<typeof parameters>

function isRising(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!)
}

/** Names of a patient's counts: lesions, scans, and finds and false positives from each threshold on, the strictest first. */
function countNames({ thresholds }: Parameters): string[] {
  const points = [...thresholds.keys(), thresholds.length]
  return ['lesions', 'scans', ...points.map((k) => `found-${k}`), ...points.map((k) => `false-${k}`)]
}

/** The curve's thresholds from the strictest on; the last counts every mark. */
function pointsOf({ thresholds }: Parameters): number[] {
  return [...thresholds.toReversed(), -Infinity]
}

const completion = Object.values(ratioCellNames('completion'))
/** Completion is a scan's: an endpoint over some sizes of lesions leaves it to the one over all. */
const hasCompletion = ({ sizes }: Parameters) => sizes === undefined
const cellNames = (given: Parameters) => [
  ...productCellNames(countNames(given)),
  ...(hasCompletion(given) ? completion : []),
]
const idsOf = ({ rates, sizes }: Parameters) =>
  [...rates.map((rate) => `sensitivity.at-${rate}`), 'mean'].map((id) => `${id}${sizeSuffix(sizes)}`)
/** Finds and false positives at every point that there can be, for the picture of the curve. */
const curveCounts = Array.from({ length: mostThresholds + 1 }, (_, k) => [`found-${k}`, `false-${k}`]).flat()

/**
 * The FROC curve of all sites together at thresholds that the protocol locks: sensitivity at rates of false positives a scan, and their mean.
 * Linear between the points, flat beyond the last. Scans and lesions of a patient are one cluster: the variance of the linearised figure between
 * patients, on the logit with t on K_eff − 1 degrees of freedom, K_eff from lesions a patient. What the thresholds hide is bounded by `gridError`.
 */
export const frocGrid: OneRoundEstimator<Parameters, ScanScore, MergedCells> = {
  id: 'froc-grid',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'binned-scores',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: scanScore,
  acceptsWeights: false,
  released: (given) =>
    releasedBy('froc-grid', 1, cellNames(given)).superRefine(({ cells }, context) => {
      const message = faultOf(cells, given)
      if (message) context.addIssue({ code: 'custom', message })
    }),
  counts: ['lesions', 'scans', ...curveCounts],
  figures: (given) =>
    [...idsOf(given), ...(hasCompletion(given) ? ['completion'] : [])].map((id) => ({ id, range: [0, 1] as const })),
  summarise: (scans, given) => ({
    estimator: 'froc-grid',
    version: 1,
    patients: new Set(scans.map(({ patient }) => patient)).size,
    cells: [
      ...productCells({ names: countNames(given), vectors: vectorsOf(scans, given) }),
      ...(hasCompletion(given) ? ratioCells('completion', completionOf(scans)) : []),
    ],
  }),
  merge: (releases, given) => mergeCells(releases, cellNames(given)),
  estimate: (merged, given) => [
    ...curveFigures(productSums(merged, countNames(given)), given),
    ...(hasCompletion(given) ? [clusteredProportion('completion', merged, 'completion', 1)] : []),
  ],
}

function faultOf(cells: Released['cells'], given: Parameters): string | undefined {
  const ordered = pointFault(cells, { found: 'lesions', false: undefined }, given.thresholds.length)
  return productFault(cells, countNames(given)) ?? ordered
}

function vectorsOf(scans: readonly ScanScore[], given: Parameters): number[][] {
  const byPatient = [...Map.groupBy(scans, ({ patient }) => patient)].sort(([a], [b]) => (a < b ? -1 : 1))
  const points = pointsOf(given)
  return byPatient.map(([, own]) => {
    const from = (kind: 'found' | 'false', least: number) =>
      own.reduce((sum, one) => sum + (one.failed ? 0 : one[kind].filter((score) => score >= least).length), 0)
    return [
      ...[own.reduce((sum, { lesions }) => sum + lesions, 0), own.length],
      ...points.map((least) => from('found', least)),
      ...points.map((least) => from('false', least)),
    ]
  })
}

const level = 0.95

function curveFigures(counted: ReturnType<typeof productSums>, given: Parameters): Figure[] {
  const ids = idsOf(given)
  if ('status' in counted) return ids.map((id) => ({ id, ...counted }))
  const lesions = counted.sums.get('lesions')!
  const { patients } = counted
  if (lesions === 0) return ids.map((id) => ({ id, status: 'undefined', reason: 'empty-denominator', patients }))
  const read = given.rates.map((rate) => readCurve(counted, given, rate))
  const share = 1 / read.length
  const mean: Reading = {
    estimate: read.reduce((sum, { estimate }) => sum + share * estimate, 0),
    influence: sumOf(read.map(({ influence }) => [share, influence] as const)),
    gridError: read.reduce((sum, { gridError }) => sum + share * gridError, 0),
  }
  return [...read, mean].map((one, index) => figureOf(ids[index]!, one, counted))
}

/** A figure read off the curve, with its linear influence of a patient's counts. */
interface Reading {
  readonly estimate: number
  readonly influence: ReadonlyMap<string, number>
  readonly gridError: number
}

function readCurve({ sums }: ProductSums, given: Parameters, rate: number): Reading {
  const [lesions, scans] = [sums.get('lesions')!, sums.get('scans')!]
  const points = [...pointsOf(given).keys()]
  const x = [0, ...points.map((k) => sums.get(`false-${k}`)! / scans)]
  const y = [0, ...points.map((k) => sums.get(`found-${k}`)! / lesions)]
  // Point 0 stands for no marks, and does not move.
  const found = (point: number): ReadonlyMap<string, number> =>
    point === 0
      ? new Map()
      : new Map([
          [`found-${point - 1}`, 1 / lesions],
          ['lesions', -y[point]! / lesions],
        ])
  const wrong = (point: number): ReadonlyMap<string, number> =>
    point === 0
      ? new Map()
      : new Map([
          [`false-${point - 1}`, 1 / scans],
          ['scans', -x[point]! / scans],
        ])
  const left = x.findLastIndex((value) => value <= rate)
  if (left === points.length) return { estimate: y[left]!, influence: found(left), gridError: 0 }
  const right = left + 1
  const part = (rate - x[left]!) / (x[right]! - x[left]!)
  const slope = (y[right]! - y[left]!) / (x[right]! - x[left]!)
  const estimate = y[left]! + part * (y[right]! - y[left]!)
  return {
    estimate,
    influence: sumOf([
      [1 - part, found(left)],
      [part, found(right)],
      [-slope * (1 - part), wrong(left)],
      [-slope * part, wrong(right)],
    ]),
    gridError: Math.max(estimate - y[left]!, y[right]! - estimate),
  }
}

function sumOf(terms: readonly (readonly [factor: number, of: ReadonlyMap<string, number>])[]): Map<string, number> {
  const total = new Map<string, number>()
  for (const [factor, of] of terms)
    for (const [name, value] of of) total.set(name, (total.get(name) ?? 0) + factor * value)
  return total
}

function figureOf(id: string, { estimate, influence, gridError }: Reading, counted: ProductSums): Figure {
  const { patients } = counted
  const lesions = counted.sums.get('lesions')!
  const effectivePatients = (lesions * lesions) / counted.squares(new Map([['lesions', 1]]))
  if (patients < 2 || effectivePatients - 1 < 1e-9)
    return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const variance = (patients / (patients - 1)) * counted.squares(influence)
  const reference = shareReference({
    estimate,
    variance: variance <= 1e-18 ? 0 : variance,
    effectivePatients,
    trials: lesions,
  })
  const tail = (1 - level) / 2
  return {
    id,
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
      method: reference.scale === 'beta' ? 'korn-graubard' : 'linearised-logit-t',
    },
  }
}
