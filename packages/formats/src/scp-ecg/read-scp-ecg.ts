import { missingSample, type Waveform } from '../wfdb/waveform.ts'
import { type GlobalMeasurements, readGlobalMeasurements } from './global-measurements.ts'
import { decodeHuffman, readHuffmanTables } from './huffman.ts'
import { type Lead, readLeads } from './leads.ts'
import { readPatientData } from './patient-data.ts'
import { type QrsLocations, readQrsLocations } from './qrs-locations.ts'
import { addReferenceBeats, expandBimodal, storedLength, stretchesOf, sumDifferences } from './samples.ts'
import { need, readSections, type Section, unreadable, unsupported } from './sections.ts'

/** Samples of all leads at most: a record can announce leads that begin at any sample. */
const mostSamples = 2 ** 26

/** An SCP-ECG record: its waveform, whose comments may identify, and what the machine that made it found. */
export interface ScpEcg {
  readonly waveform: Waveform
  /** QRS complexes: sample of the fiducial point, from 0, and class of the shape, from 0. */
  readonly complexes: readonly { readonly sample: number; readonly type: number }[]
  readonly measurements: GlobalMeasurements | undefined
}

/**
 * Reads an SCP-ECG record (EN 1064, ISO 11073-91064): leads, plain or in Huffman codes, as they are or as differences, with reference
 * beats taken away, and with bimodal compression. Leads that begin later than others miss the samples before.
 * @param where the file's name, for errors
 * @throws AssayError record-unreadable (a check sum, a length or a code is wrong), record-truncated, record-unsupported (reference beats of
 *   another amplitude or rate than the rhythm)
 * Source: EN 1064:2005+A1:2007, sections 0 to 7.
 */
export function readScpEcg(bytes: Uint8Array, where: string): ScpEcg {
  const sections = readSections(bytes, where)
  const record = partsOf(sections, where)
  const first = Math.min(...record.leads.map(({ start }) => start))
  const length = Math.max(...record.leads.map(({ end }) => end)) - first + 1
  if (length * record.leads.length > mostSamples) throw unsupported(where, `leads of ${length} samples`)
  const decoded = samplesOf(record)
  const channels = record.leads.map(({ name, start }, lead) => {
    const samples = new Int32Array(length).fill(missingSample)
    samples.set(decoded[lead]!, start - first)
    return { name, units: 'mV', gain: 1e6 / record.rhythm.nanovolts, baseline: 0, samples }
  })
  const [patient, measured] = [sections.get(1), sections.get(7)]
  const complexes = record.locations?.complexes ?? []
  return {
    waveform: {
      samplingFrequency: 1e6 / record.clock,
      length,
      channels,
      comments: patient ? readPatientData(patient) : [],
    },
    complexes: complexes.map(({ type, fiducial }) => ({ type, sample: fiducial - first })),
    measurements: measured && readGlobalMeasurements(measured),
  }
}

/** Sections 5 and 6: leads of one amplitude and one clock. */
interface LeadData {
  /** Of a unit. */
  readonly nanovolts: number
  /** Microseconds between samples. */
  readonly interval: number
  readonly order: 0 | 1 | 2
  /** Section 6: between protected zones samples were left out. */
  readonly isBimodal: boolean
  readonly leads: readonly Uint8Array[]
}

interface Parts {
  readonly where: string
  readonly leads: readonly Lead[]
  readonly tables: ReturnType<typeof readHuffmanTables> | undefined
  readonly locations: QrsLocations | undefined
  readonly referenceBeat: LeadData | undefined
  readonly rhythm: LeadData
  /** Microseconds between the samples that leads are counted in. */
  readonly clock: number
}

function partsOf(sections: ReadonlyMap<number, Section>, where: string): Parts {
  const [ofTables, ofLeads, ofLocations] = [sections.get(2), sections.get(3), sections.get(4)]
  const [ofBeat, ofRhythm] = [sections.get(5), sections.get(6)]
  if (!ofLeads || !ofRhythm) throw unreadable(where, `no section ${ofLeads ? 6 : 3}`)
  const { leads, hasReferenceBeats } = readLeads(ofLeads)
  const rhythm = readLeadData(ofRhythm, leads.length)
  const referenceBeat =
    ofBeat && (hasReferenceBeats || rhythm.isBimodal) ? readLeadData(ofBeat, leads.length) : undefined
  const locations = ofLocations && readQrsLocations(ofLocations)
  if (hasReferenceBeats && !(referenceBeat && locations)) throw unreadable(where, 'reference beats that are not there')
  const clock = rhythm.isBimodal && referenceBeat ? referenceBeat.interval : rhythm.interval
  const tables = ofTables && readHuffmanTables(ofTables)
  if (hasReferenceBeats) checkBeat(referenceBeat!, rhythm, where)
  return {
    where,
    leads,
    tables,
    locations,
    referenceBeat: hasReferenceBeats ? referenceBeat : undefined,
    rhythm,
    clock,
  }
}

function checkBeat(beat: LeadData, rhythm: LeadData, where: string): void {
  if (beat.nanovolts !== rhythm.nanovolts)
    throw unsupported(where, 'reference beats of another amplitude than the rhythm')
  if (beat.interval !== rhythm.interval && !rhythm.isBimodal)
    throw unsupported(where, 'reference beats of another rate than the rhythm')
}

function readLeadData(section: Section, leads: number): LeadData {
  const { view, bytes, where } = section
  need(section, 6 + 2 * leads, 'leads')
  const [nanovolts, interval, order] = [view.getUint16(0, true), view.getUint16(2, true), view.getUint8(4)]
  if (nanovolts === 0 || interval === 0) throw unreadable(where, 'an amplitude or a sampling interval of 0')
  if (order > 2) throw unreadable(where, `differences of the order ${order}`)
  let at = 6 + 2 * leads
  const data = Array.from({ length: leads }, (_, lead) => {
    const size = view.getUint16(6 + 2 * lead, true)
    need(section, at + size, 'a lead')
    at += size
    return bytes.subarray(at - size, at)
  })
  return { nanovolts, interval, order: order as 0 | 1 | 2, isBimodal: view.getUint8(5) === 1, leads: data }
}

function samplesOf({ where, leads, tables, locations, referenceBeat, rhythm, clock }: Parts): Int32Array[] {
  const rate = rhythm.isBimodal ? rhythm.interval / clock : 1
  if (!Number.isInteger(rate)) throw unreadable(where, `a rhythm of ${rhythm.interval} µs in a record of ${clock} µs`)
  const zones = (locations?.complexes ?? []).flatMap(({ protectedZone }) => protectedZone ?? [])
  if (rate > 1 && zones.length === 0) throw unreadable(where, 'bimodal compression without protected zones')
  return leads.map((lead, index) => {
    const stretches = rate > 1 ? stretchesOf(lead, zones) : [{ length: lead.end - lead.start + 1, isWhole: true }]
    const stored = decode(rhythm.leads[index]!, rhythm.order, tables, storedLength(stretches, rate), where)
    const samples = rate > 1 ? expandBimodal(stored, stretches, rate) : stored
    if (referenceBeat && locations) {
      const count = Math.floor((1000 * locations.referenceLength) / referenceBeat.interval)
      const beat = decode(referenceBeat.leads[index]!, referenceBeat.order, tables, count, where)
      addReferenceBeats(samples, lead.start, beat, locations)
    }
    return samples
  })
}

function decode(
  bytes: Uint8Array,
  order: 0 | 1 | 2,
  tables: Parts['tables'],
  count: number,
  where: string,
): Int32Array {
  const values = tables ? decodeHuffman(bytes, tables, count, where) : plainSamples(bytes, count, where)
  sumDifferences(values, order)
  return values
}

/** Without tables, a sample is a 16-bit number. */
function plainSamples(bytes: Uint8Array, count: number, where: string): Int32Array {
  if (2 * count > bytes.length) throw unreadable(where, `${count} samples in ${bytes.length} bytes`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return Int32Array.from({ length: count }, (_, i) => view.getInt16(2 * i, true))
}
