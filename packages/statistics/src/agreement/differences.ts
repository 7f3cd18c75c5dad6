/** Mean and standard deviation (n − 1) of numbers, in two passes. */
export function meanAndDeviation(values: Float64Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}

/** @throws RangeError lengths that differ; a value that is not finite, with its place */
export function checkPairs(first: Float64Array, second: Float64Array): void {
  if (first.length !== second.length) throw new RangeError(`second: ${second.length} values, ${first.length} in first`)
  for (const [name, values] of Object.entries({ first, second })) {
    const wrong = values.findIndex((value) => !Number.isFinite(value))
    if (wrong >= 0) throw new RangeError(`${name}: not finite at ${wrong}`)
  }
}
