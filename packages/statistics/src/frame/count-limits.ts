import { normalQuantile } from '../distributions/normal.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { tangoLimit } from '../paired/paired-difference.ts'
import type { Reference } from './reference.ts'

type Method = Extract<Reference, { scale: 'counts' }>['method']
type CountLimit = (counts: Readonly<Record<string, number>>, side: 'lower' | 'upper', alpha: number) => number

/**
 * One-sided limits from counts, by method. A method that joins takes its place here and in the names of `reference.ts`.
 */
export const countLimits: Record<Method, CountLimit> = {
  /**
   * Counts `successes`, `trials`, which need not be whole. Wilson, *JASA* 22:209–212 (1927); with `degreesOfFreedom`, Student's t
   * in the place of the normal.
   */
  wilson(counts, side, alpha) {
    const [successes, trials] = [countOf(counts, 'successes'), countOf(counts, 'trials')]
    const { degreesOfFreedom } = counts
    const z = degreesOfFreedom === undefined ? normalQuantile(1 - alpha) : studentTQuantile(1 - alpha, degreesOfFreedom)
    const centre = successes + (z * z) / 2
    const reach = z * Math.sqrt((successes * (trials - successes)) / trials + (z * z) / 4)
    return Math.min(1, Math.max(0, (side === 'lower' ? centre - reach : centre + reach) / (trials + z * z)))
  },
  /**
   * Counts `onlyFirst`, `onlySecond` of `pairs`, effective ones, and `degreesOfFreedom`. Tango, *Stat. Med.* 17:891–908 (1998),
   * with Student's t in the place of the normal.
   */
  tango(counts, side, alpha) {
    const [onlyFirst, onlySecond] = [countOf(counts, 'onlyFirst'), countOf(counts, 'onlySecond')]
    const both = countOf(counts, 'pairs') - onlyFirst - onlySecond
    const quantile = studentTQuantile(1 - alpha, countOf(counts, 'degreesOfFreedom'))
    return tangoLimit({ both, onlyFirst, onlySecond, neither: 0 }, side, quantile)
  },
}

/** @throws RangeError for a count that the reference doesn't have */
function countOf(counts: Readonly<Record<string, number>>, name: string): number {
  const count = counts[name]
  if (count === undefined) throw new RangeError(`the reference has no count ${name}`)
  return count
}
