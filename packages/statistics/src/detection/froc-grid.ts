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

const twentieths = Array.from({ length: 19 }, (_, i) => (i + 1) / 20)

/** Parameters of the estimator `froc-grid`, as a protocol fixes them. */
const parameters = z
  .strictObject({
    /** Scores from which on marks count, rising: a point of the curve each, beside the one of all marks. By default for probabilities. */
    thresholds: z.array(z.number()).min(1).max(23).default(twentieths),
    /** Rates of false positives a scan, rising. */
    rates: z
      .array(z.number().positive())
      .min(1)
      .max(20)
      .default([...sevenRates]),
  })
  .refine(({ thresholds }) => isRising(thresholds), { path: ['thresholds'] })
  .refine(({ rates }) => isRising(rates), { path: ['rates'] })

/** A scan, its marks held against its lesions by the rule of the protocol. */
const matchedScan = z
  .object({
    patient: z.string().min(1),
    lesions: z.number().int().min(0),
    /** Scores of the marks that count, one for each lesion that was hit. */
    found: z.array(z.number()),
    /** Scores of the false positives. */
    false: z.array(z.number()),
    /** No output: nothing was found, and completion has it. */
    failed: z.boolean().default(false),
  })
  .refine(({ lesions, found }) => found.length <= lesions, { path: ['found'] })

type Parameters = z.infer<typeof parameters>
type Scan = z.infer<typeof matchedScan>

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
const cellNames = (given: Parameters) => [...productCellNames(countNames(given)), ...completion]
const idOf = (rate: number) => `sensitivity.at-${rate}`

/**
 * The FROC curve of all sites together at thresholds that the protocol locks: sensitivity at rates of false positives a scan, and their mean.
 * Linear between the points, flat beyond the last. Scans and lesions of a patient are one cluster: the variance of the linearised figure between
 * patients, on the logit with t on K_eff − 1 degrees of freedom, K_eff from lesions a patient. What the thresholds hide is bounded by `gridError`.
 */
export const frocGrid: OneRoundEstimator<Parameters, Scan, MergedCells> = {
  id: 'froc-grid',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'binned-scores',
  variance: 'linearised-between-patients',
  parameters,
  caseScore: matchedScan,
  acceptsWeights: false,
  released: (given) =>
    releasedBy('froc-grid', 1, cellNames(given)).superRefine(({ cells }, context) => {
      const message = productFault(cells, countNames(given)) ?? orderFault(cells, given)
      if (message) context.addIssue({ code: 'custom', message })
    }),
  counts: ['lesions', 'scans'],
  figures: ({ rates }) => [...rates.map(idOf), 'mean', 'completion'].map((id) => ({ id, range: [0, 1] as const })),
  summarise: (scans, given) => ({
    ...{ estimator: 'froc-grid', version: 1, patients: new Set(scans.map(({ patient }) => patient)).size },
    cells: [
      ...productCells({ names: countNames(given), vectors: vectorsOf(scans, given) }),
      ...ratioCells(
        'completion',
        scans.map(({ patient, failed }) => ({ patient, numerator: failed ? 0 : 1, denominator: 1 })),
      ),
    ],
  }),
  merge: (releases, given) => mergeCells(releases, cellNames(given)),
  estimate: (merged, given) => [
    ...curveFigures(productSums(merged, countNames(given)), given),
    clusteredProportion('completion', merged, 'completion', 1),
  ],
}

/** Later points count whatever earlier ones count. */
function orderFault(cells: Released['cells'], given: Parameters): string | undefined {
  const exactOf = (name: string) => {
    const cell = cells[name]
    return cell?.kind === 'exact' ? cell.value : undefined
  }
  const falls = pointsOf(given).findIndex(
    (_, k) =>
      k > 0 &&
      ['found', 'false'].some((kind) => (exactOf(`${kind}-${k}`) ?? Infinity) < (exactOf(`${kind}-${k - 1}`) ?? 0)),
  )
  if (falls > 0) return `point ${falls}: counts less than the one before`
  const last = given.thresholds.length
  return (exactOf(`found-${last}`) ?? 0) > (exactOf('lesions') ?? Infinity) ? 'more found than there are' : undefined
}

function vectorsOf(scans: readonly Scan[], given: Parameters): number[][] {
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
  const ids = [...given.rates.map(idOf), 'mean']
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
    ...{ estimate, variance: variance <= 1e-18 ? 0 : variance, effectivePatients, trials: lesions },
  })
  const tail = (1 - level) / 2
  return {
    ...{ id, status: 'estimated', estimate, reference, patients, effectivePatients, gridError },
    interval: {
      ...{ level, lower: limitOf(reference, 'lower', tail), upper: limitOf(reference, 'upper', tail) },
      method: reference.scale === 'beta' ? 'korn-graubard' : 'linearised-logit-t',
    },
  }
}
