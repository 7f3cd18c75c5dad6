/** Scores of both classes; higher means more diseased. Infinite ones are allowed: only their order counts. */
export interface ClassScores {
  readonly diseased: Float64Array
  readonly healthy: Float64Array
}

/**
 * Parts scores by the truth.
 * @param truth one a case: 1 diseased, 0 healthy
 * @throws RangeError lengths that differ; a truth that is neither; a score that is NaN, with its place
 */
export function splitByTruth(truth: Uint8Array, scores: Float64Array): ClassScores {
  if (truth.length !== scores.length) throw new RangeError(`scores: ${scores.length}, truth: ${truth.length}`)
  let count = 0
  for (let i = 0; i < truth.length; i += 1) {
    if (truth[i]! > 1) throw new RangeError(`truth: neither 0 nor 1 at ${i}`)
    if (Number.isNaN(scores[i]!)) throw new RangeError(`scores: not a number at ${i}`)
    count += truth[i]!
  }
  const [diseased, healthy] = [new Float64Array(count), new Float64Array(truth.length - count)]
  let [d, h] = [0, 0]
  for (let i = 0; i < truth.length; i += 1) {
    if (truth[i] === 1) diseased[d++] = scores[i]!
    else healthy[h++] = scores[i]!
  }
  return { diseased, healthy }
}

/** @throws RangeError for a score that is NaN, with its class and place */
export function checkScores(scores: ClassScores): void {
  for (const [name, values] of Object.entries(scores) as [string, Float64Array][])
    for (let i = 0; i < values.length; i += 1)
      if (Number.isNaN(values[i]!)) throw new RangeError(`${name}: not a number at ${i}`)
}
