import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import type { Reference } from '../frame/reference.ts'

/** A case that was sampled with its patient, who was sampled in a stratum. */
export interface SampledCase {
  readonly patient: string
  /** Absent: there is one. */
  readonly stratum?: string | undefined
  /** Design weight, above 0; 1 where it is not given. */
  readonly weight?: number | undefined
  readonly success: boolean
}

/**
 * Interval of a share of clustered cases. `logit`: linearised, on the logit, with t (Dean, Pagano, *J. Surv. Stat. Methodol.* 3:484–503,
 * 2015). `korn-graubard`: Clopper–Pearson's of the effective number of trials (*Survey Methodology* 24:193–201, 1998).
 * `rao-scott`: Wilson's of the effective counts, with t (Rao, Scott, *Biometrics* 48:577–585, 1992; Franco, Little, Louis, Slud,
 * *J. Surv. Stat. Methodol.* 7:334–364, 2019).
 */
export type SurveyMethod = 'logit' | 'korn-graubard' | 'rao-scott'

/**
 * A share of cases that cluster in patients of strata: the ratio Σwa / Σw with the variance linearised between the patients of
 * each stratum, degrees of freedom K_eff less the strata, K_eff = (Σn)² / Σn², n the weights of a patient. At 0 and 100 % and
 * where the variance vanishes, K_eff effective trials, by Korn and Graubard's interval or by Wilson's.
 * Source: Woodruff, *JASA* 66:411–414 (1971); Kish, *Survey Sampling* (1965).
 * @throws RangeError for a patient in two strata, a weight that is none
 */
export function surveyShare(id: string, cases: readonly SampledCase[], method: SurveyMethod, level = 0.95): Figure {
  const clusters = clustersOf(cases)
  const sum = (take: (one: Cluster) => number) => clusters.reduce((total, one) => total + take(one), 0)
  const [trials, found, patients] = [sum(({ all }) => all), sum(({ found: own }) => own), clusters.length]
  if (trials === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const strata = [...Map.groupBy(clusters, ({ stratum }) => stratum).values()]
  const effectivePatients = (trials * trials) / sum(({ all }) => all * all)
  const degreesOfFreedom = effectivePatients - strata.length
  if (strata.some((own) => own.length < 2) || degreesOfFreedom < 1e-9)
    return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const share = found / trials
  const variance = strata.reduce((total, own) => total + stratumVariance(own, share), 0) / (trials * trials)
  const spread = { share, variance, trials: cases.length, effectivePatients, degreesOfFreedom }
  const reference = referenceOf(spread, method)
  const at = (side: 'lower' | 'upper') => limitOf(reference, side, (1 - level) / 2)
  const interval = { level, lower: at('lower'), upper: at('upper'), method: nameOf(reference) }
  return {
    id,
    status: 'estimated',
    estimate: share,
    interval,
    reference,
    numerator: found,
    denominator: trials,
    patients,
    effectivePatients,
  }
}

interface Cluster {
  stratum: string
  found: number
  all: number
}

function clustersOf(cases: readonly SampledCase[]): Cluster[] {
  return [...Map.groupBy(cases, ({ patient }) => patient)].map(([patient, own]) => {
    const stratum = own[0]?.stratum ?? ''
    if (own.some((one) => (one.stratum ?? '') !== stratum)) throw new RangeError(`patient: ${patient} in two strata`)
    const sum = (take: (one: SampledCase) => boolean) =>
      own.reduce((total, one) => total + (take(one) ? weightOf(one) : 0), 0)
    return { stratum, found: sum(({ success }) => success), all: sum(() => true) }
  })
}

function weightOf({ weight = 1 }: SampledCase): number {
  if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError('weight: not a number above 0')
  return weight
}

/** k / (k − 1) · Σ(e − ē)², e = a − pn. */
function stratumVariance(clusters: readonly Cluster[], share: number): number {
  const residuals = clusters.map(({ found, all }) => found - share * all)
  const mean = residuals.reduce((sum, one) => sum + one, 0) / residuals.length
  const squares = residuals.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  const rounding = clusters.reduce((sum, { all }) => sum + all * all, 0) * 1e-26
  return squares <= rounding ? 0 : (clusters.length / (clusters.length - 1)) * squares
}

interface Spread {
  share: number
  variance: number
  trials: number
  effectivePatients: number
  degreesOfFreedom: number
}

function referenceOf(spread: Spread, method: SurveyMethod): Reference {
  const { share, variance, trials, effectivePatients, degreesOfFreedom } = spread
  const slope = share * (1 - share)
  const isSpread = slope > 0 && variance > 0
  const effectiveTrials = Math.min(trials, isSpread ? slope / variance : effectivePatients)
  if (method === 'rao-scott') {
    const counts = { successes: share * effectiveTrials, trials: effectiveTrials, degreesOfFreedom }
    return { scale: 'counts', method: 'wilson', counts }
  }
  if (method === 'korn-graubard' || !isSpread)
    return { scale: 'beta', proportion: share, effectiveTrials, trials, degreesOfFreedom }
  const location = Math.log(share / (1 - share))
  return { scale: 'logit-t', location, standardError: Math.sqrt(variance) / slope, degreesOfFreedom }
}

function nameOf({ scale }: Reference): string {
  if (scale === 'counts') return 'rao-scott'
  return scale === 'beta' ? 'korn-graubard' : 'linearised-logit-t'
}
