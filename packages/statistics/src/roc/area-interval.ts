import { limitOf } from '../frame/limit.ts'
import type { Reference } from '../frame/reference.ts'
import type { RocArea } from './roc-area.ts'

/** On the area itself, or on its logit, which stays within 0 and 1. */
export type AreaScale = 'logit' | 'wald'

/** Ends of an area's interval, in [0, 1], and how they came about. */
export interface AreaInterval {
  lower: number
  upper: number
  level: number
  /** `clopper-pearson`: an area of 0 or 1 has no variance; its limits are those of as many trials as the smaller class has cases. */
  method: AreaScale | 'clopper-pearson'
}

/**
 * What limits of an area are taken from; undefined with one case in a class.
 * Sources: DeLong and others (1988); logit: Pepe, *The Statistical Evaluation of Medical Tests* (2003), 5.2.
 */
export function areaReference(
  area: { estimate: number; variance: number | null; diseased: number; healthy: number },
  scale: AreaScale,
): Reference | undefined {
  const { estimate, variance, diseased, healthy } = area
  const smaller = Math.min(diseased, healthy)
  if (variance === null || smaller < 2) return undefined
  if (variance === 0 || estimate <= 0 || estimate >= 1)
    return {
      scale: 'beta',
      proportion: estimate,
      effectiveTrials: smaller,
      trials: smaller,
      degreesOfFreedom: smaller - 1,
    }
  const standardError = Math.sqrt(variance)
  if (scale === 'wald') return { scale: 'normal', location: estimate, standardError, within: [0, 1] }
  const location = Math.log(estimate / (1 - estimate))
  return { scale: 'logit-normal', location, standardError: standardError / (estimate * (1 - estimate)) }
}

/** Two-sided interval of an area; undefined where the area is, or with one case in a class. @throws RangeError level */
export function areaInterval(area: RocArea, scale: AreaScale = 'logit', level = 0.95): AreaInterval | undefined {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  const reference = area.status === 'estimated' ? areaReference(area, scale) : undefined
  if (!reference) return undefined
  const tail = (1 - level) / 2
  return {
    lower: limitOf(reference, 'lower', tail),
    upper: limitOf(reference, 'upper', tail),
    level,
    method: reference.scale === 'beta' ? 'clopper-pearson' : scale,
  }
}
