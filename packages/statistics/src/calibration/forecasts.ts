/** Forecast probabilities and what came true, case by case. */
export interface Forecasts {
  /** 1 where the event came true, else 0. */
  readonly truths: Uint8Array
  /** In [0, 1]. */
  readonly probabilities: Float64Array
  /** The cluster (patient) of each case, numbered from 0 on; absent where every case is a cluster of its own. */
  readonly clusters?: Int32Array
}

/**
 * The number of cases.
 * @throws RangeError for arrays of unlike length, a truth that is neither 0 nor 1, a probability outside [0, 1], a negative
 * cluster
 */
export function checkForecasts({ truths, probabilities, clusters }: Forecasts): number {
  if (probabilities.length !== truths.length) throw new RangeError('probabilities: not one a truth')
  if (clusters && clusters.length !== truths.length) throw new RangeError('clusters: not one a truth')
  for (let i = 0; i < truths.length; i += 1) {
    if ((truths[i] as number) > 1) throw new RangeError(`truths: neither 0 nor 1 at case ${i}`)
    const probability = probabilities[i] as number
    if (!(probability >= 0 && probability <= 1)) throw new RangeError(`probabilities: not in [0, 1] at case ${i}`)
    if (clusters && (clusters[i] as number) < 0) throw new RangeError(`clusters: below 0 at case ${i}`)
  }
  return truths.length
}

/** Sums of a value over the cases of each cluster; the values themselves where there are none. */
export function clusterSums(values: Float64Array, clusters: Int32Array | undefined): Float64Array {
  if (!clusters) return values
  const count = clusters.reduce((most, cluster) => Math.max(most, cluster + 1), 0)
  const sums = new Float64Array(count)
  for (let i = 0; i < values.length; i += 1) {
    const cluster = clusters[i] as number
    sums[cluster] = (sums[cluster] as number) + (values[i] as number)
  }
  return sums
}

/** How many clusters there are, and how many they count for: K and K_eff = (Σn)² / Σn². */
export function clusterCounts(cases: number, clusters: Int32Array | undefined): { count: number; effective: number } {
  if (!clusters) return { count: cases, effective: cases }
  const sizes = clusterSums(new Float64Array(cases).fill(1), clusters)
  let [count, squares] = [0, 0]
  for (const size of sizes) {
    if (size > 0) count += 1
    squares += size * size
  }
  return { count, effective: squares === 0 ? 0 : (cases * cases) / squares }
}
