import { type ClassScores, checkScores } from './scores.ts'

/** Why there is no area. */
export type AreaReason = 'empty-class'

/** An area under the empirical curve with DeLong's variance. */
export type RocArea =
  | {
      status: 'estimated'
      /** In [0, 1]: how often a diseased case scores above a healthy one, ties half. */
      estimate: number
      /** DeLong's; null with one case in a class. */
      variance: number | null
      diseased: number
      healthy: number
    }
  | { status: 'undefined'; reason: AreaReason; diseased: number; healthy: number }

/**
 * Area under the ROC curve and DeLong's variance, in O(n log n): both classes are sorted, and one walk over both gives each case's
 * placement, the share of the other class on its wrong side.
 * Sources: DeLong, DeLong, Clarke-Pearson, *Biometrics* 44:837–845 (1988); Sun, Xu, *IEEE Signal Process. Lett.* 21:1389–1393 (2014).
 * @throws RangeError for a score that is NaN
 */
export function rocArea(scores: ClassScores): RocArea {
  checkScores(scores)
  const [m, n] = [scores.diseased.length, scores.healthy.length]
  if (m === 0 || n === 0) return { status: 'undefined', reason: 'empty-class', diseased: m, healthy: n }
  const x = scores.diseased.slice().sort()
  const y = scores.healthy.slice().sort()
  const walked = walk(x, y)
  const estimate = walked.sum / (m * n)
  const variance = m > 1 && n > 1 ? walked.diseasedSpread / (m - 1) / m + walked.healthySpread / (n - 1) / n : null
  return { status: 'estimated', estimate, variance, diseased: m, healthy: n }
}

/** Sums over both rising classes: of wins (ties half), and of squared distances of placements from their mean. */
function walk(x: Float64Array, y: Float64Array): { sum: number; diseasedSpread: number; healthySpread: number } {
  const [m, n] = [x.length, y.length]
  // Twice the wins are whole numbers: their sums are exact up to 2^53.
  let [sum, i, j] = [0, 0, 0]
  const centre = centreOf(x, y)
  let [diseasedSpread, healthySpread, diseasedShift, healthyShift] = [0, 0, 0, 0]
  while (i < m || j < n) {
    const value = i < m && (j >= n || x[i]! <= y[j]!) ? x[i]! : y[j]!
    let [a, b] = [i, j]
    while (a < m && x[a] === value) a += 1
    while (b < n && y[b] === value) b += 1
    const [tiedDiseased, tiedHealthy] = [a - i, b - j]
    sum += tiedDiseased * (j + tiedHealthy / 2)
    const ofDiseased = (j + tiedHealthy / 2) / n - centre
    const ofHealthy = (m - i - tiedDiseased / 2) / m - centre
    diseasedSpread += tiedDiseased * ofDiseased * ofDiseased
    diseasedShift += tiedDiseased * ofDiseased
    healthySpread += tiedHealthy * ofHealthy * ofHealthy
    healthyShift += tiedHealthy * ofHealthy
    i = a
    j = b
  }
  return {
    sum,
    diseasedSpread: Math.max(0, diseasedSpread - (diseasedShift * diseasedShift) / m),
    healthySpread: Math.max(0, healthySpread - (healthyShift * healthyShift) / n),
  }
}

/** A value near the area, about which spreads are summed so that nothing large cancels: from every hundredth case. */
function centreOf(x: Float64Array, y: Float64Array): number {
  const step = Math.max(1, Math.floor(x.length / 100))
  let [wins, count] = [0, 0]
  for (let i = 0; i < x.length; i += step) {
    wins += boundOf(y, x[i]!, false) + boundOf(y, x[i]!, true)
    count += 2
  }
  return wins / count / y.length
}

/** How many of a rising array are below a value; with `orEqual`, at most it. */
export function boundOf(rising: Float64Array, value: number, orEqual: boolean): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const one = rising[middle]!
    if (one < value || (orEqual && one === value)) low = middle + 1
    else high = middle
  }
  return low
}
