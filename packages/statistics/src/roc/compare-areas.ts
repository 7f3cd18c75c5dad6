import { chiSquareTail } from '../distributions/chi-square.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { type Placements, placementsOf } from './placements.ts'
import { type RocArea, rocArea } from './roc-area.ts'
import { type ClassScores, checkScores } from './scores.ts'

/** Clusters of the cases (patients), a number from 0 on for each case of each class. */
export interface ClassClusters {
  readonly diseased: Int32Array
  readonly healthy: Int32Array
}

/** Areas of several tests on the same cases and their covariance. */
export type AreaCovariance =
  | {
      status: 'estimated'
      areas: readonly number[]
      /** tests × tests, by rows. */
      covariance: Float64Array
      /** Clusters, where cases cluster. */
      clusters: number | null
    }
  | { status: 'undefined'; reason: 'empty-class' | 'too-few-cases' }

/**
 * Areas of tests on the same cases with their covariance: DeLong's, or Obuchowski's where cases cluster in patients.
 * Sources: DeLong and others (1988); Obuchowski, *Biometrics* 53:567–578 (1997).
 * @param tests scores of each test, the cases in the same order
 * @param clusters whose the cases are
 * @throws RangeError for a score that is NaN, classes that differ in size
 */
export function areaCovariance(tests: readonly ClassScores[], clusters?: ClassClusters): AreaCovariance {
  tests.forEach(checkScores)
  const [m, n] = [tests[0]?.diseased.length ?? 0, tests[0]?.healthy.length ?? 0]
  if (tests.some(({ diseased, healthy }) => diseased.length !== m || healthy.length !== n))
    throw new RangeError('tests: not on the same cases')
  if (m === 0 || n === 0) return { status: 'undefined', reason: 'empty-class' }
  const placements = tests.map(placementsOf)
  const areas = placements.map(({ diseased }) => mean(diseased))
  const sums = clusters ? clusterSums(placements, areas, clusters) : deviations(placements, areas)
  if (sums.diseased.count < 2 || sums.healthy.count < 2) return { status: 'undefined', reason: 'too-few-cases' }
  const covariance = new Float64Array(tests.length ** 2)
  for (let r = 0; r < tests.length; r += 1)
    for (let s = 0; s < tests.length; s += 1) covariance[r * tests.length + s] = covarianceOf(sums, r, s, m, n)
  return { status: 'estimated', areas, covariance, clusters: clusters ? sums.clusters : null }
}

/** Deviations of placements from the area, summed over each unit that was sampled: a case, or a cluster. */
interface Sums {
  /** By test. */
  readonly diseased: { readonly values: readonly Float64Array[]; readonly count: number }
  readonly healthy: { readonly values: readonly Float64Array[]; readonly count: number }
  /** Clusters; 0 where cases are independent, and both classes have nothing in common. */
  readonly clusters: number
}

function deviations(placements: readonly Placements[], areas: readonly number[]): Sums {
  const of = (take: (one: Placements) => Float64Array) => ({
    values: placements.map((one, test) => take(one).map((value) => value - areas[test]!)),
    count: placements[0] ? take(placements[0]).length : 0,
  })
  return { diseased: of(({ diseased }) => diseased), healthy: of(({ healthy }) => healthy), clusters: 0 }
}

function clusterSums(placements: readonly Placements[], areas: readonly number[], clusters: ClassClusters): Sums {
  const all = new Set(clusters.diseased)
  for (const cluster of clusters.healthy) all.add(cluster)
  let size = 0
  for (const cluster of all) size = Math.max(size, cluster + 1)
  const of = (own: Int32Array, take: (one: Placements) => Float64Array) => ({
    values: placements.map((one, test) => {
      const sums = new Float64Array(size)
      take(one).forEach((value, index) => {
        sums[own[index]!]! += value - areas[test]!
      })
      return sums
    }),
    count: new Set(own).size,
  })
  return {
    diseased: of(clusters.diseased, ({ diseased }) => diseased),
    healthy: of(clusters.healthy, ({ healthy }) => healthy),
    clusters: all.size,
  }
}

function covarianceOf({ diseased, healthy, clusters }: Sums, r: number, s: number, m: number, n: number): number {
  const scaled = (count: number, a: Float64Array, b: Float64Array) => (count / (count - 1)) * dot(a, b)
  const own =
    scaled(diseased.count, diseased.values[r]!, diseased.values[s]!) / m ** 2 +
    scaled(healthy.count, healthy.values[r]!, healthy.values[s]!) / n ** 2
  if (clusters === 0) return own
  const across = dot(diseased.values[r]!, healthy.values[s]!) + dot(diseased.values[s]!, healthy.values[r]!)
  return own + ((clusters / (clusters - 1)) * across) / (m * n)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}

function mean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i]!
  return sum / values.length
}

/** A difference of two areas, first minus second, with a Wald interval and the test that there is none. */
export type AreaDifference =
  | {
      status: 'estimated'
      estimate: number
      standardError: number
      lower: number
      upper: number
      level: number
      z: number
      /** Two-sided. */
      p: number
    }
  | { status: 'undefined'; reason: 'empty-class' | 'too-few-cases' | 'no-variance' }

/**
 * DeLong's test of two tests on the same cases; Obuchowski's where cases cluster.
 * @param level of the interval, in (0, 1)
 */
export function pairedAreaDifference(
  first: ClassScores,
  second: ClassScores,
  level = 0.95,
  clusters?: ClassClusters,
): AreaDifference {
  const found = areaCovariance([first, second], clusters)
  if (found.status !== 'estimated') return found
  const [v11 = 0, v12 = 0, , v22 = 0] = found.covariance
  return differenceOf(found.areas[0]! - found.areas[1]!, v11 - 2 * v12 + v22, level)
}

/** The same of two tests on different cases. */
export function unpairedAreaDifference(first: ClassScores, second: ClassScores, level = 0.95): AreaDifference {
  const [one, other]: [RocArea, RocArea] = [rocArea(first), rocArea(second)]
  if (one.status !== 'estimated' || other.status !== 'estimated') return { status: 'undefined', reason: 'empty-class' }
  if (one.variance === null || other.variance === null) return { status: 'undefined', reason: 'too-few-cases' }
  return differenceOf(one.estimate - other.estimate, one.variance + other.variance, level)
}

function differenceOf(estimate: number, variance: number, level: number): AreaDifference {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  if (!(variance > 1e-24)) return { status: 'undefined', reason: 'no-variance' }
  const standardError = Math.sqrt(variance)
  const reach = normalQuantile((1 + level) / 2) * standardError
  const z = estimate / standardError
  return {
    status: 'estimated',
    estimate,
    standardError,
    level,
    z,
    p: 2 * normalCdf(-Math.abs(z)),
    lower: Math.max(-1, estimate - reach),
    upper: Math.min(1, estimate + reach),
  }
}

/**
 * Test that the areas of several tests on the same cases are all the same: chi-square of the contrasts with the first.
 * @returns undefined where the contrasts do not vary
 */
export function equalAreasTest(found: Extract<AreaCovariance, { status: 'estimated' }>) {
  const k = found.areas.length
  const contrasts = found.areas.slice(1).map((area) => area - found.areas[0]!)
  const at = (r: number, s: number) => found.covariance[r * k + s]!
  const matrix = contrasts.map((_, r) =>
    contrasts.map((__, s) => at(r + 1, s + 1) - at(r + 1, 0) - at(0, s + 1) + at(0, 0)),
  )
  const solved = solve(matrix, contrasts)
  if (!solved) return undefined
  const statistic = contrasts.reduce((sum, value, i) => sum + value * solved[i]!, 0)
  return { statistic, degreesOfFreedom: k - 1, p: chiSquareTail(Math.max(0, statistic), k - 1) }
}

/** Gauss with pivots; undefined where the matrix is singular. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  const size = rows.length
  const scale = Math.max(...matrix.flat().map(Math.abs))
  for (let c = 0; c < size; c += 1) {
    const pivot = rows
      .slice(c)
      .reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(rows[best]![c]!) ? i + c : best), c)
    ;[rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!]
    const lead = rows[c]![c]!
    if (!(Math.abs(lead) > 1e-12 * scale)) return undefined
    for (let r = 0; r < size; r += 1)
      if (r !== c) rows[r] = rows[r]!.map((value, j) => value - (rows[r]![c]! / lead) * rows[c]![j]!)
  }
  return rows.map((row, i) => row[size]! / row[i]!)
}
