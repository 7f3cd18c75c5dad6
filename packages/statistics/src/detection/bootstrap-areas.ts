import { drawsOf } from '../random/philox.ts'
import type { MatchedCase } from './match-marks.ts'

/**
 * Replicates of figures of matched cases, patients drawn with replacement with all their cases.
 * @param figures of a sample; NaN where one is undefined, as of a draw without a non-diseased case
 * @param replicates how many, at least 1
 * @param seed of the draws: replicate r is stream r
 * @returns replicates × figures by rows
 */
export function bootstrapCases(
  cases: readonly MatchedCase[],
  figures: (sample: readonly MatchedCase[]) => readonly number[],
  replicates: number,
  seed: number,
): { values: Float64Array; columns: number } {
  const patients = [...Map.groupBy(cases, ({ patient }) => patient)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, own]) => own)
  const columns = figures(cases).length
  const values = new Float64Array(replicates * columns)
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const draws = drawsOf(seed, replicate)
    const sample = patients.flatMap(() => patients[draws.below(patients.length)]!)
    values.set(figures(sample), replicate * columns)
  }
  return { values, columns }
}

/** The marks of a scan with the highest scores: those above the score of the first that is one too many, as LUNA16's program keeps them. */
export function strongestMarks<Scored extends { readonly score: number }>(
  marks: readonly Scored[],
  most: number,
): readonly Scored[] {
  if (marks.length <= most) return marks
  const threshold = marks.map(({ score }) => score).sort((a, b) => b - a)[most]!
  return marks.filter(({ score }) => score > threshold)
}
