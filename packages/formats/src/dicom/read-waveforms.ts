import { AssayError } from '@assay/contracts'
import { leadNames } from '../scp-ecg/leads.ts'
import { missingSample, type Waveform, type WaveformChannel } from '../wfdb/waveform.ts'
import { type Dataset, dicomUnreadable, items, valueBytes } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { number, text } from './values.ts'
import { type SampleKind, sampleKindOf } from './waveform-samples.ts'

/** A multiplex group of a DICOM waveform: channels of one clock. */
export interface DicomWaveform {
  /** E.g. RHYTHM, MEDIAN BEAT; undefined where the object names none. */
  readonly label: string | undefined
  /** Computed from others, not recorded. */
  readonly isDerived: boolean
  readonly waveform: Waveform
}

/**
 * Reads the multiplex groups of a DICOM waveform (12-lead, general and ambulatory ECG, and others alike), voltages in millivolts. What may
 * identify stands in the data set's other attributes and is left there.
 * @param where the file's name, for errors
 * @throws AssayError dicom-unreadable; dicom-unsupported (skewed channels, a baseline between two steps, other sample interpretations)
 * Source: DICOM PS3.3 C.10.9, C.10.10; PS3.16 CID 3001.
 */
export function readWaveforms(bytes: Uint8Array, where: string): DicomWaveform[] {
  const groups = items(readDataset(bytes, where, { pixels: 'keep' }), '54000100')
  if (groups.length === 0) throw dicomUnreadable(where, 'no waveform')
  return groups.map((group) => ({
    label: text(group, '003A0020'),
    isDerived: text(group, '003A0004') === 'DERIVED',
    waveform: readGroup(group),
  }))
}

function readGroup(group: Dataset): Waveform {
  const { where } = group
  const definitions = items(group, '003A0200')
  const [channels, length] = [number(group, '003A0005') ?? 0, number(group, '003A0010') ?? 0]
  const samplingFrequency = number(group, '003A001A') ?? 0
  if (!(samplingFrequency > 0)) throw dicomUnreadable(where, `a sampling frequency of ${samplingFrequency}`)
  if (channels < 1 || length < 1 || definitions.length !== channels)
    throw dicomUnreadable(where, `${channels} channels of ${length} samples, ${definitions.length} described`)
  const kind = sampleKindOf(group)
  const data = valueBytes(group, '54001010') ?? new Uint8Array()
  const due = channels * length * kind.bytes
  if (data.length < due) throw dicomUnreadable(where, `${data.length} bytes of samples, ${due} are due`)
  const samples = separated(data, { kind, channels, length, padding: paddingOf(group, kind) })
  return {
    samplingFrequency,
    length,
    comments: [],
    channels: definitions.map((definition, i) =>
      channelOf(definition, { index: i, samplingFrequency, samples: samples[i]! }),
    ),
  }
}

function paddingOf(group: Dataset, kind: SampleKind): number | undefined {
  const bytes = valueBytes(group, '5400100A')
  return bytes && bytes.length >= kind.bytes ? kind.read(viewOf(bytes), 0) : undefined
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

interface Interleaved {
  readonly kind: SampleKind
  readonly channels: number
  readonly length: number
  readonly padding: number | undefined
}

function separated(bytes: Uint8Array, { kind, channels, length, padding }: Interleaved): Int32Array[] {
  const view = viewOf(bytes)
  return Array.from({ length: channels }, (_, channel) =>
    Int32Array.from({ length }, (_, i) => {
      const value = kind.read(view, (i * channels + channel) * kind.bytes)
      return value === padding ? missingSample : kind.linear(value)
    }),
  )
}

/** Millivolts in a unit of UCUM; other units stay as they are. */
const millivolts: Readonly<Record<string, number>> = { V: 1000, mV: 1, uV: 1e-3, nV: 1e-6 }

function channelOf(
  definition: Dataset,
  { index, samplingFrequency, samples }: { index: number; samplingFrequency: number; samples: Int32Array },
): WaveformChannel {
  const { where } = definition
  const name = nameOf(definition) ?? `channel ${index + 1}`
  checkSkew(definition, samplingFrequency, name)
  const sensitivity = number(definition, '003A0210')
  if (sensitivity === undefined) return { name, units: 'NU', gain: 1, baseline: 0, samples }
  const unit = text(items(definition, '003A0211')[0], '00080100') ?? 'NU'
  const step = sensitivity * (number(definition, '003A0212') ?? 1)
  if (!(step > 0)) throw dicomUnreadable(where, `${name}: a sensitivity of ${step}`)
  const baseline = -(number(definition, '003A0213') ?? 0) / step
  if (Math.abs(baseline - Math.round(baseline)) > 1e-6)
    throw unsupported(where, `${name}: a baseline between two steps`)
  const factor = millivolts[unit]
  const gain = 1 / (step * (factor ?? 1))
  return { name, units: factor === undefined ? unit : 'mV', gain, baseline: Math.round(baseline) + 0, samples }
}

/** By the code of its source, where that is one of the leads of ECG; else by its label or what its source means. */
function nameOf(definition: Dataset): string | undefined {
  const [source] = items(definition, '003A0208')
  const [, lead] = /^(?:5\.6\.3-9-|2:)(\d+)$/.exec(text(source, '00080100') ?? '') ?? []
  return (lead && leadNames[Number(lead)]) || (text(definition, '003A0203') ?? text(source, '00080104'))
}

/** Channels that were sampled one after another within a sample's time are read as simultaneous; others are refused. */
function checkSkew(definition: Dataset, samplingFrequency: number, name: string): void {
  const samples = (number(definition, '003A0214') ?? 0) * samplingFrequency + (number(definition, '003A0215') ?? 0)
  if (Math.abs(samples) >= 1) throw unsupported(definition.where, `${name}: a channel skewed by ${samples} samples`)
}

function unsupported(where: string, what: string): AssayError {
  return new AssayError('dicom-unsupported', { where, what })
}
