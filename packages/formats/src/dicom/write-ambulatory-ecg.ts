import { AssayError } from '@assay/contracts'
import { leadNames } from '../scp-ecg/leads.ts'
import { missingSample, type Waveform, type WaveformChannel } from '../wfdb/waveform.ts'
import { code, decimal, element, long, type ObjectUids, sequence, short, words, writeObject } from './write-object.ts'

const ambulatoryEcg = '1.2.840.10008.5.1.4.1.1.9.1.3'

/** Stands for a sample that is missing: the lowest of 16 bits. */
const paddingValue = -(2 ** 15)

/**
 * Writes a waveform as a DICOM Ambulatory ECG object, explicit and little-endian: one multiplex group of all channels, 16 bits a sample,
 * missing samples as the padding value. Samples are counted from physical zero, since readers differ in what they do with a Channel
 * Baseline. Patient, dates and words are empty, or stand for nothing.
 * @throws AssayError dicom-unsupported for samples beyond 16 bits, or channels in other units than of voltage
 * Source: DICOM PS3.3 A.34.5, C.10.9, C.7.6.16; PS3.16 CID 3001.
 */
export function writeAmbulatoryEcg(waveform: Waveform, uids: ObjectUids): Buffer {
  return writeObject(ambulatoryEcg, 'ECG', uids, [
    ...[element('0008002A', 'DT', '20000101000000'), element('00200013', 'IS', '1')],
    ...[sequence('00400555', []), sequence('54000100', [groupOf(waveform)])],
  ])
}

function groupOf({ samplingFrequency, length, channels }: Waveform): Buffer {
  return Buffer.concat([
    ...[element('003A0004', 'CS', 'ORIGINAL'), short('003A0005', channels.length), long('003A0010', length)],
    ...[element('003A001A', 'DS', decimal(samplingFrequency)), element('003A0020', 'SH', 'AMBULATORY')],
    sequence('003A0200', channels.map(channelOf)),
    ...[short('54001004', 16), element('54001006', 'CS', 'SS')],
    words('5400100A', int16(paddingValue)),
    words('54001010', samplesOf(channels, length)),
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

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16LE(value)
  return bytes
}

function unsupported(what: string): AssayError {
  return new AssayError('dicom-unsupported', { where: 'waveform', what })
}
