import { sortRising } from '../sorting/sort-rising.ts'
import { type ClassScores, checkScores } from './scores.ts'

/** Why there is no area. */
type AreaReason = 'empty-class'

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
 *
 * Sources: DeLong, DeLong, Clarke-Pearson, *Biometrics* 44:837–845 (1988); Sun, Xu, *IEEE Signal Process. Lett.* 21:1389–1393 (2014).
 * @throws RangeError for a score that is NaN
 */
export function rocArea(scores: ClassScores): RocArea {
  checkScores(scores)
  const [m, n] = [scores.diseased.length, scores.healthy.length]
  if (m === 0 || n === 0) return { status: 'undefined', reason: 'empty-class', diseased: m, healthy: n }
  const { wins, diseasedSpread, healthySpread } = walk(sortRising(scores.diseased), sortRising(scores.healthy))
  const variance = m > 1 && n > 1 ? diseasedSpread / (m - 1) / m + healthySpread / (n - 1) / n : null
  return { status: 'estimated', estimate: wins / (m * n), variance, diseased: m, healthy: n }
}

/**
 * One walk over both rising classes: wins of diseased over healthy cases, ties half, and the sums of squared distances of each class'
 * placements from their mean. Those are summed about a value near the mean, so that nothing large cancels.
 */
function walk(x: Float64Array, y: Float64Array): { wins: number; diseasedSpread: number; healthySpread: number } {
  const [m, n] = [x.length, y.length]
  const centre = centreOf(x, y)
  let [i, j, wins] = [0, 0, 0]
  let [squares, shift, healthySquares, healthyShift] = [0, 0, 0, 0]
  while (i < m || j < n) {
    const value = j >= n || (i < m && x[i]! <= y[j]!) ? x[i]! : y[j]!
    const [startX, startY] = [i, j]
    while (i < m && x[i] === value) i += 1
    while (j < n && y[j] === value) j += 1
    const [tied, tiedHealthy] = [i - startX, j - startY]
    wins += tied * (startY + tiedHealthy / 2)
    const ofDiseased = (startY + tiedHealthy / 2) / n - centre
    squares += tied * ofDiseased * ofDiseased
    shift += tied * ofDiseased
    const ofHealthy = (m - startX - tied / 2) / m - centre
    healthySquares += tiedHealthy * ofHealthy * ofHealthy
    healthyShift += tiedHealthy * ofHealthy
  }
  const spread = (sum: number, moved: number, count: number) => Math.max(0, sum - (moved * moved) / count)
  return { wins, diseasedSpread: spread(squares, shift, m), healthySpread: spread(healthySquares, healthyShift, n) }
}

/** About the area, from a hundredth of the diseased cases. */
function centreOf(x: Float64Array, y: Float64Array): number {
  const step = Math.max(1, Math.floor(x.length / 100))
  let [below, count] = [0, 0]
  for (let i = 0; i < x.length; i += step) {
    below += placeOf(y, x[i]!)
    count += 1
  }
  return below / count / y.length
}

/** How many of a rising array are below a value. */
function placeOf(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rising[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
