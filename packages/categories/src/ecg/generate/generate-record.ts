import { type Annotation, writeAnnotations, writeRecord } from '@assay/formats'
import type { Draws } from '@assay/statistics'
import { beatSequence, type GeneratedBeat, type HeartDescription } from './beat-sequence.ts'
import { electrocardiogram, type Noise } from './electrocardiogram.ts'

/** A file of an intake folder. */
export interface GeneratedFile {
  name: string
  bytes: Uint8Array
}

/** How a record is taken down. */
export interface RecordShape {
  /** Hz. */
  samplingFrequency: number
  seconds: number
  leads: 1 | 2
  /** ADC units a millivolt. */
  gain: number
  bits: 12 | 16 | 24
}

/** WFDB signal format of samples of so many bits. */
const formats = { 12: 212, 16: 16, 24: 32 } as const

/** Says so in the header of every generated record. */
const mark = 'synthetic: made by a model (McSharry and others, 2003), no patient'

/** A patient's heart, drawn from the hospital's mix: one in eight in atrial fibrillation, one in ten with a block. */
export function describeHeart(draws: Draws, seed: number): HeartDescription {
  const drawn = draws.uniform()
  const basis = drawn < 0.125 ? 'AF' : drawn < 0.225 ? 'L' : 'N'
  return {
    basis,
    heartRate: 58 + 34 * draws.uniform(),
    deviation: 0.02 + 0.03 * draws.uniform(),
    lowToHigh: 0.5,
    ventricularShare: draws.uniform() < 0.9 ? 0.03 + (0.06 + 0.01 * (seed % 3)) * draws.uniform() : 0,
    supraventricularShare: draws.uniform() < 0.75 ? 0.02 + 0.05 * draws.uniform() : 0,
    fusionShare: draws.uniform() < 0.3 ? 0.004 : 0,
  }
}

/** The header and signal of a record, named after it, and the annotations of its beats (`.atr`). */
export function* generateRecord(
  name: string,
  heart: HeartDescription,
  draws: Draws,
  { samplingFrequency, seconds, leads: count, gain, bits }: RecordShape,
): Generator<GeneratedFile> {
  const beats = beatSequence(heart, seconds, draws)
  const noise: Noise = {
    wander: 0.05 + 0.15 * draws.uniform(),
    mains: 0.01 + 0.02 * draws.uniform(),
    muscle: 0.01 + 0.03 * draws.uniform(),
    bursts: draws.below(4),
    dropouts: draws.below(3),
  }
  const leads = electrocardiogram(beats, seconds, samplingFrequency, noise, draws)
  const channels = leads.slice(0, count).map((lead, i) => ({
    name: i === 0 ? 'MLII' : 'V1',
    units: 'mV',
    gain,
    baseline: 0,
    samples: digitise(lead, gain, bits),
  }))
  const waveform = { samplingFrequency, length: seconds * samplingFrequency, channels, comments: [] }
  yield* writeRecord(name, waveform, formats[bits], [mark])
  yield { name: `${name}.atr`, bytes: writeAnnotations(annotationsOf(heart, beats, samplingFrequency)) }
}

/** To so many bits, clipped; the lowest value of all means no sample. */
function digitise(lead: Float64Array, gain: number, bits: number): Int32Array {
  const most = 2 ** (bits - 1) - 1
  const samples = new Int32Array(lead.length)
  for (let i = 0; i < lead.length; i += 1) samples[i] = Math.max(-most, Math.min(most, Math.round(lead[i]! * gain)))
  return samples
}

function annotationsOf(
  heart: HeartDescription,
  beats: readonly GeneratedBeat[],
  samplingFrequency: number,
): Annotation[] {
  const rhythm: Annotation = {
    sample: 1,
    code: '+',
    subtype: 0,
    channel: 0,
    aux: heart.basis === 'AF' ? '(AFIB' : '(N',
  }
  return [
    rhythm,
    ...beats.map(({ seconds: at, kind }) => ({
      sample: Math.round(at * samplingFrequency),
      code: kind === 'AF' ? 'N' : kind,
      subtype: 0,
      channel: 0,
      aux: '',
    })),
  ]
}
