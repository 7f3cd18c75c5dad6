import { type Annotation, writeAnnotations, writeRecord } from '@assay/formats'
import { type Draws, drawsOf } from '@assay/statistics'
import { beatSequence, type GeneratedBeat, type HeartDescription } from './beat-sequence.ts'
import { electrocardiogram, type Noise } from './electrocardiogram.ts'

/** A file of an intake folder. */
export interface GeneratedFile {
  name: string
  bytes: Uint8Array
}

const samplingFrequency = 250
/** ADC units a millivolt. */
const gain = 200
const seconds = 600
/** Says so in the header of every generated record. */
const mark = 'synthetic: made by a model (McSharry and others, 2003), no patient'

/**
 * The intake folder of a hospital with generated records, file by file: ten minutes of two leads a record, reference
 * annotations at the R peaks, `patients.tsv`. Every fourth patient has two records. The mix of rhythms and the noise
 * differ from hospital to hospital. The same seed gives the same bytes.
 * @param seed whole number ≥ 0; one a hospital
 * @param patients 1 or more
 */
export function* generateHospital(seed: number, patients: number): Generator<GeneratedFile> {
  const table: string[] = []
  for (let patient = 0; patient < patients; patient += 1) {
    const heart = describeHeart(drawsOf(seed, 1000 * patient), seed)
    const records = patient % 4 === 3 ? 2 : 1
    for (let record = 1; record <= records; record += 1) {
      const name = `s${seed}${String(patient + 1).padStart(3, '0')}${record === 1 ? 'a' : 'b'}`
      table.push(`${name}\ts${seed}-p${patient + 1}\n`)
      yield* generateRecord(name, heart, drawsOf(seed, 1000 * patient + record))
    }
  }
  yield { name: 'patients.tsv', bytes: Buffer.from(table.join('')) }
}

/** A patient's heart, drawn from the hospital's mix: one in eight in atrial fibrillation, one in ten with a block. */
function describeHeart(draws: Draws, seed: number): HeartDescription {
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

function* generateRecord(name: string, heart: HeartDescription, draws: Draws): Generator<GeneratedFile> {
  const beats = beatSequence(heart, seconds, draws)
  const noise: Noise = {
    wander: 0.05 + 0.15 * draws.uniform(),
    mains: 0.01 + 0.02 * draws.uniform(),
    muscle: 0.01 + 0.03 * draws.uniform(),
    bursts: draws.below(4),
    dropouts: draws.below(3),
  }
  const leads = electrocardiogram(beats, seconds, samplingFrequency, noise, draws)
  const channels = leads.map((lead, i) => ({
    name: i === 0 ? 'MLII' : 'V1',
    units: 'mV',
    gain,
    baseline: 0,
    samples: digitise(lead),
  }))
  const waveform = { samplingFrequency, length: seconds * samplingFrequency, channels, comments: [] }
  yield* writeRecord(name, waveform, 212, [mark])
  yield { name: `${name}.atr`, bytes: writeAnnotations(annotationsOf(heart, beats)) }
}

/** To 12 bits, clipped; the lowest value of all means no sample. */
function digitise(lead: Float64Array): Int32Array {
  const samples = new Int32Array(lead.length)
  for (let i = 0; i < lead.length; i += 1) samples[i] = Math.max(-2047, Math.min(2047, Math.round(lead[i]! * gain)))
  return samples
}

function annotationsOf(heart: HeartDescription, beats: readonly GeneratedBeat[]): Annotation[] {
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
