/** Lower triangle whose product with its transpose is the matrix; undefined where the matrix is not positive definite. */
export function choleskyFactor(matrix: readonly (readonly number[])[]): Float64Array[] | undefined {
  const factor: Float64Array[] = []
  for (const [i, row] of matrix.entries()) {
    const own = new Float64Array(matrix.length)
    for (let j = 0; j < i; j += 1) own[j] = (row[j]! - dot(own, factor[j]!, j)) / factor[j]![j]!
    const variance = row[i]! - dot(own, own, i)
    if (!(variance > 0)) return undefined
    own[i] = Math.sqrt(variance)
    factor.push(own)
  }
  return factor
}

function dot(one: Float64Array, other: Float64Array, length: number): number {
  let sum = 0
  for (let i = 0; i < length; i += 1) sum += one[i]! * other[i]!
  return sum
}
