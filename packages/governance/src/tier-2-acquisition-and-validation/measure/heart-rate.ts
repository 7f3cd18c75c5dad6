import type { Waveform } from '@assay/formats'
import { physicalSignal } from './physical-signal.ts'
import { median } from './planes.ts'

/** Seconds: the window over which slopes are summed, the time in which no second beat can follow, the longest between two beats. */
const [integration, refractory, longest] = [0.15, 0.25, 3]
/** A smoothing before and a slope over so many seconds: together a band of about 5 to 20 Hz. */
const [smooth, slope] = [0.02, 0.04]
/** Of the level of the beats so far, what a beat has at least; how much a new one counts in that level. */
const [share, weight] = [0.35, 0.125]
/** Fewest intervals that say something. */
const fewest = 4

/**
 * Heart rate in beats a minute: 60 over the median interval between QRS complexes, which are found where the squared slope of all channels,
 * summed over 150 ms, rises above a share of that of the beats before. The median passes over a beat that was missed or seen twice.
 * @returns undefined below five beats within 3 s of each other
 * Source: after Pan and Tompkins, A real-time QRS detection algorithm, IEEE Trans. Biomed. Eng. 1985;32:230 (as remembered; simplified).
 */
export function heartRate(waveform: Waveform): number | undefined {
  const energy = slopeEnergy(waveform)
  const beats = peaksOf(energy, waveform.samplingFrequency)
  const intervals = beats
    .slice(1)
    .map((at, i) => (at - beats[i]!) / waveform.samplingFrequency)
    .filter((seconds) => seconds <= longest)
  return intervals.length < fewest ? undefined : 60 / median(intervals)
}

/** Squared slopes of all channels, each over its own usual size, summed over 150 ms. */
function slopeEnergy(waveform: Waveform): Float64Array {
  const { samplingFrequency, length } = waveform
  const [half, reach] = [smooth, slope].map((seconds) =>
    Math.max(1, Math.round((seconds * samplingFrequency) / 2)),
  ) as [number, number]
  const energy = new Float64Array(length)
  for (const channel of waveform.channels) {
    const signal = runningMean(physicalSignal(channel), half)
    const squares = signal.map((_, i) =>
      i < reach || i + reach >= length ? 0 : (signal[i + reach]! - signal[i - reach]!) ** 2,
    )
    const usual = squares.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0) / length
    if (usual > 0) for (const [i, value] of squares.entries()) energy[i]! += Number.isNaN(value) ? 0 : value / usual
  }
  return runningMean(energy, Math.round((integration * samplingFrequency) / 2))
}

function runningMean(signal: Float64Array, half: number): Float64Array {
  const sums = new Float64Array(signal.length + 1)
  for (let i = 0; i < signal.length; i += 1) sums[i + 1] = sums[i]! + (Number.isNaN(signal[i]!) ? 0 : signal[i]!)
  return signal.map((_, i) => {
    const [from, to] = [Math.max(0, i - half), Math.min(signal.length, i + half + 1)]
    return (sums[to]! - sums[from]!) / (to - from)
  })
}

/** Samples of the peaks that stand out: above a share of a level that follows them, and apart by more than a heart can beat. */
function peaksOf(energy: Float64Array, samplingFrequency: number): number[] {
  const first = energy.subarray(0, Math.min(energy.length, Math.round(10 * samplingFrequency)))
  let level = Float64Array.from(first).sort()[Math.floor(first.length * 0.98)] ?? 0
  if (!(level > 0)) return []
  const apart = Math.round(refractory * samplingFrequency)
  const beats: number[] = []
  for (let at = 0; at < energy.length; at += 1) {
    if (energy[at]! < share * level) {
      // A pause longer than any interval: what follows may be smaller.
      if (at - (beats.at(-1) ?? 0) > longest * samplingFrequency) level *= 1 - 1 / samplingFrequency
      continue
    }
    const peak = highestWithin(energy, at, apart)
    beats.push(peak)
    level += weight * (Math.min(energy[peak]!, 2 * level) - level)
    at = peak + apart
  }
  return beats
}

function highestWithin(energy: Float64Array, from: number, length: number): number {
  let highest = from
  for (let i = from; i < Math.min(energy.length, from + length); i += 1) if (energy[i]! > energy[highest]!) highest = i
  return highest
}
