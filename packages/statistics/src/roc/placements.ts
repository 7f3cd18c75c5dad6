import { boundOf } from './roc-area.ts'
import type { ClassScores } from './scores.ts'

/** Each case's placement, in the order of the cases: for a diseased one the share of healthy ones below it, for a healthy one the share of
 * diseased ones above it, ties half. Their means are both the area. */
export interface Placements {
  readonly diseased: Float64Array
  readonly healthy: Float64Array
}

/** Placements of all cases, in O(n log n). Both classes have a case. */
export function placementsOf({ diseased, healthy }: ClassScores): Placements {
  const [x, y] = [diseased.slice().sort(), healthy.slice().sort()]
  const [m, n] = [x.length, y.length]
  return {
    diseased: diseased.map((score) => (boundOf(y, score, false) + boundOf(y, score, true)) / (2 * n)),
    healthy: healthy.map((score) => 1 - (boundOf(x, score, false) + boundOf(x, score, true)) / (2 * m)),
  }
}
