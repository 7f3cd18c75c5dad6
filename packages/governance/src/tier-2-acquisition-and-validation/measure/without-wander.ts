/** Seconds over which the mean is taken that stands for the baseline. */
const span = 0.8

/** A signal less its mean over 0.8 s around each sample, NaN where a sample is missing; the half spans at both ends are left out. */
export function withoutWander(signal: Float64Array, samplingFrequency: number): Float64Array {
  const reach = Math.max(1, Math.round((span * samplingFrequency) / 2))
  const sums = new Float64Array(signal.length + 1)
  const counts = new Int32Array(signal.length + 1)
  for (const [i, value] of signal.entries()) {
    sums[i + 1] = sums[i]! + (Number.isNaN(value) ? 0 : value)
    counts[i + 1] = counts[i]! + (Number.isNaN(value) ? 0 : 1)
  }
  return signal
    .map((value, i) => {
      const [from, to] = [Math.max(0, i - reach), Math.min(signal.length, i + reach + 1)]
      return value - (sums[to]! - sums[from]!) / Math.max(1, counts[to]! - counts[from]!)
    })
    .subarray(Math.min(reach, signal.length), Math.max(reach, signal.length - reach))
}
