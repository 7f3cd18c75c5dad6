import type { MeritCell, MeritStudy } from './merit.ts'

/**
 * A cell's values with its columns sorted by what they sum to, each row as runs of one value. The columns of an area are so sorted by their ratings,
 * and a row is a few steps: a draw of cases then counts in rows + columns, not in rows × columns.
 */
export interface MeritRuns {
  /** Places of the columns' and of the rows' cases. */
  readonly columns: Int32Array
  readonly rows: Int32Array
  readonly weights: Float64Array
  /** Where each row's runs begin; its last run ends where the next row's begin. */
  readonly starts: Int32Array
  /** Column after the last of each run. */
  readonly ends: Int32Array
  readonly values: Float64Array
}

/** A cell's values as runs, its columns in the order of what they sum to. */
export function meritRuns({ rows, columns, values, weights }: MeritCell): MeritRuns {
  const width = Math.max(1, columns.length)
  const order = columnsBySum(values, width)
  const starts = new Int32Array(rows.length + 1)
  const [ends, runs]: [number[], number[]] = [[], []]
  for (let i = 0; i < rows.length; i += 1) {
    for (let j = 0; j < width; j += 1) {
      const value = values[i * width + order[j]!]!
      const begins = j === 0 || value !== runs[runs.length - 1]
      if (begins) runs.push(value)
      if (begins) ends.push(j + 1)
      else ends[ends.length - 1] = j + 1
    }
    starts[i + 1] = ends.length
  }
  return {
    rows,
    weights,
    starts,
    ends: Int32Array.from(ends),
    values: Float64Array.from(runs),
    columns: columns.length === 0 ? columns : Int32Array.from(order, (j) => columns[j]!),
  }
}

function columnsBySum(values: ArrayLike<number>, width: number): Int32Array {
  const sums = new Float64Array(width)
  for (let at = 0; at < values.length; at += 1) sums[at % width]! += values[at]!
  return Int32Array.from(sums.keys()).sort((a, b) => sums[b]! - sums[a]! || a - b)
}

/**
 * The merit where every patient counts as often as drawn.
 * @param times by patient
 * @returns not a number where the draw lacks a class
 */
export function drawnMerit(runs: MeritRuns, times: Int32Array, { cases }: Pick<MeritStudy, 'cases'>): number {
  const { rows, columns, weights, starts, ends, values } = runs
  const timesOf = (place: number) => times[cases[place]!.patient]!
  const before = columns.length === 0 ? Float64Array.of(0, 1) : new Float64Array(columns.length + 1)
  for (let j = 0; j < columns.length; j += 1) before[j + 1] = before[j]! + timesOf(columns[j]!)
  let [total, weight] = [0, 0]
  for (let i = 0; i < rows.length; i += 1) {
    const drawn = timesOf(rows[i]!)
    if (drawn === 0) continue
    let [row, from] = [0, 0]
    for (let run = starts[i]!; run < starts[i + 1]!; run += 1) {
      row += values[run]! * (before[ends[run]!]! - from)
      from = before[ends[run]!]!
    }
    total += drawn * row
    weight += drawn * weights[i]!
  }
  return total / (weight * before.at(-1)!)
}
