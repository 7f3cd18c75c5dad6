import { clusteredMean } from '../case-scores/clustered-mean.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { unpairedDifference } from '../paired/unpaired-difference.ts'
import { areaCovariance } from '../roc/compare-areas.ts'

/** What a look's reused and never used cases are compared by. */
export const exposureEndpoints = ['score', 'sensitivity', 'specificity', 'area'] as const
export type ExposureEndpoint = (typeof exposureEndpoints)[number]

/** A case of a look, with its score; for shares the call, 0 or 1. */
export interface ExposedCase {
  readonly patient: string
  readonly score: number
  /** 1 diseased or 0; for all but `score`. */
  readonly truth?: number
}

/** The figure over cases whose patients an earlier look used and over those never used, and the first less the second. */
export interface ExposureDifference {
  readonly reused: number
  readonly neverUsed: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly method: 'welch' | 'miettinen-nurminen' | 'delong'
}

/**
 * How much better a device is on cases that were used before than on those never used. Both parts are other patients, so that they are independent. Means: t
 * with Welch and Satterthwaite's degrees of freedom; shares: Miettinen and Nurminen's score interval, or as means where cases cluster in patients; areas:
 * DeLong's variances, or Obuchowski's where cases cluster.
 * @param level in (0, 1)
 * @returns undefined where either part has no estimate, or too few patients for an interval
 */
export function exposureDifference(
  endpoint: ExposureEndpoint,
  reused: readonly ExposedCase[],
  neverUsed: readonly ExposedCase[],
  level: number,
): ExposureDifference | undefined {
  if (endpoint === 'area') return areaDifference(reused, neverUsed, level)
  const parts = [reused, neverUsed].map((cases) => valuesOf(endpoint, cases)) as [Value[], Value[]]
  return endpoint === 'score' || parts.some(isClustered)
    ? meanDifference(...parts, level)
    : shareDifference(...parts, level)
}

interface Value {
  readonly patient: string
  readonly value: number
}

/** What is averaged: scores, or of the class that counts whether the call is right. */
function valuesOf(endpoint: Exclude<ExposureEndpoint, 'area'>, cases: readonly ExposedCase[]): Value[] {
  if (endpoint === 'score') return cases.map(({ patient, score }) => ({ patient, value: score }))
  const right = endpoint === 'sensitivity' ? 1 : 0
  return cases
    .filter(({ truth }) => truth === right)
    .map(({ patient, score }) => ({ patient, value: score === right ? 1 : 0 }))
}

const isClustered = (values: readonly { patient: string }[]) =>
  new Set(values.map(({ patient }) => patient)).size < values.length

function meanDifference(reused: readonly Value[], neverUsed: readonly Value[], level: number) {
  const [one, other] = [clusteredMean(reused, level), clusteredMean(neverUsed, level)]
  if (!one || !other) return undefined
  const variances = [one, other].map(({ standardError }) => standardError ** 2) as [number, number]
  const variance = variances[0] + variances[1]
  const freedom =
    variance ** 2 /
    (variances[0] ** 2 / (one.effectivePatients - 1) + variances[1] ** 2 / (other.effectivePatients - 1))
  const reach = variance === 0 ? 0 : studentTQuantile((1 + level) / 2, freedom) * Math.sqrt(variance)
  return around({ reused: one.estimate, neverUsed: other.estimate }, reach, 'welch')
}

function shareDifference(
  reused: readonly Value[],
  neverUsed: readonly Value[],
  level: number,
): ExposureDifference | undefined {
  const countsOf = (values: readonly Value[]) => ({
    successes: values.reduce((sum, { value }) => sum + value, 0),
    trials: values.length,
  })
  const [first, second] = [countsOf(reused), countsOf(neverUsed)]
  const found = unpairedDifference({ first, second }, 'miettinen-nurminen', level)
  if (found.status !== 'estimated') return undefined
  const { estimate, lower, upper } = found
  return {
    reused: first.successes / first.trials,
    neverUsed: second.successes / second.trials,
    estimate,
    lower,
    upper,
    method: 'miettinen-nurminen',
  }
}

function areaDifference(reused: readonly ExposedCase[], neverUsed: readonly ExposedCase[], level: number) {
  const [one, other] = [areaOf(reused), areaOf(neverUsed)]
  if (!one || !other) return undefined
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(one.variance + other.variance)
  return around({ reused: one.area, neverUsed: other.area }, reach, 'delong')
}

function areaOf(cases: readonly ExposedCase[]): { area: number; variance: number } | undefined {
  const numbers = new Map([...new Set(cases.map(({ patient }) => patient))].map((patient, i) => [patient, i]))
  const [diseased = [], healthy = []] = [1, 0].map((is) => cases.filter(({ truth }) => truth === is))
  const scoresOf = (own: readonly ExposedCase[]) => Float64Array.from(own, ({ score }) => score)
  const clustersOf = (own: readonly ExposedCase[]) => Int32Array.from(own, ({ patient }) => numbers.get(patient)!)
  const clusters = isClustered(cases) ? { diseased: clustersOf(diseased), healthy: clustersOf(healthy) } : undefined
  const found = areaCovariance([{ diseased: scoresOf(diseased), healthy: scoresOf(healthy) }], clusters)
  return found.status === 'estimated' ? { area: found.areas[0]!, variance: found.covariance[0]! } : undefined
}

function around(
  { reused, neverUsed }: { reused: number; neverUsed: number },
  reach: number,
  method: ExposureDifference['method'],
): ExposureDifference {
  const estimate = reused - neverUsed
  return { reused, neverUsed, estimate, lower: estimate - reach, upper: estimate + reach, method }
}
