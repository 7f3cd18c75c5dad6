import { type AgreementWeights, weightMatrix } from '../agreement/agreement-weights.ts'
import { cohenKappa, crossTable } from '../agreement/cohen-kappa.ts'
import { meanAndDeviation } from '../agreement/differences.ts'
import { clusteredMean } from '../case-scores/clustered-mean.ts'
import { limit } from '../frame/limit.ts'
import { clusteredDifference } from '../paired/clustered-difference.ts'
import { pairedDifference } from '../paired/paired-difference.ts'
import { pairedAreaDifference } from '../roc/compare-areas.ts'
import { rocArea } from '../roc/roc-area.ts'
import { jackknifeInterval } from './jackknife-difference.ts'
import type { VersionCase } from './version-case.ts'

/**
 * What versions are compared by. `score`: mean over cases. `sensitivity`, `specificity`: shares of calls. `area`: under the ROC curve. `kappa`: with the
 * reference, weighted or not. `ratio`: Σ numerators / Σ denominators, such as gross sensitivity to beats or lesions. `bias`: mean of |value − reference|.
 * `spread`: standard deviation of value − reference, of which limits of agreement are 1.96.
 */
export const versionEndpoints = [
  'score',
  'sensitivity',
  'specificity',
  'area',
  'kappa',
  'ratio',
  'bias',
  'spread',
] as const
export type VersionEndpoint = (typeof versionEndpoints)[number]

/** Both versions' estimates, and the later minus the earlier with its interval. */
export interface VersionDifference {
  readonly earlier: number
  readonly later: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly method:
    | 'clustered-mean'
    | 'tango'
    | 'effective-score-t'
    | 'delong'
    | 'obuchowski'
    | 'jackknife'
    | 'bootstrap'
}

/**
 * The difference of two versions on the same cases, later minus earlier. Cases cluster in patients.
 * @param weights of kappa
 * @returns undefined where either has no estimate, or there are too few patients for an interval
 */
export function versionDifference(
  endpoint: VersionEndpoint,
  cases: readonly VersionCase[],
  level: number,
  weights: AgreementWeights = 'identity',
): VersionDifference | undefined {
  switch (endpoint) {
    case 'score':
      return meanDifference(cases, level)
    case 'bias':
      return meanDifference(cases.map(asErrors), level)
    case 'sensitivity':
    case 'specificity': {
      const right = endpoint === 'sensitivity' ? 1 : 0
      return shareDifference(
        cases.filter(({ truth }) => truth === right),
        right,
        level,
      )
    }
    case 'area':
      return areaDifference(cases, level)
    case 'kappa':
      return kappaDifference(cases, level, weights)
    case 'ratio':
      return byJackknife(cases, ratioOf, level)
    case 'spread':
      return byJackknife(cases, spreadOf, level)
  }
}

type Side = 'earlier' | 'later'

function asErrors({ patient, earlier, later, truth = Number.NaN }: VersionCase): VersionCase {
  return { patient, earlier: Math.abs(earlier - truth), later: Math.abs(later - truth) }
}

function meanOf(cases: readonly VersionCase[], side: Side): number {
  return cases.reduce((sum, one) => sum + one[side], 0) / cases.length
}

function meanDifference(cases: readonly VersionCase[], level: number): VersionDifference | undefined {
  const differences = cases.map(({ patient, earlier, later }) => ({ patient, value: later - earlier }))
  const found = clusteredMean(differences, level)
  if (!found) return undefined
  const { estimate, lower, upper } = found
  const [earlier, later] = [meanOf(cases, 'earlier'), meanOf(cases, 'later')]
  return { earlier, later, estimate, lower, upper, method: 'clustered-mean' }
}

const isClustered = (cases: readonly VersionCase[]) => new Set(cases.map(({ patient }) => patient)).size < cases.length

/** Tango's interval, or of pairs that cluster in patients that of the effective score. @param right the call that is right */
function shareDifference(cases: readonly VersionCase[], right: 0 | 1, level: number): VersionDifference | undefined {
  const units = cases.map(({ patient, earlier, later }) => ({
    ...({ patient, first: later === right ? 1 : 0, second: earlier === right ? 1 : 0 } as const),
  }))
  const share = (of: 'first' | 'second') => units.reduce((sum, one) => sum + one[of], 0) / units.length
  const both = { earlier: share('second'), later: share('first') }
  if (!isClustered(cases)) {
    const count = (a: number, b: number) => units.filter(({ first, second }) => first === a && second === b).length
    const counts = { both: count(1, 1), onlyFirst: count(1, 0), onlySecond: count(0, 1), neither: count(0, 0) }
    const found = pairedDifference(counts, 'tango', level)
    if (found.status !== 'estimated') return undefined
    return { ...both, estimate: found.estimate, lower: found.lower, upper: found.upper, method: 'tango' }
  }
  const found = clusteredDifference(units)
  if (found.status !== 'estimated') return undefined
  const [lower, upper] = [limit(found, 'lower', (1 - level) / 2), limit(found, 'upper', (1 - level) / 2)]
  return { ...both, estimate: found.estimate, lower, upper, method: 'effective-score-t' }
}

function areaDifference(cases: readonly VersionCase[], level: number): VersionDifference | undefined {
  const [diseased = [], healthy = []] = [1, 0].map((is) => cases.filter(({ truth }) => truth === is))
  const scores = (side: Side) => ({
    diseased: Float64Array.from(diseased, (one) => one[side]),
    healthy: Float64Array.from(healthy, (one) => one[side]),
  })
  const numbers = new Map([...new Set(cases.map(({ patient }) => patient))].map((patient, i) => [patient, i]))
  const clusters = (own: readonly VersionCase[]) => Int32Array.from(own, ({ patient }) => numbers.get(patient)!)
  const clustered = isClustered(cases) ? { diseased: clusters(diseased), healthy: clusters(healthy) } : undefined
  const [earlier, later] = [rocArea(scores('earlier')), rocArea(scores('later'))]
  const found = pairedAreaDifference(scores('later'), scores('earlier'), level, clustered)
  if (found.status !== 'estimated' || earlier.status !== 'estimated' || later.status !== 'estimated') return undefined
  return {
    ...{ earlier: earlier.estimate, later: later.estimate, estimate: found.estimate },
    ...{ lower: found.lower, upper: found.upper, method: clustered ? 'obuchowski' : 'delong' },
  }
}

function kappaDifference(
  cases: readonly VersionCase[],
  level: number,
  weights: AgreementWeights,
): VersionDifference | undefined {
  const grades = [...new Set(cases.flatMap(({ earlier, later, truth }) => [earlier, later, truth!]))].sort(
    (a, b) => a - b,
  )
  if (grades.length < 2) return undefined
  const places = new Map(grades.map((grade, place) => [grade, place]))
  const matrix = weightMatrix(weights, grades.length, grades)
  const codes = (values: readonly number[]) => Int32Array.from(values, (value) => places.get(value)!)
  const kappaOf = (own: readonly VersionCase[], side: Side) => {
    const table = crossTable(codes(own.map((one) => one[side])), codes(own.map(({ truth }) => truth!)), grades.length)
    const found = cohenKappa(table, matrix)
    return found.status === 'estimated' ? found.estimate : undefined
  }
  return byJackknife(cases, kappaOf, level)
}

function ratioOf(cases: readonly VersionCase[], side: Side): number | undefined {
  const denominator = cases.reduce((sum, { of }) => sum + (of?.[side] ?? 0), 0)
  return denominator > 0 ? cases.reduce((sum, one) => sum + one[side], 0) / denominator : undefined
}

function spreadOf(cases: readonly VersionCase[], side: Side): number | undefined {
  if (cases.length < 2) return undefined
  return meanAndDeviation(Float64Array.from(cases, (one) => one[side] - one.truth!)).deviation
}

function byJackknife(
  cases: readonly VersionCase[],
  estimateOf: (cases: readonly VersionCase[], side: Side) => number | undefined,
  level: number,
): VersionDifference | undefined {
  const [earlier, later] = [estimateOf(cases, 'earlier'), estimateOf(cases, 'later')]
  const patients = [...Map.groupBy(cases, ({ patient }) => patient).values()]
  const difference = (own: readonly VersionCase[]) => {
    const [before, after] = [estimateOf(own, 'earlier'), estimateOf(own, 'later')]
    return before === undefined || after === undefined ? undefined : after - before
  }
  const found = jackknifeInterval(patients, difference, level)
  if (earlier === undefined || later === undefined || !found) return undefined
  const { estimate, lower, upper } = found
  return { earlier, later, estimate, lower, upper, method: 'jackknife' }
}
