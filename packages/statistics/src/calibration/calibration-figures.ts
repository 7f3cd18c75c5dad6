import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import type { MergedCells } from '../frame/merge-cells.ts'
import { takeCells } from '../frame/merge-cells.ts'
import { sumsOf, type Taken } from '../frame/patient-sums.ts'
import type { Reference } from '../frame/reference.ts'
import { ratioCellNames } from '../proportions/ratio-cells.ts'
import { binName } from './calibration-cells.ts'
import { calibrationError } from './calibration-error.ts'
import type { ForecastBin } from './forecast-bins.ts'
import { linearisedRatio } from './linearised-ratio.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

type Missing = Extract<Taken<string>, { known: false }>

function notEstimable(id: string, { reason, sites }: Missing): Figure {
  return { id, status: 'not-estimable', reason, sites }
}

/** An estimate and its variance between patients, before the correction K / (K − 1). */
interface Linearised {
  id: string
  estimate: number
  variance: number
  patients: number
  effectivePatients: number
}

/** A figure with t on K_eff − 1 on its own scale, its limits drawn in to what it can be. */
export function figureWithT(
  { id, estimate, variance, patients, effectivePatients }: Linearised,
  within?: [number, number],
): Figure {
  const degreesOfFreedom = effectivePatients - 1
  if (patients < 2 || degreesOfFreedom < 1e-9) return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const standardError = Math.sqrt((patients / (patients - 1)) * variance)
  const reference: Reference = {
    scale: 't',
    location: estimate,
    standardError,
    degreesOfFreedom,
    ...(within && { within }),
  }
  return withReference({ id, estimate, variance, patients, effectivePatients }, reference, 'linearised-t')
}

function withReference(given: Linearised, reference: Reference, method: string): Figure {
  const { id, estimate, patients, effectivePatients } = given
  const at = (side: 'lower' | 'upper') => limitOf(reference, side, (1 - level) / 2)
  const interval = { level, lower: at('lower'), upper: at('upper'), method }
  return { id, status: 'estimated', estimate, interval, reference, patients, effectivePatients }
}

/** Counts of the scored sample, under the names that every figure here uses. */
const sample = {
  cases: 'brier.denominator',
  patients: 'brier.patients',
  squaredCases: 'brier.denominator-squared',
  events: 'events.numerator',
} as const

/** Brier skill score 1 − B / U, U = ō(1 − ō), by the linearised variance of both. */
export function skillFigure(merged: MergedCells): Figure {
  const id = 'brier.skill'
  const [brier, events] = [takeCells(merged, ratioCellNames('brier')), takeCells(merged, ratioCellNames('events'))]
  const cross = takeCells(merged, { product: 'brier-events' })
  if (!brier.known) return notEstimable(id, brier)
  if (!events.known) return notEstimable(id, events)
  if (!cross.known) return notEstimable(id, cross)
  const of = (part: 'denominator' | 'patients' | 'denominator-squared') =>
    brier.sites.reduce((sum, site) => sum + site[part], 0)
  const [cases, patients] = [of('denominator'), of('patients')]
  if (cases === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const [score, share] = [linearisedRatio(brier.sites), linearisedRatio(events.sites)]
  const uncertainty = share.ratio * (1 - share.ratio)
  if (uncertainty <= 0) return { id, status: 'undefined', reason: 'empty-class', patients }
  const products = brier.sites.reduce((sum, one, index) => {
    const other = events.sites[index] as typeof one
    if (one.denominator === 0) return sum
    const [a, b] = [one, other].map(({ numerator, denominator }) => numerator / denominator) as [number, number]
    const [shift, otherShift] = [a - score.ratio, b - share.ratio]
    const within = (cross.sites[index]?.product ?? 0) + shift * other['deviation-product']
    return sum + within + otherShift * one['deviation-product'] + shift * otherShift * one['denominator-squared']
  }, 0)
  const [byScore, byShare] = [1 / uncertainty, (score.ratio * (1 - 2 * share.ratio)) / uncertainty ** 2]
  const squares = byScore ** 2 * score.squares - 2 * byScore * byShare * products + byShare ** 2 * share.squares
  return figureWithT(
    {
      id,
      estimate: 1 - score.ratio / uncertainty,
      variance: Math.max(0, squares) / cases ** 2,
      patients,
      effectivePatients: (cases * cases) / of('denominator-squared'),
    },
    [-Number.MAX_VALUE, 1],
  )
}

/** Largest ratio of observed to expected events that counts as one: above it, next to nothing was expected. */
export const mostRatio = 1e6

/**
 * Events over the sum of their probabilities, on the logarithm. With r the ratio and δ = o − e of a patient,
 * Σ(o − re)² = Σδ² − 2 (r − 1) Σδe + (r − 1)² Σe².
 */
export function ratioFigure(merged: MergedCells): Figure {
  const id = 'observed-over-expected'
  const taken = sumsOf(merged, {
    ...sample,
    expected: 'expected',
    squaredExpected: 'expected.squared',
    squares: 'residual.squared',
    products: 'residual.by-expected',
  })
  if (!taken.known) return notEstimable(id, taken)
  const { cases, patients, squaredCases, events, expected, squaredExpected, squares, products } = taken.sums
  const estimate = events / expected
  if (!(estimate <= mostRatio)) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  if (events === 0) return { id, status: 'undefined', reason: 'empty-class', patients }
  if (patients < 2) return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const excess = estimate - 1
  const byExpected = excess * squaredExpected * excess
  const variance = (squares - 2 * excess * products + byExpected) / (events * events)
  // Below it there is nothing but rounding.
  if (variance * events * events <= 1e-13 * (squares + byExpected))
    return { id, status: 'undefined', reason: 'no-variance', patients }
  const standardError = Math.sqrt((patients / (patients - 1)) * variance)
  return withReference(
    { id, estimate, variance, patients, effectivePatients: (cases * cases) / squaredCases },
    { scale: 'log-normal', location: Math.log(estimate), standardError },
    'linearised-log-normal',
  )
}

/** Mean of forecast − truth in a bin: above 0 where forecasts are too high. */
export function differenceFigure(merged: MergedCells, k: number): Figure {
  const [id, observed] = [`${binName(k)}.difference`, ratioCellNames(`${binName(k)}.observed`)]
  const taken = takeCells(merged, {
    numerator: `${id}.numerator`,
    denominator: observed.denominator,
    patients: observed.patients,
    'deviation-squared': `${id}.deviation-squared`,
    'deviation-product': `${id}.deviation-product`,
    'denominator-squared': observed['denominator-squared'],
  })
  if (!taken.known) return notEstimable(id, taken)
  const of = (part: 'denominator' | 'patients' | 'denominator-squared') =>
    taken.sites.reduce((sum, site) => sum + site[part], 0)
  const [cases, patients] = [of('denominator'), of('patients')]
  if (cases === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const { ratio, squares } = linearisedRatio(taken.sites)
  const effectivePatients = (cases * cases) / of('denominator-squared')
  return figureWithT({ id, estimate: ratio, variance: squares / (cases * cases), patients, effectivePatients }, [-1, 1])
}

/** The bins that a release is made of, merged; or why they are not known. */
export function mergedBins(merged: MergedCells, edges: Float64Array): { known: true; bins: ForecastBin[] } | Missing {
  const bins: ForecastBin[] = []
  for (let k = 0; k + 1 < edges.length; k += 1) {
    const name = binName(k)
    const taken = sumsOf(merged, {
      cases: `${name}.observed.denominator`,
      events: `${name}.observed.numerator`,
      difference: `${name}.difference.numerator`,
      squaredOffset: `${name}.squared-offset`,
      eventOffset: `${name}.event-offset`,
    })
    if (!taken.known) return taken
    const { cases, events, difference, squaredOffset, eventOffset } = taken.sums
    const [lower, upper] = [edges[k] as number, edges[k + 1] as number]
    const offset = difference + events - (cases * (lower + upper)) / 2
    bins.push({ lower, upper, cases, events, offset, squaredOffset, eventOffset })
  }
  return { known: true, bins }
}

/**
 * Expected calibration error Σ n_k |d_k| / N. Its variance takes each bin's sign for known; a patient whose cases lie in
 * several bins counts with the sum of the sizes of what the bins differ by, which is never too small.
 */
export function calibrationErrorFigure(merged: MergedCells, edges: Float64Array): Figure {
  const id = 'expected-calibration-error'
  const found = mergedBins(merged, edges)
  if (!found.known) return notEstimable(id, found)
  const counts = sumsOf(merged, { ...sample, absolute: 'absolute-difference.squared' })
  if (!counts.known) return notEstimable(id, counts)
  const { cases, patients, squaredCases, absolute } = counts.sums
  if (cases === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const estimate = calibrationError(found.bins).expected
  let product = 0
  for (let k = 0; k + 1 < edges.length; k += 1) {
    const name = `${binName(k)}.difference`
    const taken = sumsOf(merged, { sum: `${name}.numerator`, byCases: `${name}.by-cases` })
    if (!taken.known) return notEstimable(id, taken)
    product += Math.sign(taken.sums.sum) * taken.sums.byCases
  }
  const squares = Math.max(0, absolute - 2 * estimate * product + estimate * estimate * squaredCases)
  const effectivePatients = (cases * cases) / squaredCases
  return figureWithT({ id, estimate, variance: squares / (cases * cases), patients, effectivePatients }, [0, 1])
}
