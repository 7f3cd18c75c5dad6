import { risingOrder } from '../sorting/rising-order.ts'
import type { ClassScores } from './scores.ts'

/**
 * Each case's placement, in the order of the cases: for a diseased one the share of healthy ones below it, for a healthy one the share of
 * diseased ones above it, ties half. Their means are both the area.
 */
export interface Placements {
  readonly diseased: Float64Array
  readonly healthy: Float64Array
}

/** Placements of all cases, in one sort and one walk. Both classes have a case. */
export function placementsOf({ diseased, healthy }: ClassScores): Placements {
  const [m, n] = [diseased.length, healthy.length]
  const scores = new Float64Array(m + n)
  scores.set(diseased)
  scores.set(healthy, m)
  const order = risingOrder(scores)
  const found = { diseased: new Float64Array(m), healthy: new Float64Array(n) }
  let [start, below, healthyBelow] = [0, 0, 0]
  while (start < order.length) {
    const score = scores[order[start]!]!
    let [end, tied] = [start, 0]
    for (; end < order.length && scores[order[end]!] === score; end += 1) tied += order[end]! < m ? 1 : 0
    const tiedHealthy = end - start - tied
    const ofDiseased = (healthyBelow + tiedHealthy / 2) / n
    const ofHealthy = (m - below - tied / 2) / m
    for (let i = start; i < end; i += 1) {
      const place = order[i]!
      if (place < m) found.diseased[place] = ofDiseased
      else found.healthy[place - m] = ofHealthy
    }
    below += tied
    healthyBelow += tiedHealthy
    start = end
  }
  return found
}
