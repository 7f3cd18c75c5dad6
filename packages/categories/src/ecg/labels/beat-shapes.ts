import { missingSample, type Waveform, type WaveformChannel } from '@assay/formats'

/** Of a beat's shape: seconds before and after its annotation, samples of it, and how far it may be moved to lie over another. */
const [before, after, points] = [0.14, 0.26, 20]
/** Channels that shapes are taken of: the first. */
const mostChannels = 2

/** Beats' shapes: so many numbers a beat, by rows, of mean 0 in each channel and of length 1 over all. A flat beat is all 0. */
export interface BeatShapes {
  readonly width: number
  readonly values: Float32Array
}

/**
 * The shapes of beats around their annotations, −140 to +260 ms at 50 Hz, in the first two channels; each beat is moved by up to 60 ms to
 * where its steepest slope lies in the middle of the window's first part, since annotators mark beats at different instants.
 * @param beats samples of the waveform
 */
export function beatShapes({ channels, samplingFrequency }: Waveform, beats: readonly number[]): BeatShapes {
  const own = channels.slice(0, mostChannels)
  const width = own.length * points
  const values = new Float32Array(beats.length * width)
  for (const [i, beat] of beats.entries()) {
    const shape = values.subarray(i * width, (i + 1) * width)
    const at = steepest(own[0]!, beat, samplingFrequency)
    for (const [c, channel] of own.entries())
      takeShape(channel, at, samplingFrequency, shape.subarray(c * points, (c + 1) * points))
    const length = Math.sqrt(shape.reduce((sum, value) => sum + value * value, 0))
    if (length > 0) for (let j = 0; j < width; j += 1) shape[j]! /= length
  }
  return { width, values }
}

/** The sample near a beat where the first channel, over 20 ms, changes most. */
function steepest({ samples }: WaveformChannel, beat: number, samplingFrequency: number): number {
  const [reach, step] = [Math.round(0.06 * samplingFrequency), Math.max(1, Math.round(0.01 * samplingFrequency))]
  let [best, at] = [-1, beat]
  for (let i = Math.max(step, beat - reach); i <= Math.min(samples.length - 1 - step, beat + reach); i += 1) {
    const change = Math.abs(samples[i + step]! - samples[i - step]!)
    if (change > best) [best, at] = [change, i]
  }
  return at
}

/** A beat in one channel, in its unit, mean 0. Samples that are missing or beyond the record count as its mean. */
function takeShape(
  { samples, gain, baseline }: WaveformChannel,
  at: number,
  samplingFrequency: number,
  shape: Float32Array,
): void {
  const spacing = ((before + after) * samplingFrequency) / points
  const reach = Math.max(1, Math.floor(spacing / 2))
  const start = at - before * samplingFrequency
  let [sum, count] = [0, 0]
  for (let i = 0; i < points; i += 1) {
    shape[i] = meanAround(samples, Math.round(start + i * spacing), reach, baseline) / gain
    if (Number.isNaN(shape[i]!)) continue
    sum += shape[i]!
    count += 1
  }
  for (let i = 0; i < points; i += 1) shape[i] = Number.isNaN(shape[i]!) || count === 0 ? 0 : shape[i]! - sum / count
}

function meanAround(samples: Int32Array, at: number, reach: number, baseline: number): number {
  let [sum, count] = [0, 0]
  for (let i = Math.max(0, at - reach); i <= Math.min(samples.length - 1, at + reach); i += 1) {
    if (samples[i] === missingSample) continue
    sum += samples[i]! - baseline
    count += 1
  }
  return count === 0 ? Number.NaN : sum / count
}
