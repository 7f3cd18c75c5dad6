import type { ComparisonRules, RecordExtent } from './compare-beats.ts'
import { type EctopicRun, findRuns, longestRuns, mostBeats, type RunKind } from './find-runs.ts'
import { type RhythmAnnotation, runLabels } from './run-labels.ts'

/** Runs by their length in the reference (rows) and in the test (columns): 0 to 5, and 6 for more than 5. */
type RunMatrix = readonly (readonly number[])[]

/** Both matrices of one record: runs of the reference looked for in the test, and the other way round. */
export interface RunComparison {
  readonly sensitivity: RunMatrix
  readonly predictivity: RunMatrix
}

/**
 * Compares runs of ectopic beats: the matrices that the WFDB program `rxr`, EC57's reference implementation, prints. It differs from it
 * where that program goes on with what it had before: with fibrillation that another beat ends at once, which is searched for here within the
 * match window; with one that another rhythm has ended in the learning period; and with a run that is open at the end, which counts here.
 * @param reference annotations in order of their samples
 * @param test annotations in order of their samples
 * Source: ANSI/AAMI EC57:1998, 4.3; app/rxr.c of the WFDB Software Package, 7 August 2009.
 */
export function compareRuns(
  reference: readonly RhythmAnnotation[],
  test: readonly RhythmAnnotation[],
  kind: RunKind,
  { samplingFrequency, samples }: RecordExtent,
  rules: ComparisonRules,
): RunComparison {
  const window = Math.round(rules.matchWindowSeconds * samplingFrequency)
  const applies = samples >= rules.learningAppliesFromSeconds * samplingFrequency
  const start = applies ? Math.round(rules.learningSeconds * samplingFrequency) : 0
  const [truth, found] = [runLabels(reference), runLabels(test)]
  const period = { window, start, end: samples }
  return {
    sensitivity: matrixOf(findRuns(truth, kind, period), longestRuns(found, kind), (own, other) => [own, other]),
    predictivity: matrixOf(findRuns(found, kind, period), longestRuns(truth, kind), (own, other) => [other, own]),
  }
}

function matrixOf(
  runs: readonly EctopicRun[],
  longest: (from: number, to: number) => number,
  place: (own: number, other: number) => [row: number, column: number],
): RunMatrix {
  const matrix = Array.from({ length: mostBeats + 1 }, () => new Array<number>(mostBeats + 1).fill(0))
  for (const { length, from, to } of runs) {
    const [row, column] = place(length, longest(from, to))
    matrix[row]![column]! += 1
  }
  return matrix
}

/** Lengths that EC57 tells apart: two beats, three to five, more. */
export const runClasses = { couplet: [2, 2], 'short-run': [3, 5], 'long-run': [6, 6] } as const
export type RunClass = keyof typeof runClasses

/**
 * Runs of a class that were found (as long as that at least: `rxr` counts a couplet found in any longer run), of all.
 * Sensitivity: of the reference's runs of the class. Predictivity: of the test's, those where the reference's run is as long at least.
 */
export function runCounts(
  { sensitivity, predictivity }: RunComparison,
  runClass: RunClass,
  measure: 'sensitivity' | 'positive-predictivity',
): { right: number; all: number } {
  const [least, most] = runClasses[runClass]
  let [right, all] = [0, 0]
  for (let own = least; own <= most; own += 1)
    for (let other = 0; other <= mostBeats; other += 1) {
      const count = measure === 'sensitivity' ? sensitivity[own]![other]! : predictivity[other]![own]!
      all += count
      if (other >= least) right += count
    }
  return { right, all }
}
