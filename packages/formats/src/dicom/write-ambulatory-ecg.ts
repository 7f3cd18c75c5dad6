import { AssayError } from '@assay/contracts'
import { fileMeta } from '../deidentification/file-meta.ts'
import { elementBytes, elementHeader } from '../deidentification/write-elements.ts'
import { leadNames } from '../scp-ecg/leads.ts'
import { missingSample, type Waveform, type WaveformChannel } from '../wfdb/waveform.ts'
import { readDataset } from './read-dataset.ts'
import { explicitLittleEndian } from './transfer-syntaxes.ts'

const ambulatoryEcg = '1.2.840.10008.5.1.4.1.1.9.1.3'
const writing = { isExplicit: true, isBigEndian: false }

/** Of the object, its series and its study: UIDs that whoever sends it replaces. */
export interface ObjectUids {
  readonly study: string
  readonly series: string
  readonly instance: string
}

/** Stands for a sample that is missing: the lowest of 16 bits. */
const paddingValue = -(2 ** 15)

/** No day on which anything was recorded. */
const noDay = '20000101'

/**
 * Writes a waveform as a DICOM Ambulatory ECG object, explicit and little-endian: one multiplex group of all channels, 16 bits a sample,
 * missing samples as the padding value. Samples are counted from physical zero, since readers differ in what they do with a Channel
 * Baseline. Patient, dates and words are empty, or stand for nothing.
 * @throws AssayError dicom-unsupported for samples beyond 16 bits, or channels in other units than of voltage
 * Source: DICOM PS3.3 A.34.5, C.10.9, C.7.6.16; PS3.16 CID 3001.
 */
export function writeAmbulatoryEcg(waveform: Waveform, uids: ObjectUids): Buffer {
  const body = Buffer.concat([
    ...[element('00080016', 'UI', ambulatoryEcg), element('00080018', 'UI', uids.instance)],
    ...[
      element('00080020', 'DA', noDay),
      element('00080023', 'DA', noDay),
      element('0008002A', 'DT', `${noDay}000000`),
    ],
    ...[element('00080030', 'TM', ''), element('00080033', 'TM', '000000'), element('00080050', 'SH', '')],
    ...[element('00080060', 'CS', 'ECG'), element('00080070', 'LO', ''), element('00080090', 'PN', '')],
    ...[element('00100010', 'PN', ''), element('00100020', 'LO', ''), element('00100030', 'DA', '')],
    ...[element('00100040', 'CS', ''), element('0020000D', 'UI', uids.study), element('0020000E', 'UI', uids.series)],
    ...[element('00200010', 'SH', ''), element('00200011', 'IS', '1'), element('00200013', 'IS', '1')],
    ...[sequence('00400555', []), sequence('54000100', [groupOf(waveform)])],
  ])
  const bare = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), metaOf(uids.instance), body])
  const dataset = readDataset(bare, 'waveform', { pixels: 'skip' })
  return Buffer.concat([fileMeta(dataset, uids.instance), body])
}

/** Enough for the file to be read; the whole is written anew. */
function metaOf(instance: string): Buffer {
  const elements = Buffer.concat([
    ...[element('00020002', 'UI', ambulatoryEcg), element('00020003', 'UI', instance)],
    element('00020010', 'UI', explicitLittleEndian),
  ])
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.length)
  return Buffer.concat([elementBytes('00020000', 'UL', length, writing), elements])
}

function groupOf({ samplingFrequency, length, channels }: Waveform): Buffer {
  return Buffer.concat([
    ...[element('003A0004', 'CS', 'ORIGINAL'), short('003A0005', channels.length), long('003A0010', length)],
    ...[element('003A001A', 'DS', decimal(samplingFrequency)), element('003A0020', 'SH', 'AMBULATORY')],
    sequence('003A0200', channels.map(channelOf)),
    ...[short('54001004', 16), element('54001006', 'CS', 'SS')],
    elementBytes('5400100A', 'OW', int16(paddingValue), writing),
    elementBytes('54001010', 'OW', samplesOf(channels, length), writing),
  ])
}

function channelOf({ name, units, gain }: WaveformChannel): Buffer {
  if (units !== 'mV') throw unsupported(`a channel in ${units.slice(0, 16)}`)
  const lead = leadNames.indexOf(name)
  const source =
    lead > 0 ? code(`5.6.3-9-${lead}`, 'SCPECG', `Lead ${name}`) : code('5.6.3-9-0', 'SCPECG', 'Unspecified lead')
  return Buffer.concat([
    element('003A0203', 'SH', name.slice(0, 16)),
    sequence('003A0208', [source]),
    element('003A0210', 'DS', decimal(1 / gain)),
    sequence('003A0211', [code('mV', 'UCUM', 'millivolt')]),
    ...[element('003A0212', 'DS', '1'), element('003A0213', 'DS', '0')],
    ...[element('003A0215', 'DS', '0'), short('003A021A', 16)],
  ])
}

function samplesOf(channels: readonly WaveformChannel[], length: number): Buffer {
  const bytes = Buffer.alloc(2 * length * channels.length)
  channels.forEach(({ samples, baseline }, channel) => {
    for (let i = 0; i < length; i += 1) {
      const isMissing = samples[i] === missingSample
      const sample = samples[i]! - baseline
      if (!isMissing && (sample <= paddingValue || sample >= 2 ** 15)) throw unsupported('samples beyond 16 bits')
      bytes.writeInt16LE(isMissing ? paddingValue : sample, 2 * (i * channels.length + channel))
    }
  })
  return bytes
}

function element(tag: string, vr: string, value: string): Buffer {
  return elementBytes(tag, vr, Buffer.from(value, 'latin1'), writing)
}

function short(tag: string, value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return elementBytes(tag, 'US', bytes, writing)
}

function long(tag: string, value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return elementBytes(tag, 'UL', bytes, writing)
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16LE(value)
  return bytes
}

function sequence(tag: string, items: readonly Buffer[]): Buffer {
  const content = items.flatMap((item) => [elementHeader('FFFEE000', undefined, item.length, writing), item])
  const length = content.reduce((sum, piece) => sum + piece.length, 0)
  return Buffer.concat([elementHeader(tag, 'SQ', length, writing), ...content])
}

function code(value: string, scheme: string, meaning: string): Buffer {
  return Buffer.concat([
    element('00080100', 'SH', value),
    element('00080102', 'SH', scheme),
    element('00080104', 'LO', meaning),
  ])
}

/** A decimal string has 16 characters at most: as many digits as fit. */
function decimal(value: number): string {
  for (let digits = 17; digits > 1; digits -= 1) {
    const written = `${Number(value.toPrecision(digits))}`
    if (written.length <= 16) return written
  }
  return value.toExponential(6)
}

function unsupported(what: string): AssayError {
  return new AssayError('dicom-unsupported', { where: 'waveform', what })
}
