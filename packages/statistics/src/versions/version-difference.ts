import type { AgreementWeights } from '../agreement/agreement-weights.ts'
import { clusteredMean } from '../case-scores/clustered-mean.ts'
import { limit } from '../frame/limit.ts'
import { clusteredDifference } from '../paired/clustered-difference.ts'
import { pairedDifference } from '../paired/paired-difference.ts'
import { pairedAreaDifference } from '../roc/compare-areas.ts'
import type { Part } from '../roc/partial-area.ts'
import { rocArea } from '../roc/roc-area.ts'
import { calibrationDifference } from './calibration-difference.ts'
import { jackknifeInterval } from './jackknife-difference.ts'
import {
  intraclassOf,
  kappaOf,
  partialAreaOf,
  ratioOf,
  type Side,
  type SideEstimate,
  spreadOf,
} from './jackknifed-endpoints.ts'
import type { VersionCase } from './version-case.ts'

/**
 * What versions are compared by. `score`: mean over cases. `sensitivity`, `specificity`: shares of calls. `area`: under the ROC curve. `kappa`: with the
 * reference, weighted or not. `ratio`: Σ numerators / Σ denominators, such as gross sensitivity to beats or lesions. `bias`: mean of |value − reference|.
 * `spread`: standard deviation of value − reference, of which limits of agreement are 1.96. `icc`: ICC(2,1) with the reference. `partial-area`: under a part
 * of the ROC curve. `observed-expected`, `calibration-in-the-large`, `calibration-slope`: calibration of probabilities; versions differ by how far it
 * is from right: |ln O/E|, |intercept|, |slope − 1|.
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
  'icc',
  'partial-area',
  'observed-expected',
  'calibration-in-the-large',
  'calibration-slope',
] as const
export type VersionEndpoint = (typeof versionEndpoints)[number]

/** What some endpoints need. */
export interface EndpointDetail {
  /** Of kappa; `identity` without. */
  readonly weights?: AgreementWeights
  /** Of the ROC curve; all of it without. */
  readonly part?: Part
}

const wholeCurve: Part = { over: 'specificity', from: 0, to: 1 }

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
 * @returns undefined where either has no estimate, or there are too few patients for an interval
 */
export function versionDifference(
  endpoint: VersionEndpoint,
  cases: readonly VersionCase[],
  level: number,
  { weights = 'identity', part = wholeCurve }: EndpointDetail = {},
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
      return byJackknife(cases, kappaOf(cases, weights), level)
    case 'ratio':
      return byJackknife(cases, ratioOf, level)
    case 'spread':
      return byJackknife(cases, spreadOf, level)
    case 'icc':
      return byJackknife(cases, intraclassOf, level)
    case 'partial-area':
      return byJackknife(cases, partialAreaOf(part), level)
    case 'observed-expected':
    case 'calibration-in-the-large':
    case 'calibration-slope': {
      const found = calibrationDifference(endpoint, cases, level)
      return found && { ...found, method: 'jackknife' }
    }
  }
}

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
    earlier: earlier.estimate,
    later: later.estimate,
    estimate: found.estimate,
    lower: found.lower,
    upper: found.upper,
    method: clustered ? 'obuchowski' : 'delong',
  }
}

function byJackknife(
  cases: readonly VersionCase[],
  estimateOf: SideEstimate,
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
