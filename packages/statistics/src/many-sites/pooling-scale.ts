import { normalQuantile } from '../distributions/normal.ts'

/** The scale that estimates are pooled on. */
export type PoolingScale = 'identity' | 'logit' | 'log'

/** An estimate on the scale of pooling, and its sampling variance there. */
interface Scaled {
  estimate: number
  variance: number
}

/**
 * A value on the scale of pooling.
 * @throws RangeError for a share outside (0, 1) on the logit, or a number that is not above 0 on the logarithm
 */
export function toScale(scale: PoolingScale, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError('estimate: not a finite number')
  if (scale === 'identity') return value
  if (scale === 'log') {
    if (!(value > 0)) throw new RangeError('estimate: not above 0, so it has no logarithm')
    return Math.log(value)
  }
  if (!(value > 0 && value < 1)) throw new RangeError('estimate: not between 0 and 1, so it has no logit')
  return Math.log(value) - Math.log1p(-value)
}

/** The value that a point on the scale of pooling stands for. */
export function fromScale(scale: PoolingScale, point: number): number {
  if (scale === 'identity') return point
  return scale === 'log' ? Math.exp(point) : 1 / (1 + Math.exp(-point))
}

/**
 * An estimate and its standard error, which are on the natural scale, on the scale of pooling: by the derivative (delta
 * method).
 * @throws RangeError see `toScale`; a standard error that is not a number from 0 on
 */
export function scaleStandardError(scale: PoolingScale, value: number, standardError: number): Scaled {
  if (!(Number.isFinite(standardError) && standardError >= 0))
    throw new RangeError('standardError: not a finite number from 0 on')
  const slope = scale === 'identity' ? 1 : scale === 'log' ? 1 / value : 1 / (value * (1 - value))
  return { estimate: toScale(scale, value), variance: (standardError * slope) ** 2 }
}

/**
 * An estimate and its interval, on the scale of pooling: the standard error is the distance of the limits there, over twice
 * the normal quantile.
 * @param level of the interval, in (0, 1)
 * @throws RangeError see `toScale`; limits that are not around the estimate
 */
export function scaleInterval(
  scale: PoolingScale,
  value: number,
  { lower, upper, level }: { lower: number; upper: number; level: number },
): Scaled {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (!(lower <= value && value <= upper)) throw new RangeError('interval: not around the estimate')
  const distance = toScale(scale, upper) - toScale(scale, lower)
  return { estimate: toScale(scale, value), variance: (distance / (2 * normalQuantile(1 - (1 - level) / 2))) ** 2 }
}

/**
 * A share from counts, with its binomial variance on the scale of pooling. On the logit, and on the logarithm of no events,
 * half an event and half a failure are added where there are none of one (Haldane, Anscombe); elsewhere counts stay as they
 * are. Without such an addition the variance would be 0 or infinite.
 * @throws RangeError for counts that are none, or no cases
 */
export function scaleCounts(scale: PoolingScale, events: number, total: number): Scaled {
  if (!(Number.isInteger(events) && Number.isInteger(total) && events >= 0 && total >= 1 && events <= total))
    throw new RangeError('events: not whole numbers from 0 to the total')
  if (scale === 'identity') {
    const share = events / total
    return { estimate: share, variance: (share * (1 - share)) / total }
  }
  const added = events === 0 || events === total ? 0.5 : 0
  const [successes, failures] = [events + added, total - events + added]
  if (scale === 'logit') return { estimate: Math.log(successes / failures), variance: 1 / successes + 1 / failures }
  const all = successes + failures
  return { estimate: Math.log(successes / all), variance: 1 / successes - 1 / all }
}
