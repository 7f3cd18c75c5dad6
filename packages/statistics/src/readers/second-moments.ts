import type { MeritCell } from './merit.ts'

/** Classes of pairs of terms: same reader or not, then same or other row (diseased case) and column (non-diseased case). */
export const momentClasses = [
  'same-both',
  'same-row',
  'same-column',
  'same-reader',
  'other-reader-both',
  'other-reader-row',
  'other-reader-column',
  'other-all',
] as const

/** Σ of weighted products of two terms, and Σ of their weights. */
type Sum = readonly [products: number, weights: number]

/** Sums over pairs of terms that share row and column, at least the row, at least the column, or anything. */
type Sharing = readonly [both: Sum, row: Sum, column: Sum, any: Sum]

/** Sums of pairs of terms of the same reader, of other readers, and of any. Weights of all pairs are 1 in all. */
interface PairSums {
  readonly same: Sharing
  readonly other: Sharing
  readonly any: Sharing
}

/** Cells of one modality that are summed over readers: a reader's terms weigh 1 / readers in all. */
type Cells = readonly MeritCell[]

/** Terms and their weights, added over cells: by row and column, by row, by column, and in all. */
interface Pool {
  readonly both: Float64Array
  readonly bothWeights: Float64Array
  readonly row: Float64Array
  readonly rowWeights: Float64Array
  readonly column: Float64Array
  readonly columnWeights: Float64Array
}

/** Where the rows and columns of a group of cells stand in their pool. */
interface Layout {
  readonly rows: ReadonlyMap<number, number>
  readonly columns: ReadonlyMap<number, number>
}

/**
 * Sums of products over all pairs of a term of `first` and a term of `second`, for any pattern of who read what. The sum over all pairs of readers is the
 * product of what the readers come to together, so that it takes one pass through the terms, not one a pair.
 */
export function pairSums(first: Cells, second: Cells): PairSums {
  const same = sameReaderSums(first, second)
  const all = allReaderSums(first, second)
  const other = all.map(([products, weights], i) => [products - same[i]![0], weights - same[i]![1]] as const)
  return { same, other: other as unknown as Sharing, any: all }
}

/** Pairs that share exactly so much and no more. */
export function exactSharing([both, row, column, any]: Sharing): Sharing {
  const less = ([a, b]: Sum, [c, d]: Sum): Sum => [a - c, b - d]
  const rest = less(less(any, row), less(column, both))
  return [both, less(row, both), less(column, both), rest]
}

const widthOf = ({ columns }: MeritCell) => Math.max(1, columns.length)

/** What a cell's term is multiplied by, so that all its weights are 1 / cells. */
function scaleOf(cell: MeritCell, cells: number): number {
  return 1 / (cell.weights.reduce((sum, value) => sum + value, 0) * widthOf(cell) * cells)
}

function allReaderSums(first: Cells, second: Cells): Sharing {
  const sums = [0, 0, 0, 0].map(() => [0, 0] as [number, number])
  const add = (index: number, products: number, weights: number) => {
    sums[index]![0] += products
    sums[index]![1] += weights
  }
  for (const group of groupsOf([...new Set([...first, ...second])])) {
    const layout = layoutOf(group)
    const x = poolOf(group, first, layout)
    const y = first === second ? x : poolOf(group, second, layout)
    add(0, dot(x.both, y.both), dot(x.bothWeights, y.bothWeights))
    add(1, dot(x.row, y.row), dot(x.rowWeights, y.rowWeights))
    add(2, dot(x.column, y.column), dot(x.columnWeights, y.columnWeights))
  }
  const hasColumns = first.some(({ columns }) => columns.length > 0)
  const total = (cells: Cells) => cells.reduce((sum, cell) => sum + scaleOf(cell, cells.length) * sumOf(cell.values), 0)
  add(3, total(first) * total(second), 1)
  // Without columns there is one, which all terms have.
  if (!hasColumns) sums[2] = sums[3]!
  return sums as unknown as Sharing
}

function sumOf(values: MeritCell['values']): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += values[i]!
  return sum
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i += 1) sum += one[i]! * other[i]!
  return sum
}

/** Cells that have cases in common, directly or through others. */
function groupsOf(cells: Cells): Cells[] {
  const groupOf = cells.map((_, i) => i)
  const firstOf = new Map<number, number>()
  const join = (i: number, place: number) => {
    const known = firstOf.get(place)
    if (known === undefined) firstOf.set(place, i)
    else if (groupOf[known] !== groupOf[i]) {
      const [from, to] = [groupOf[i]!, groupOf[known]!]
      for (const [k, group] of groupOf.entries()) if (group === from) groupOf[k] = to
    }
  }
  cells.forEach(({ rows, columns }, i) => {
    for (const place of rows) join(i, place)
    for (const place of columns) join(i, place)
  })
  return [...Map.groupBy(cells, (cell) => groupOf[cells.indexOf(cell)]!).values()]
}

function layoutOf(cells: Cells): Layout {
  const placesOf = (of: (cell: MeritCell) => Int32Array) => {
    const places = new Set<number>()
    for (const cell of cells) for (const place of of(cell)) places.add(place)
    return new Map([...places].map((place, index) => [place, index]))
  }
  return { rows: placesOf(({ rows }) => rows), columns: placesOf(({ columns }) => columns) }
}

/** @param cells of the modality, of which those of the group are added */
function poolOf(group: Cells, cells: Cells, { rows, columns }: Layout): Pool {
  const width = Math.max(1, columns.size)
  const empty = (length: number) => new Float64Array(length)
  const pool = {
    both: empty(rows.size * width),
    bothWeights: empty(rows.size * width),
    row: empty(rows.size),
    rowWeights: empty(rows.size),
    column: empty(width),
    columnWeights: empty(width),
  }
  const own = new Set(cells)
  for (const cell of group) {
    if (!own.has(cell)) continue
    const [scale, wide] = [scaleOf(cell, cells.length), widthOf(cell)]
    const at = cell.columns.length === 0 ? Int32Array.of(0) : cell.columns.map((place) => columns.get(place)!)
    for (let i = 0; i < cell.rows.length; i += 1) {
      const [row, weight] = [rows.get(cell.rows[i]!)!, scale * cell.weights[i]!]
      pool.row[row]! += addRow(pool, row * width, at, scale, weight, cell.values, i * wide)
      pool.rowWeights[row]! += weight * wide
    }
  }
  return pool
}

/** Adds a row of a cell to its pool. Returns the sum of the row. */
function addRow(
  { both, bothWeights, column, columnWeights }: Pool,
  from: number,
  at: Int32Array,
  scale: number,
  weight: number,
  values: MeritCell['values'],
  start: number,
): number {
  let sum = 0
  for (let j = 0; j < at.length; j += 1) {
    const value = scale * values[start + j]!
    const k = at[j]!
    both[from + k]! += value
    bothWeights[from + k]! += weight
    column[k]! += value
    columnWeights[k]! += weight
    sum += value
  }
  return sum
}

function sameReaderSums(first: Cells, second: Cells): Sharing {
  const sums = [0, 0, 0, 0].map(() => [0, 0] as [number, number])
  const byReader = new Map(second.map((cell) => [cell.reader, cell]))
  for (const x of first) {
    const y = byReader.get(x.reader)
    if (!y) continue
    const scale = scaleOf(x, first.length) * scaleOf(y, second.length)
    sumsOfPair(x, y).forEach(([products, weights], i) => {
      sums[i]![0] += scale * products
      sums[i]![1] += scale * weights
    })
  }
  return sums as unknown as Sharing
}

/** Sums of two cells, unscaled. */
function sumsOfPair(x: MeritCell, y: MeritCell): Sharing {
  const [rows, columns] = [sharedPlaces(x.rows, y.rows), sharedColumns(x, y)]
  const ofX = marginsOf(x)
  const ofY = x === y ? ofX : marginsOf(y)
  const [widthX, widthY] = [widthOf(x), widthOf(y)]
  let [both, row, column, rowWeights] = [0, 0, 0, 0]
  for (let i = 0; i < rows.own.length; i += 1) {
    const [a, b] = [rows.own[i]!, rows.others[i]!]
    for (let j = 0; j < columns.own.length; j += 1)
      both += x.values[a * widthX + columns.own[j]!]! * y.values[b * widthY + columns.others[j]!]!
    row += ofX.rows[a]! * ofY.rows[b]!
    rowWeights += x.weights[a]! * y.weights[b]!
  }
  for (let j = 0; j < columns.own.length; j += 1)
    column += ofX.columns[columns.own[j]!]! * ofY.columns[columns.others[j]!]!
  const weights = ofX.weight * ofY.weight
  return [
    [both, rowWeights * columns.own.length],
    [row, rowWeights * widthX * widthY],
    [column, weights * columns.own.length],
    [ofX.total * ofY.total, weights * widthX * widthY],
  ]
}

function marginsOf(cell: MeritCell) {
  const width = widthOf(cell)
  const [rows, columns] = [new Float64Array(cell.rows.length), new Float64Array(width)]
  let total = 0
  for (let i = 0; i < rows.length; i += 1)
    for (let j = 0; j < width; j += 1) {
      const value = cell.values[i * width + j]!
      rows[i]! += value
      columns[j]! += value
      total += value
    }
  return { rows, columns, total, weight: cell.weights.reduce((sum, value) => sum + value, 0) }
}

/** Indices of the places that both have, of each. */
interface Shared {
  readonly own: Int32Array
  readonly others: Int32Array
}

function sharedPlaces(one: Int32Array, other: Int32Array): Shared {
  const places = new Map([...other].map((place, i) => [place, i]))
  const own = [...one.keys()].filter((i) => places.has(one[i]!))
  return { own: Int32Array.from(own), others: Int32Array.from(own, (i) => places.get(one[i]!)!) }
}

function sharedColumns(x: MeritCell, y: MeritCell): Shared {
  return x.columns.length === 0
    ? { own: Int32Array.of(0), others: Int32Array.of(0) }
    : sharedPlaces(x.columns, y.columns)
}
