import { AssayError } from '@assay/contracts'
import { missingSample, type Waveform, type WaveformChannel } from '../wfdb/waveform.ts'
import { type AecgAnnotation, readAnnotationSets } from './annotations.ts'
import { type Clock, clockOf } from './clock.ts'
import { leadName } from './lead-name.ts'
import { elementsAt, readXml, type XmlElement } from './read-xml.ts'
import { describeSubject } from './subject.ts'

/** Samples of all leads at most: sets of a series may lie any time apart. */
const mostSamples = 2 ** 26

/** An annotated ECG: its waveform, whose comments may identify, and its annotations. */
export interface Aecg {
  readonly waveform: Waveform
  readonly annotations: readonly AecgAnnotation[]
}

/**
 * Reads an HL7 annotated ECG: the rhythm series, its leads in millivolts, and its annotations. Sets of sequences that follow each other
 * are put on one clock; a lead misses the samples that it has none for.
 * @param where the file's name, for errors
 * @throws AssayError record-unreadable; record-unsupported (several rhythm series, sets on different clocks, leads that are no voltages)
 * Source: ANSI/HL7 V3 ECG R1 (PORT_MT020001), Implementation Guide of 2005-03-21.
 */
export function readAecg(bytes: Uint8Array, where: string): Aecg {
  const document = readXml(bytes, where)
  if (document.name !== 'AnnotatedECG') throw unreadable(where, 'no annotated ECG')
  const series = elementsAt(document, 'component/series').filter(
    (one) => elementsAt(one, 'code')[0]?.attributes.code === 'RHYTHM',
  )
  if (series.length !== 1)
    throw series.length === 0
      ? unreadable(where, 'no rhythm series')
      : unsupported(where, `${series.length} rhythm series`)
  const sets = elementsAt(series[0], 'component/sequenceSet').map((set) => readSet(set, where))
  if (sets.length === 0) throw unreadable(where, 'no set of sequences')
  const { waveform, clock } = join(sets, where)
  waveform.comments.push(...describeSubject(document))
  return { waveform, annotations: readAnnotationSets(series[0]!, clock) }
}

function unreadable(where: string, what: string): AssayError {
  return new AssayError('record-unreadable', { where, what })
}

function unsupported(where: string, what: string): AssayError {
  return new AssayError('record-unsupported', { where, what })
}

/** Leads that were recorded at the same time. */
interface SequenceSet {
  readonly clock: Clock
  readonly leads: readonly WaveformChannel[]
}

function readSet(set: XmlElement, where: string): SequenceSet {
  const sequences = elementsAt(set, 'component/sequence').map((sequence) => ({
    code: elementsAt(sequence, 'code')[0]?.attributes.code ?? '',
    value: elementsAt(sequence, 'value')[0],
  }))
  const time = sequences.find(({ code }) => code === 'TIME_ABSOLUTE' || code === 'TIME_RELATIVE')
  const clock = clockOf(time?.value)
  if (!clock) throw unreadable(where, 'leads without a time')
  const leads = sequences.filter((one) => one !== time).map(({ code, value }) => readLead(code, value, where))
  if (leads.length === 0) throw unreadable(where, 'a set without leads')
  return { clock, leads }
}

/** Millivolts in a unit of UCUM. */
const millivolts: Readonly<Record<string, number>> = { V: 1000, mV: 1, uV: 1e-3, nV: 1e-6 }

function readLead(code: string, value: XmlElement | undefined, where: string): WaveformChannel {
  const name = leadName(code)
  if (value?.attributes.type?.replace(/^.*:/, '') !== 'SLIST_PQ')
    throw unsupported(where, `${name}: a lead that is no list of voltages`)
  const [scale, origin] = ['scale', 'origin'].map((part) =>
    voltageOf(elementsAt(value, part)[0], `${name}: ${part}`, where),
  )
  if (!(scale! > 0)) throw unreadable(where, `${name}: a scale of ${scale}`)
  const baseline = -origin! / scale!
  if (Math.abs(baseline - Math.round(baseline)) > 1e-6)
    throw unsupported(where, `${name}: an origin between two steps of the scale`)
  const words = (elementsAt(value, 'digits')[0]?.text ?? '').match(/\S+/g) ?? []
  if (words.length === 0) throw unreadable(where, `${name}: no samples`)
  const samples = Int32Array.from(words, (word, i) => {
    if (!/^[+-]?\d{1,9}$/.test(word)) throw unreadable(where, `${name}: sample ${i} is no whole number`)
    return Number(word)
  })
  return { name, units: 'mV', gain: 1 / scale!, baseline: Math.round(baseline) + 0, samples }
}

function voltageOf(element: XmlElement | undefined, what: string, where: string): number {
  const { value = '', unit = '' } = element?.attributes ?? {}
  const factor = millivolts[unit]
  if (factor === undefined) throw unsupported(where, `${what} in ${unit.slice(0, 20) || 'no unit'}`)
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw unreadable(where, `${what} that is no number`)
  return number * factor
}

function join(sets: readonly SequenceSet[], where: string): { waveform: Waveform; clock: Clock } {
  const [first] = sets as [SequenceSet]
  const start = Math.min(...sets.map(({ clock }) => clock.start))
  const clock = { start, increment: first.clock.increment }
  const offsets = sets.map((set) => offsetOf(set.clock, clock, where))
  const ends = sets.flatMap(({ leads }, set) => leads.map(({ samples }) => offsets[set]! + samples.length))
  const length = ends.reduce((a, b) => Math.max(a, b), 0)
  const names = new Set(sets.flatMap(({ leads }) => leads.map(({ name }) => name)))
  if (length * names.size > mostSamples) throw unsupported(where, `leads of ${length} samples`)
  const channels = new Map<string, WaveformChannel>()
  for (const [set, { leads }] of sets.entries())
    for (const lead of leads) place(lead, offsets[set]!, { channels, length }, where)
  const waveform = { samplingFrequency: 1 / clock.increment, length, channels: [...channels.values()], comments: [] }
  return { waveform, clock }
}

function offsetOf(own: Clock, clock: Clock, where: string): number {
  const offset = (own.start - clock.start) / clock.increment
  if (own.increment !== clock.increment || Math.abs(offset - Math.round(offset)) > 0.01)
    throw unsupported(where, 'sets of sequences on different clocks')
  return Math.round(offset)
}

function place(
  lead: WaveformChannel,
  offset: number,
  { channels, length }: { channels: Map<string, WaveformChannel>; length: number },
  where: string,
): void {
  const channel = channels.get(lead.name) ?? { ...lead, samples: new Int32Array(length).fill(missingSample) }
  if (channel.gain !== lead.gain || channel.baseline !== lead.baseline)
    throw unsupported(where, `${lead.name}: parts of different scales`)
  const own = channel.samples.subarray(offset, offset + lead.samples.length)
  if (own.some((sample) => sample !== missingSample)) throw unreadable(where, `${lead.name}: two samples at one time`)
  own.set(lead.samples)
  channels.set(lead.name, channel)
}
