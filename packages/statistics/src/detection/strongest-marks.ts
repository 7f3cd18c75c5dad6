/** The marks of a scan with the highest scores: those above the score of the first that is one too many, as LUNA16's program keeps them. */
export function strongestMarks<Scored extends { readonly score: number }>(
  marks: readonly Scored[],
  most: number,
): readonly Scored[] {
  if (marks.length <= most) return marks
  const threshold = marks.map(({ score }) => score).sort((a, b) => b - a)[most]!
  return marks.filter(({ score }) => score > threshold)
}
