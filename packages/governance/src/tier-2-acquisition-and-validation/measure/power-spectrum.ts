import { transform } from './fourier-transform.ts'

/** Power spectral density of a signal, one-sided. */
export interface PowerSpectrum {
  /** Distance of neighbouring frequencies, Hz. */
  readonly resolution: number
  /** Squared unit per Hz, from 0 Hz on. */
  readonly density: Float64Array
}

/** Longest segment, seconds: 0.06 Hz apart, so that wander of the baseline can be told from the beats. */
const segmentSeconds = 16
const leastSegment = 256

/**
 * Welch's estimate: Hann windows over half-overlapping segments, the mean of each taken away. Segments are as long as the
 * largest power of two in 16 s and in the signal; those with missing samples are left out.
 * @param signal NaN where a sample is missing
 * @returns undefined where no segment of at least 256 samples is whole
 * Source: Welch, IEEE Trans. Audio Electroacoust. 1967;15:70–73; as scipy.signal.welch.
 */
export function powerSpectrum(signal: Float64Array, samplingFrequency: number): PowerSpectrum | undefined {
  const length = 2 ** Math.floor(Math.log2(Math.min(signal.length, segmentSeconds * samplingFrequency)))
  if (!(length >= leastSegment)) return undefined
  const window = Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length))
  const weight = samplingFrequency * window.reduce((sum, value) => sum + value * value, 0)
  const density = new Float64Array(length / 2 + 1)
  let segments = 0
  for (let start = 0; start + length <= signal.length; start += length / 2)
    if (addSegment(density, signal.subarray(start, start + length), window)) segments += 1
  if (segments === 0) return undefined
  for (let k = 0; k < density.length; k += 1) density[k]! *= (k === 0 || k === length / 2 ? 1 : 2) / (weight * segments)
  return { resolution: samplingFrequency / length, density }
}

function addSegment(density: Float64Array, segment: Float64Array, window: Float64Array): boolean {
  const mean = segment.reduce((sum, value) => sum + value, 0) / segment.length
  if (Number.isNaN(mean)) return false
  const real = segment.map((value, i) => (value - mean) * window[i]!)
  const imaginary = new Float64Array(segment.length)
  transform(real, imaginary)
  for (let k = 0; k < density.length; k += 1) density[k]! += real[k]! ** 2 + imaginary[k]! ** 2
  return true
}

/** Power between two frequencies, the lower one included, squared unit. */
export function bandPower({ density, resolution }: PowerSpectrum, from: number, to: number): number {
  let power = 0
  for (let k = Math.max(1, Math.ceil(from / resolution)); k < density.length && k * resolution < to; k += 1)
    power += density[k]! * resolution
  return power
}
