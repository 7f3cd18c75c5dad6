import { normalQuantile } from '../distributions/normal.ts'
import { ratioScoreInterval, type TwoSamples } from './ratio-score.ts'

/** Counts of a binary test against the truth. */
export interface TwoByTwo {
  truePositive: number
  falseNegative: number
  trueNegative: number
  falsePositive: number
}

/** A derived figure with its interval, or why there is none. `no-variance`: a cell is empty that its interval divides by. */
export type DerivedFigure =
  | { status: 'estimated'; estimate: number; lower: number; upper: number; level: number }
  | { status: 'undefined'; reason: 'empty-class' | 'empty-denominator' | 'no-variance' }

/**
 * Positive and negative predictive value at a stated prevalence, with intervals on the logit, the prevalence being known.
 * Source: Mercaldo, Lau, Zhou, *Stat. Med.* 26:2170–2183 (2007), the standard logit interval.
 * @param prevalence in (0, 1)
 * @param level in (0, 1)
 * @throws RangeError counts that are none; a prevalence or level outside (0, 1)
 */
export function predictiveValues(
  counts: TwoByTwo,
  prevalence: number,
  level = 0.95,
): { positive: DerivedFigure; negative: DerivedFigure } {
  checkTwoByTwo(counts, level)
  if (!(prevalence > 0 && prevalence < 1)) throw new RangeError('prevalence: not between 0 and 1')
  const { truePositive, falseNegative, trueNegative, falsePositive } = counts
  const [diseased, healthy] = [truePositive + falseNegative, trueNegative + falsePositive]
  if (diseased === 0 || healthy === 0) return both({ status: 'undefined', reason: 'empty-class' })
  const [se, sp] = [truePositive / diseased, trueNegative / healthy]
  const odds = prevalence / (1 - prevalence)
  return {
    positive: onLogit(Math.log((se / (1 - sp)) * odds), (1 - se) / truePositive + sp / falsePositive, level),
    negative: onLogit(Math.log(sp / (1 - se) / odds), se / falseNegative + (1 - sp) / trueNegative, level),
  }
}

function both(figure: DerivedFigure): { positive: DerivedFigure; negative: DerivedFigure } {
  return { positive: figure, negative: figure }
}

function onLogit(logit: number, variance: number, level: number): DerivedFigure {
  if (Number.isNaN(logit)) return { status: 'undefined', reason: 'empty-denominator' }
  if (!Number.isFinite(logit) || !Number.isFinite(variance)) return { status: 'undefined', reason: 'no-variance' }
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(variance)
  const share = (x: number) => 1 / (1 + Math.exp(-x))
  return {
    status: 'estimated',
    estimate: share(logit),
    lower: share(logit - reach),
    upper: share(logit + reach),
    level,
  }
}

/**
 * Interval of a likelihood ratio. `simel`: on the logarithm (Simel, Samsa, Matchar, *J. Clin. Epidemiol.* 44:763–770, 1991).
 * `score`: the score test of a ratio of shares, inverted (Miettinen, Nurminen, *Stat. Med.* 4:213–226, 1985), which has an
 * interval where the ratio is 0, too.
 */
export type RatioMethod = 'simel' | 'score'

/**
 * Likelihood ratios of a positive and of a negative call.
 * @param level in (0, 1)
 * @throws RangeError counts that are none; a level outside (0, 1)
 */
export function likelihoodRatios(
  counts: TwoByTwo,
  level = 0.95,
  method: RatioMethod = 'simel',
): { positive: DerivedFigure; negative: DerivedFigure } {
  checkTwoByTwo(counts, level)
  const { truePositive, falseNegative, trueNegative, falsePositive } = counts
  const [diseased, healthy] = [truePositive + falseNegative, trueNegative + falsePositive]
  if (diseased === 0 || healthy === 0) return both({ status: 'undefined', reason: 'empty-class' })
  const interval = method === 'simel' ? simelInterval : ratioScoreInterval
  const ratio = (inDiseased: number, inHealthy: number): DerivedFigure => {
    if (inHealthy === 0) return { status: 'undefined', reason: 'empty-denominator' }
    if (inDiseased === 0 && method === 'simel') return { status: 'undefined', reason: 'no-variance' }
    const [first, second] = [
      { successes: inDiseased, trials: diseased },
      { successes: inHealthy, trials: healthy },
    ]
    const estimate = inDiseased / diseased / (inHealthy / healthy)
    return { status: 'estimated', estimate, ...interval({ first, second }, level), level }
  }
  return { positive: ratio(truePositive, falsePositive), negative: ratio(falseNegative, trueNegative) }
}

function simelInterval({ first, second }: TwoSamples, level: number): { lower: number; upper: number } {
  const estimate = first.successes / first.trials / (second.successes / second.trials)
  const variance = 1 / first.successes - 1 / first.trials + 1 / second.successes - 1 / second.trials
  const factor = Math.exp(normalQuantile((1 + level) / 2) * Math.sqrt(variance))
  return { lower: estimate / factor, upper: estimate * factor }
}

function checkTwoByTwo(counts: TwoByTwo, level: number): void {
  for (const [name, count] of Object.entries(counts))
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`${name}: not a whole number from 0 on`)
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
}
