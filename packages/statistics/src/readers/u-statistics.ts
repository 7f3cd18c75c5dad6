import {
  type ModalityDifference,
  modalityDifference,
  type ReaderInterval,
  readerInterval,
} from './compare-modalities.ts'
import type { MeritCell, MeritStudy } from './merit.ts'
import { ReadingsRefused } from './reading.ts'

/** Classes of pairs of terms: same reader or not, then same or other row (diseased case) and column (non-diseased case). */
const momentClasses = [
  'same-both',
  'same-row',
  'same-column',
  'same-reader',
  'other-reader-both',
  'other-reader-row',
  'other-reader-column',
  'other-all',
] as const
type MomentClass = (typeof momentClasses)[number]

/** A second moment: mean product of two terms of a class, and how much the class weighs in the variance. */
interface Moment {
  readonly name: MomentClass
  /** Undefined where the study has no such pair. */
  readonly moment: number | undefined
  /** Σ of the weights of its pairs; less 1 for the class in which everything is other. */
  readonly coefficient: number
}

/** A mean over readers of a modality, or the covariance of two, from moments. */
interface MomentVariance {
  readonly variance: number
  readonly moments: readonly Moment[]
}

/** Outcome of the analysis by U-statistics. */
export interface UStatisticResult {
  readonly estimator: 'unbiased' | 'biased'
  readonly modalities: readonly ({ modality: string; readers: number } & ReaderInterval & MomentVariance)[]
  readonly differences: readonly (ModalityDifference & {
    /** Of both modalities, and of each product. */
    readonly covariance: number
    readonly moments: readonly Moment[]
  })[]
}

/**
 * Variance components of a reader study by U-statistics, readers and cases random, for any pattern of who read what: crossed, nested, or with missing
 * readings. Every reader counts the same in a modality's mean. The variance is a combination of eight second moments of the kernel; `unbiased` takes
 * them over pairs of different indices, `biased` over all pairs (the distribution of the sample itself). Intervals by Student's t with the degrees of freedom
 * (J − 1) (V / V_readers)², V_readers the part that J readers leave with the cases fixed: Hillis' in a crossed study.
 * Sources: Gallas, *Acad. Radiol.* 13:353–362 (2006); Gallas, Bandos, Samuelson, Wagner, *Commun. Stat. Theory Methods* 38:2586–2603 (2009); Gallas,
 * Brown, *Neural Netw.* 21:387–397 (2008).
 * @throws ReadingsRefused `too-few-readers`
 */
export function uStatistics(
  study: MeritStudy,
  {
    estimator,
    level,
    margin,
    within,
  }: {
    estimator: 'unbiased' | 'biased'
    level: number
    margin?: number
    within?: readonly [number, number]
  },
): UStatisticResult {
  const { modalities } = study
  const own = modalities.map((_, modality) =>
    study.cells.filter((cell) => cell.modality === modality && hasTerms(cell)),
  )
  if (own.some(({ length }) => length < 2)) throw new ReadingsRefused({ fault: 'too-few-readers' })
  const estimates = own.map((cells) => cells.map(estimateOf))
  const means = estimates.map(meanOf)
  const variances = own.map((cells, i) => momentsOf(cells, cells, [means[i]!, means[i]!], estimator))
  const pairs = modalities.flatMap((_, first) =>
    modalities.slice(first + 1).map((__, k) => [first, first + 1 + k] as const),
  )
  return {
    estimator,
    modalities: modalities.map((modality, i) => {
      const { variance } = variances[i]!
      const degreesOfFreedom = freedomOf(variance, estimates[i]!)
      return {
        ...{
          modality,
          readers: own[i]!.length,
          ...readerInterval(means[i]!, variance, degreesOfFreedom, level, within),
        },
        ...variances[i]!,
      }
    }),
    differences: pairs.map(([first, second]) => {
      const { variance: covariance, moments } = momentsOf(
        own[first]!,
        own[second]!,
        [means[first]!, means[second]!],
        estimator,
      )
      const variance = variances[first]!.variance + variances[second]!.variance - 2 * covariance
      return {
        ...modalityDifference(
          { first: modalities[first]!, second: modalities[second]! },
          {
            estimate: means[first]! - means[second]!,
            variance,
            degreesOfFreedom: freedomOfDifference(variance, own[first]!, own[second]!),
          },
          level,
          margin,
        ),
        ...{ covariance, moments },
      }
    }),
  }
}

function hasTerms({ values }: MeritCell): boolean {
  return values.length > 0
}

function estimateOf({ values, columns, weights }: MeritCell): number {
  const weight = weights.reduce((sum, value) => sum + value, 0)
  return values.reduce((sum, value) => sum + value, 0) / (weight * Math.max(1, columns.length))
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Weighted sums of products over pairs of terms of two cells, and of the weights themselves, by which indices they share. */
interface PairSums {
  readonly both: readonly [products: number, weights: number]
  readonly row: readonly [products: number, weights: number]
  readonly column: readonly [products: number, weights: number]
  readonly none: readonly [products: number, weights: number]
}

function momentsOf(
  first: readonly MeritCell[],
  second: readonly MeritCell[],
  [one, other]: readonly [number, number],
  estimator: 'unbiased' | 'biased',
): MomentVariance {
  const [ofSame, ofOther] = [emptySums(), emptySums()]
  for (const x of first)
    for (const y of second) {
      const sums = pairSums(x, y)
      const share = 1 / (first.length * second.length)
      addSums(x.reader === y.reader ? ofSame : ofOther, sums, share)
    }
  const classes = [
    ofSame.both,
    ofSame.row,
    ofSame.column,
    ofSame.none,
    ofOther.both,
    ofOther.row,
    ofOther.column,
    ofOther.none,
  ]
  const hasColumns = first.some(({ columns }) => columns.length > 0)
  // Without columns every pair shares the one that stands for none.
  const different = hasColumns ? ofOther.none : ofOther.column
  const moments = momentClasses.map((name, i): Moment => {
    const sums = classes[i]!
    const [products, weights] = sums
    return {
      name,
      moment: weights > 0 ? products / weights : undefined,
      coefficient: weights - (sums === different ? 1 : 0),
    }
  })
  if (estimator === 'unbiased') {
    const squared = different[1] > 0 ? different[0] / different[1] : Number.NaN
    return { variance: one * other - squared, moments }
  }
  return { variance: biasedVariance(first, second, one * other), moments }
}

function emptySums() {
  return { both: [0, 0], row: [0, 0], column: [0, 0], none: [0, 0] } as Record<keyof PairSums, [number, number]>
}

function addSums(to: Record<keyof PairSums, [number, number]>, sums: PairSums, share: number): void {
  for (const key of ['both', 'row', 'column', 'none'] as const) {
    to[key][0] += share * sums[key][0]
    to[key][1] += share * sums[key][1]
  }
}

/** Each cell's terms weigh 1 in all. Cases that only one of both has share nothing. */
function pairSums(x: MeritCell, y: MeritCell): PairSums {
  const [widthX, widthY] = [Math.max(1, x.columns.length), Math.max(1, y.columns.length)]
  const weightOf = ({ weights }: MeritCell) => weights.reduce((sum, value) => sum + value, 0)
  const scale = 1 / (weightOf(x) * widthX * weightOf(y) * widthY)
  const [rowsX, rowsY] = [rowSumsOf(x), rowSumsOf(y)]
  const [columnsX, columnsY] = [columnSumsOf(x), columnSumsOf(y)]
  const rows = sharedPlaces(x.rows, y.rows)
  // Without columns there is one, which both have.
  const columns = x.columns.length === 0 ? [[0, 0] as const] : sharedPlaces(x.columns, y.columns)
  const sum = (pairs: readonly (readonly [number, number])[], of: (i: number, j: number) => number) =>
    pairs.reduce((total, [i, j]) => total + of(i, j), 0)
  const both = sum(rows, (i, k) => sum(columns, (j, l) => x.values[i * widthX + j]! * y.values[k * widthY + l]!))
  const bothWeights = sum(rows, (i, k) => x.weights[i]! * y.weights[k]!) * columns.length
  const row = sum(rows, (i, k) => rowsX[i]! * rowsY[k]!)
  const rowWeights = sum(rows, (i, k) => x.weights[i]! * y.weights[k]!) * widthX * widthY
  const column = sum(columns, (j, l) => columnsX[j]! * columnsY[l]!)
  const columnWeights = columns.length * weightOf(x) * weightOf(y)
  const total = rowsX.reduce((a, b) => a + b, 0) * rowsY.reduce((a, b) => a + b, 0)
  const totalWeights = weightOf(x) * weightOf(y) * widthX * widthY
  const scaled = (products: number, weights: number) => [scale * products, scale * weights] as const
  return {
    both: scaled(both, bothWeights),
    row: scaled(row - both, rowWeights - bothWeights),
    column: scaled(column - both, columnWeights - bothWeights),
    none: scaled(total - row - column + both, totalWeights - rowWeights - columnWeights + bothWeights),
  }
}

function rowSumsOf({ rows, columns, values }: MeritCell): Float64Array {
  const width = Math.max(1, columns.length)
  return Float64Array.from(rows, (_, i) => values.subarray(i * width, (i + 1) * width).reduce((a, b) => a + b, 0))
}

function columnSumsOf({ rows, columns, values }: MeritCell): Float64Array {
  const width = Math.max(1, columns.length)
  const sums = new Float64Array(width)
  for (let i = 0; i < rows.length; i += 1) for (let j = 0; j < width; j += 1) sums[j]! += values[i * width + j]!
  return sums
}

function sharedPlaces(one: Int32Array, other: Int32Array): (readonly [number, number])[] {
  const places = new Map([...other].map((place, i) => [place, i]))
  return [...one].flatMap((place, i) => {
    const found = places.get(place)
    return found === undefined ? [] : [[i, found] as const]
  })
}

/** Variance of the sample's own distribution: every index drawn anew with replacement, in a crossed study. */
function biasedVariance(first: readonly MeritCell[], second: readonly MeritCell[], square: number): number {
  const x = averagesOf(first)
  const y = averagesOf(second)
  const readers = first.map(({ reader }) => second.findIndex((cell) => cell.reader === reader))
  if (readers.includes(-1) || first.length !== second.length) return Number.NaN
  const [n, m, r] = [x.rows, x.columns, first.length]
  const mean = (count: number, of: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => of(i)).reduce((a, b) => a + b, 0) / count
  const at = (cells: readonly MeritCell[], k: number, i: number, j: number) => cells[k]!.values[i * m + j]!
  const pair = (k: number) => readers[k]!
  const m1 = mean(r, (k) => mean(n, (i) => mean(m, (j) => at(first, k, i, j) * at(second, pair(k), i, j))))
  const m2 = mean(r, (k) => mean(n, (i) => x.byRow[k]![i]! * y.byRow[pair(k)]![i]!))
  const m3 = mean(r, (k) => mean(m, (j) => x.byColumn[k]![j]! * y.byColumn[pair(k)]![j]!))
  const m4 = mean(r, (k) => x.whole[k]! * y.whole[pair(k)]!)
  const meanOver = (rows: readonly (readonly number[])[], i: number) => meanOf(rows.map((row) => row[i]!))
  const m5 = mean(n, (i) =>
    mean(m, (j) => meanOf(first.map((_, k) => at(first, k, i, j))) * meanOf(second.map((_, k) => at(second, k, i, j)))),
  )
  const m6 = mean(n, (i) => meanOver(x.byRow, i) * meanOver(y.byRow, i))
  const m7 = mean(m, (j) => meanOver(x.byColumn, j) * meanOver(y.byColumn, j))
  const [a, b, c] = [1 / n, 1 / m, 1 / r]
  return (
    c * (a * b * m1 + a * (1 - b) * m2 + (1 - a) * b * m3 + (1 - a) * (1 - b) * m4) +
    (1 - c) * (a * b * m5 + a * (1 - b) * m6 + (1 - a) * b * m7 + (1 - a) * (1 - b) * square) -
    square
  )
}

function averagesOf(cells: readonly MeritCell[]) {
  const [{ rows, columns }] = cells as [MeritCell]
  const width = Math.max(1, columns.length)
  return {
    ...{ rows: rows.length, columns: width },
    byRow: cells.map((cell) => [...rowSumsOf(cell)].map((sum) => sum / width)),
    byColumn: cells.map((cell) => [...columnSumsOf(cell)].map((sum) => sum / rows.length)),
    whole: cells.map(estimateOf),
  }
}

function freedomOf(variance: number, estimates: readonly number[]): number {
  const readers = estimates.length
  const mean = meanOf(estimates)
  const ofReaders = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (readers - 1) / readers
  return freedom(variance, ofReaders, readers - 1)
}

/** Readers of both modalities by their differences; of one only, on their own. */
function freedomOfDifference(variance: number, first: readonly MeritCell[], second: readonly MeritCell[]): number {
  const of = (cells: readonly MeritCell[]) => new Map(cells.map((cell) => [cell.reader, estimateOf(cell)]))
  const [one, other] = [of(first), of(second)]
  const both = [...one.keys()].filter((reader) => other.has(reader))
  if (both.length === one.size && both.length === other.size)
    return freedomOf(
      variance,
      both.map((reader) => one.get(reader)! - other.get(reader)!),
    )
  const part = (values: readonly number[]) => {
    const mean = meanOf(values)
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length
  }
  const [x, y] = [part([...one.values()]), part([...other.values()])]
  const welch = (x + y) ** 2 / (x ** 2 / (one.size - 1) + y ** 2 / (other.size - 1))
  return freedom(variance, x + y, welch)
}

/** At least that of the readers alone. */
function freedom(variance: number, ofReaders: number, degreesOfFreedom: number): number {
  if (ofReaders === 0) return Infinity
  return degreesOfFreedom * Math.max(1, (variance / ofReaders) ** 2)
}
