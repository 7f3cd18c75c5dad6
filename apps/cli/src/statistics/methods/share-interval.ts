import { AssayError } from '@assay/contracts'
import { limit } from '@assay/statistics'
import { type BinomialMethod, binomialProportion, type SampledCase, surveyShare } from '@assay/statistics/proportions'
import {
  columnOf,
  computeReplicates,
  percentileInterval,
  planResampling,
  type WeightedStatistic,
} from '@assay/statistics/resampling'
import type { CaseSample } from './case-sample.ts'

export const independentMethods = [
  'wilson',
  'wilson-continuity',
  'clopper-pearson',
  'jeffreys',
  'agresti-coull',
] as const
export const clusteredMethods = ['logit', 'korn-graubard', 'rao-scott', 'rao-wu'] as const
export const shareMethods = [...independentMethods, ...clusteredMethods]
export type ShareMethod = (typeof shareMethods)[number]

/** How intervals of shares are computed. */
export interface ShareRules {
  readonly method: ShareMethod | undefined
  readonly level: number
  readonly seed: number
  readonly replicates: number
  readonly progress: (done: number, total: number) => void
}

/** An estimate with an interval, or why there is none. */
export type FoundShare =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number }
  | { status: 'undefined'; reason: 'empty-class' | 'empty-denominator' | 'no-variance' | 'too-few-patients' }

/** A share of some cases. */
export interface Share {
  /** Sums of weights, where cases have weights. */
  successes: number
  trials: number
  patients?: number
  effectivePatients?: number
  method: string
  found: FoundShare
}

/**
 * A share of some cases with its interval; by a method for clustered cases where they have patients, strata or weights.
 * @param cases rows of the sample
 * @throws AssayError `option-invalid` for a method that doesn't take cases for what they are
 */
export function shareOf(
  sample: CaseSample,
  cases: readonly number[],
  isSuccess: (row: number) => boolean,
  rules: ShareRules,
): Share {
  const isSurvey = sample.patient || sample.stratum || sample.weight
  const choices: readonly ShareMethod[] = isSurvey ? clusteredMethods : independentMethods
  const method = rules.method ?? choices[0]!
  if (!choices.includes(method))
    throw new AssayError('option-invalid', {
      option: '--method',
      what: 'option-choice',
      choices: choices.join(', '),
    })
  if (isSurvey) return surveyOf(sample, cases, isSuccess, { ...rules, method })
  const successes = cases.reduce((sum, row) => sum + (isSuccess(row) ? 1 : 0), 0)
  return countedShare(successes, cases.length, method as BinomialMethod, rules.level)
}

/** A share of independent cases from counts. */
export function countedShare(successes: number, trials: number, method: BinomialMethod, level: number): Share {
  const found = binomialProportion(successes, trials, method, level)
  const flat =
    found.status === 'estimated' ? { ...found.interval, status: found.status, estimate: found.estimate, level } : found
  return { successes, trials, method, found: flat }
}

function surveyOf(
  { patient, stratum, weight }: CaseSample,
  cases: readonly number[],
  isSuccess: (row: number) => boolean,
  rules: ShareRules & { method: ShareMethod },
): Share {
  const { method, level } = rules
  const own = cases.map((row): SampledCase => {
    return {
      patient: patient?.[row] ?? String(row),
      stratum: stratum?.[row],
      weight: weight?.[row],
      success: isSuccess(row),
    }
  })
  const sum = (isCounted: (one: SampledCase) => boolean) =>
    own.reduce((total, one) => total + (isCounted(one) ? (one.weight ?? 1) : 0), 0)
  const counted = { successes: sum(({ success }) => success), trials: sum(() => true) }
  const by = method === 'korn-graubard' || method === 'rao-scott' ? method : 'logit'
  const figure = surveyShare('share', own, by, level)
  if (figure.status !== 'estimated') {
    const reason =
      figure.status === 'undefined' && figure.reason === 'empty-denominator' ? figure.reason : 'too-few-patients'
    return { ...counted, method, found: { status: 'undefined', reason } }
  }
  const { estimate, patients, effectivePatients, interval } = figure
  const [lower, upper] = [limit(figure, 'lower', (1 - level) / 2), limit(figure, 'upper', (1 - level) / 2)]
  const found: FoundShare = { status: 'estimated', estimate, lower, upper, level }
  if (method === 'rao-wu')
    return { ...counted, method, patients, effectivePatients, found: resampled(own, estimate, rules) }
  return { ...counted, method: interval.method, patients, effectivePatients, found }
}

/** Rao and Wu's rescaled bootstrap: of each stratum's k patients, k − 1 are drawn. Percentiles. */
function resampled(
  own: readonly SampledCase[],
  estimate: number,
  { level, seed, replicates, progress }: ShareRules,
): FoundShare {
  const plan = planResampling({
    cases: own.length,
    rescaled: true,
    patient: numbered(own.map(({ patient }) => patient)),
    site: numbered(own.map(({ stratum }) => stratum ?? '')),
  })
  const values = new Float64Array(replicates)
  for (let from = 0; from < replicates; from += 500) {
    const to = Math.min(replicates, from + 500)
    values.set(columnOf(computeReplicates(plan, weightedShareOf(own), seed, from, to), 0), from)
    progress(to, replicates)
  }
  const interval = percentileInterval(values, { level })
  if (interval.status === 'undefined') return { status: 'undefined', reason: 'no-variance' }
  return { status: 'estimated', estimate, lower: interval.lower, upper: interval.upper, level }
}

function weightedShareOf(own: readonly SampledCase[]): WeightedStatistic {
  const all = Float64Array.from(own, ({ weight = 1 }) => weight)
  const found = Float64Array.from(own, ({ weight = 1, success }) => (success ? weight : 0))
  return {
    columns: 1,
    evaluate(weights, values) {
      let [successes, trials] = [0, 0]
      for (let i = 0; i < all.length; i += 1) {
        successes += weights[i]! * found[i]!
        trials += weights[i]! * all[i]!
      }
      values[0] = trials > 0 ? successes / trials : Number.NaN
    },
  }
}

/** Names numbered in the order in which they appear. */
function numbered(names: readonly string[]): Int32Array {
  const numbers = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  })
}
