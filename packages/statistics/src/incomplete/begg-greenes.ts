import { normalQuantile } from '../distributions/normal.ts'
import { type BinomialProportion, binomialProportion } from '../proportions/binomial-interval.ts'

/** Cases with one call: those whose truth was verified, by truth, and those that were not. Whole, from 0 on. */
export interface VerifiedCalls {
  diseased: number
  healthy: number
  unverified: number
}

/** A share with its interval on the logit, or why there is none. */
export type CorrectedShare =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number; standardError: number }
  /** `empty-denominator`: no case with a call was verified. `no-variance`: 0 or 100 %, or a cell that the variance divides by. */
  | { status: 'undefined'; reason: 'empty-class' | 'empty-denominator' | 'no-variance' }

/** Sensitivity and specificity where not all truths were verified. */
export interface PartialVerification {
  sensitivity: CorrectedShare
  specificity: CorrectedShare
  /** Share of diseased cases of all. */
  prevalence: number | undefined
  /** Of all cases, and of those with either call, those whose truth was verified. */
  verified: { all: number; positive: number | undefined; negative: number | undefined }
  /** What the verified cases alone give: biased where a positive call is verified more often. Wilson's intervals. */
  naive: { sensitivity: BinomialProportion; specificity: BinomialProportion }
}

/**
 * Begg and Greenes' correction for partial verification. It holds where who is verified depends on the call alone (and chance).
 * Sensitivity = P(+) φ₊ / (P(+) φ₊ + P(−) φ₋), φ the share of diseased among the verified with a call; the variance of its
 * logit by the delta method, 1/n₊ + 1/n₋ + (1 − φ₊) / (m₊ φ₊) + (1 − φ₋) / (m₋ φ₋), n cases with a call, m verified of them.
 * @param level two-sided, in (0, 1)
 * @throws RangeError counts that are none, no case, or a level that is none
 * Source: Begg, Greenes, *Biometrics* 39:207–215 (1983); Zhou, *Stat. Med.* 12 (1993); Zhou, Obuchowski, McClish,
 * *Statistical Methods in Diagnostic Medicine*, 2nd ed. (2011), 10.2.
 */
export function beggGreenes(positive: VerifiedCalls, negative: VerifiedCalls, level = 0.95): PartialVerification {
  checkCalls({ positive, negative }, level)
  const [n1, n0] = [allOf(positive), allOf(negative)]
  const [m1, m0] = [verifiedOf(positive), verifiedOf(negative)]
  const disease = corrected([n1, positive.diseased, m1], [n0, negative.diseased, m0], level)
  const health = corrected([n0, negative.healthy, m0], [n1, positive.healthy, m1], level)
  const diseased = spread(n1, positive.diseased, m1) + spread(n0, negative.diseased, m0)
  const share = (part: number, all: number) => (all === 0 ? undefined : part / all)
  return {
    sensitivity: disease,
    specificity: health,
    prevalence: Number.isNaN(diseased) ? undefined : diseased / (n1 + n0),
    verified: { all: (m1 + m0) / (n1 + n0), positive: share(m1, n1), negative: share(m0, n0) },
    naive: {
      sensitivity: binomialProportion(positive.diseased, positive.diseased + negative.diseased, 'wilson', level),
      specificity: binomialProportion(negative.healthy, negative.healthy + positive.healthy, 'wilson', level),
    },
  }
}

type CallCounts = [cases: number, ofClass: number, verified: number]

/** The class's cases among all that have a call, by what the verified show; 0 where there are no cases with the call. */
function spread(cases: number, ofClass: number, verified: number): number {
  return cases === 0 ? 0 : (cases * ofClass) / verified
}

function corrected(right: CallCounts, wrong: CallCounts, level: number): CorrectedShare {
  const [found, missed] = [spread(...right), spread(...wrong)]
  if (Number.isNaN(found) || Number.isNaN(missed)) return { status: 'undefined', reason: 'empty-denominator' }
  if (found + missed === 0) return { status: 'undefined', reason: 'empty-class' }
  if (found === 0 || missed === 0) return { status: 'undefined', reason: 'no-variance' }
  const logit = Math.log(found / missed)
  const deviation = Math.sqrt(callVariance(right) + callVariance(wrong))
  const reach = normalQuantile((1 + level) / 2) * deviation
  const share = (x: number) => 1 / (1 + Math.exp(-x))
  const estimate = found / (found + missed)
  return {
    status: 'estimated',
    estimate,
    lower: share(logit - reach),
    upper: share(logit + reach),
    level,
    standardError: estimate * (1 - estimate) * deviation,
  }
}

/** 1/n + (1 − φ) / (m φ) */
function callVariance([cases, ofClass, verified]: CallCounts): number {
  return 1 / cases + (verified - ofClass) / (ofClass * verified)
}

function allOf({ diseased, healthy, unverified }: VerifiedCalls): number {
  return diseased + healthy + unverified
}

function verifiedOf({ diseased, healthy }: VerifiedCalls): number {
  return diseased + healthy
}

function checkCalls(calls: Record<'positive' | 'negative', VerifiedCalls>, level: number): void {
  for (const [name, { diseased, healthy, unverified }] of Object.entries(calls))
    for (const count of [diseased, healthy, unverified])
      if (!(Number.isInteger(count) && count >= 0))
        throw new RangeError(`${name}: a count that is not whole and from 0 on`)
  if (allOf(calls.positive) + allOf(calls.negative) === 0) throw new RangeError('positive, negative: no case')
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
}
