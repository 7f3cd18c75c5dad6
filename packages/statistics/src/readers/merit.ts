import type { MatchedCase } from '../detection/match-marks.ts'
import type { ReaderStudy, ReadingCell } from './reading.ts'

/**
 * A figure of merit of one reader in one modality, as a mean over pairs of a case of one class and a case of the other: θ = Σ values / (Σ weights ·
 * columns). Areas have diseased cases as rows and non-diseased ones as columns; means over cases have a single column that stands for none.
 */
export interface MeritCell {
  readonly modality: number
  readonly reader: number
  /** Cases, by their places in the study. */
  readonly rows: Int32Array
  /** Cases; empty for a mean over cases. */
  readonly columns: Int32Array
  /** Rows × max(1, columns). Those of areas are 0, ½ and 1, for which half the memory is enough. */
  readonly values: Float64Array | Float32Array
  /** One a row: what it counts in the denominator; 1, or the number of lesions for AFROC. */
  readonly weights: Float64Array
}

/** Figures of merit of a study, all of one kind. */
export interface MeritStudy extends Omit<ReaderStudy, 'cells'> {
  readonly cells: readonly MeritCell[]
}

/** What a reader's readings are reduced to. */
export type Merit =
  /** Empirical area under the ROC curve (trapezoidal for ratings): Σ ψ, ties half. */
  | { merit: 'auc' }
  /** Share of diseased cases rated at the cut or above; of non-diseased ones below it. */
  | { merit: 'sensitivity' | 'specificity'; cut: number }
  /** Mean rating: any score of a case that is bounded. */
  | { merit: 'mean' }

/** @param merit of every cell. Cells without a case of a class that it needs have no rows or no columns. */
export function meritStudy(study: ReaderStudy, merit: Merit): MeritStudy {
  return { ...study, cells: study.cells.map((cell) => meritCell(cell, study, merit)) }
}

function meritCell(cell: ReadingCell, { cases }: ReaderStudy, merit: Merit): MeritCell {
  const of = (diseased: boolean) => [...cell.cases.keys()].filter((i) => cases[cell.cases[i]!]!.diseased === diseased)
  const places = (indices: readonly number[]) => Int32Array.from(indices, (i) => cell.cases[i]!)
  const { modality, reader, ratings } = cell
  if (merit.merit === 'auc') {
    const [diseased, healthy] = [of(true), of(false)]
    const values = kernel(
      Float64Array.from(diseased, (i) => ratings[i]!),
      Float64Array.from(healthy, (i) => ratings[i]!),
    )
    const weights = new Float64Array(diseased.length).fill(1)
    return { modality, reader, rows: places(diseased), columns: places(healthy), values, weights }
  }
  const rows = merit.merit === 'mean' ? [...cell.cases.keys()] : of(merit.merit === 'sensitivity')
  const scoreOf = (rating: number) => {
    if (merit.merit === 'mean') return rating
    return rating >= merit.cut === (merit.merit === 'sensitivity') ? 1 : 0
  }
  return {
    modality,
    reader,
    rows: places(rows),
    columns: new Int32Array(0),
    values: Float64Array.from(rows, (i) => scoreOf(ratings[i]!)),
    weights: new Float64Array(rows.length).fill(1),
  }
}

/** By rows: 1 where a diseased case is rated above a healthy one, ½ where alike. */
function kernel(diseased: Float64Array, healthy: Float64Array): Float32Array {
  const values = new Float32Array(diseased.length * healthy.length)
  let at = 0
  for (const x of diseased)
    for (let j = 0; j < healthy.length; j += 1) {
      const y = healthy[j]!
      values[at] = x > y ? 1 : x === y ? 0.5 : 0
      at += 1
    }
  return values
}

/**
 * A cell whose merit is the area under the (weighted) alternative FROC curve: how often a lesion scores above the highest false mark of a case without
 * lesions, ties half. `weighted`: every case with lesions counts the same; else every lesion does.
 * @param matched the cell's cases, marks held against lesions; their places in the study beside
 * Source: Chakraborty, Berbaum, *Med. Phys.* 31:2313–2330 (2004).
 */
export function afrocCell(
  { modality, reader }: { modality: number; reader: number },
  matched: readonly { readonly place: number; readonly marks: MatchedCase }[],
  weighted: boolean,
): MeritCell {
  const rows = matched.filter(({ marks }) => marks.lesionScores.length > 0)
  const columns = matched.filter(({ marks }) => marks.lesionScores.length === 0)
  const highest = columns.map(({ marks }) =>
    marks.falseScores.reduce((most, score) => Math.max(most, score), -Infinity),
  )
  const values = new Float64Array(rows.length * columns.length)
  rows.forEach(({ marks }, row) => {
    highest.forEach((wrong, column) => {
      marks.lesionScores.forEach((score, lesion) => {
        const above = score > wrong ? 1 : score === wrong ? 0.5 : 0
        values[row * columns.length + column]! += above * (weighted ? marks.lesionWeights[lesion]! : 1)
      })
    })
  })
  return {
    modality,
    reader,
    values,
    rows: Int32Array.from(rows, ({ place }) => place),
    columns: Int32Array.from(columns, ({ place }) => place),
    weights: Float64Array.from(rows, ({ marks }) => (weighted ? 1 : marks.lesionScores.length)),
  }
}

/** Sums of a cell's values over its rows and columns. */
export interface MeritSums {
  readonly estimate: number
  readonly total: number
  readonly weight: number
  readonly rowSums: Float64Array
  readonly columnSums: Float64Array
}

/** A cell's figure of merit, and the sums over its rows and columns that it is made of. */
export function sumMerit({ rows, columns, values, weights }: MeritCell): MeritSums {
  const width = Math.max(1, columns.length)
  const [rowSums, columnSums] = [new Float64Array(rows.length), new Float64Array(columns.length)]
  let total = 0
  for (let i = 0; i < rows.length; i += 1)
    for (let j = 0; j < width; j += 1) {
      const value = values[i * width + j]!
      rowSums[i]! += value
      if (columns.length > 0) columnSums[j]! += value
      total += value
    }
  const weight = weights.reduce((sum, value) => sum + value, 0)
  return { estimate: total / (weight * width), total, weight, rowSums, columnSums }
}
