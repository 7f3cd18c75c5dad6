import { fisherFTail } from '../distributions/fisher-f.ts'

/** A case of one of several groups; patients may have cases in several of them. */
export interface GroupedCase {
  readonly patient: string
  readonly group: string
  /** Design weight, above 0; 1 where it is not given. */
  readonly weight?: number | undefined
  readonly success: boolean
}

/** Test that groups have the same share; or why there is none. */
export type GroupsTest =
  | {
      status: 'estimated'
      /** Pearson's chi-square over the mean of the design effects. */
      f: number
      degreesOfFreedom: [number, number]
      p: number
      /** Pearson's chi-square of the shares, as if cases were independent. */
      pearson: number
      /** Mean of the generalised design effects. */
      designEffect: number
    }
  | { status: 'undefined'; reason: 'too-few-groups' | 'too-few-patients' | 'no-variance' }

/**
 * Rao and Scott's test that shares of clustered cases are the same in several groups, corrected to the second order, held
 * against F.
 * Source: Rao, Scott, *Ann. Stat.* 12:46–60 (1984); Thomas, Rao, *JASA* 82:630–636 (1987) for F.
 * @throws RangeError for a weight that is none
 */
export function raoScottTest(cases: readonly GroupedCase[]): GroupsTest {
  const groups = [...new Set(cases.map(({ group }) => group))]
  const clusters = [...Map.groupBy(cases, ({ patient }) => patient).values()]
  if (groups.length < 2) return { status: 'undefined', reason: 'too-few-groups' }
  if (clusters.length < 2) return { status: 'undefined', reason: 'too-few-patients' }
  const weighed = sumBy(cases)
  const total = weighed.reduce((sum, weight) => sum + weight, 0)
  const shares = weighed.map((weight) => weight / total)
  const pearson = cases.length * pearsonOf(shares)
  const deltas = designEffects(clusters.map(influence), shares, cases.length)
  if (!deltas || !Number.isFinite(pearson)) return { status: 'undefined', reason: 'no-variance' }
  const { trace, squares, contrasts } = deltas
  if (!(trace > 1e-24)) return { status: 'undefined', reason: 'no-variance' }
  const numerator = (trace * trace) / squares
  const denominator = numerator * (clusters.length - 1)
  const f = pearson / trace
  return {
    status: 'estimated',
    f,
    degreesOfFreedom: [numerator, denominator],
    p: fisherFTail(f, numerator, denominator),
    pearson,
    designEffect: trace / contrasts,
  }

  /** Weights of the cells, group by group: successes, then failures. */
  function sumBy(own: readonly GroupedCase[]): Float64Array {
    const cells = new Float64Array(2 * groups.length)
    for (const { group, weight = 1, success } of own) {
      if (!(weight > 0 && Number.isFinite(weight))) throw new RangeError('weight: not a number above 0')
      cells[2 * groups.indexOf(group) + (success ? 0 : 1)]! += weight
    }
    return cells
  }

  /** What a patient adds to the shares of the cells. */
  function influence(own: readonly GroupedCase[]): Float64Array {
    const cells = sumBy(own)
    const all = cells.reduce((sum, weight) => sum + weight, 0)
    return cells.map((weight, cell) => (weight - shares[cell]! * all) / total)
  }
}

/** Σ (π − π₀)² / π₀, π₀ the product of the margins. */
function pearsonOf(shares: Float64Array): number {
  const successes = shares.reduce((sum, share, cell) => sum + (cell % 2 === 0 ? share : 0), 0)
  let sum = 0
  for (let cell = 0; cell < shares.length; cell += 1) {
    const group = shares[cell - (cell % 2)]! + shares[cell - (cell % 2) + 1]!
    const expected = group * (cell % 2 === 0 ? successes : 1 - successes)
    sum += (shares[cell]! - expected) ** 2 / expected
  }
  return sum
}

/**
 * Trace of Δ and of Δ², Δ the matrix of the contrasts' variances over those of independent cases. Contrasts are log odds ratios
 * of each group and the last one: any other basis has the same traces.
 */
function designEffects(influences: readonly Float64Array[], shares: Float64Array, cases: number) {
  const contrasts = shares.length / 2 - 1
  if (shares.some((share) => share === 0)) return undefined
  const logOdds = (cells: Float64Array, group: number) =>
    cells[2 * group]! / shares[2 * group]! - cells[2 * group + 1]! / shares[2 * group + 1]!
  const rows = influences.map((cells) =>
    Array.from({ length: contrasts }, (_, group) => logOdds(cells, group) - logOdds(cells, contrasts)),
  )
  const odds = (group: number) => 1 / shares[2 * group]! + 1 / shares[2 * group + 1]!
  const independent = square(contrasts, (g, h) => ((g === h ? odds(g) : 0) + odds(contrasts)) / cases)
  const correction = rows.length / (rows.length - 1)
  const found = square(contrasts, (g, h) => correction * rows.reduce((sum, row) => sum + row[g]! * row[h]!, 0))
  const delta = solve(independent, found)
  const trace = delta.reduce((sum, row, g) => sum + row[g]!, 0)
  const squares = delta.reduce((sum, row, g) => sum + row.reduce((own, value, h) => own + value * delta[h]![g]!, 0), 0)
  return { trace, squares, contrasts }
}

function square(size: number, of: (row: number, column: number) => number): number[][] {
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (__, column) => of(row, column)))
}

/** A⁻¹B of a positive definite A, by elimination. */
function solve(a: readonly number[][], b: readonly number[][]): number[][] {
  const rows = a.map((row, i) => [...row, ...b[i]!])
  for (let pivot = 0; pivot < rows.length; pivot += 1)
    for (let row = 0; row < rows.length; row += 1) {
      if (row === pivot) continue
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!
      rows[row] = rows[row]!.map((value, column) => value - factor * rows[pivot]![column]!)
    }
  return rows.map((row, i) => row.slice(a.length).map((value) => value / row[i]!))
}
