/** Ratings of subjects by raters into categories: one cell a subject and a rater, by rows. */
export interface Ratings {
  readonly subjects: number
  readonly raters: number
  /** Number of categories, at least 2. */
  readonly categories: number
  /** subjects × raters codes, each in 0 … categories − 1, or −1 where the rater did not rate the subject. */
  readonly codes: Int32Array
}

/** @throws RangeError when a size does not fit, or a code is no category; says which subject and rater */
export function checkRatings({ subjects, raters, categories, codes }: Ratings): void {
  if (!(Number.isInteger(categories) && categories >= 2)) throw new RangeError('categories: at least 2 are needed')
  if (codes.length !== subjects * raters)
    throw new RangeError(`codes: ${codes.length} for ${subjects} subjects and ${raters} raters`)
  codes.forEach((code, index) => {
    if (code < -1 || code >= categories)
      throw new RangeError(
        `codes: no category ${code} (subject ${Math.floor(index / raters)}, rater ${index % raters})`,
      )
  })
}

/** How many raters put each subject into each category: subjects × categories, by rows. */
export function countRatings(ratings: Ratings): Float64Array {
  const { subjects, raters, categories, codes } = ratings
  const counts = new Float64Array(subjects * categories)
  codes.forEach((code, index) => {
    if (code >= 0) counts[Math.floor(index / raters) * categories + code]! += 1
  })
  return counts
}
