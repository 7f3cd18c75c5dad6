import iconv from 'iconv-lite'
import { encodeScpEcg } from '../scp-ecg/encode-scp-ecg.ts'
import type { Waveform } from '../wfdb/waveform.ts'
import { writeAnnotations } from '../wfdb/write-annotations.ts'
import { writeRecord } from '../wfdb/write-record.ts'
import type { CanaryImage } from './canary-images.ts'
import { type Entry, writeDataset, writeFile } from './dicom-writer.ts'

const rate = 500
const seconds = 20

/** Spikes over a slow wave, in steps of 5 microvolts. */
function samples(lead: number): Int32Array {
  return Int32Array.from({ length: rate * seconds }, (_, i) => {
    const inBeat = i % rate
    const spike = inBeat > 100 && inBeat < 120 ? 200 - 20 * Math.abs(inBeat - 110) : 0
    return Math.round(spike * (1 - 0.3 * lead) + 12 * Math.sin(i / 90) + (((i + lead) * 7919) % 7))
  })
}

const person = 'Ouyang Jingyi 欧阳静怡 MRN-7350918264'

/** A WFDB record with names in its file names, header, comments and the notes of its annotations. */
function record(name: string, codec: string): CanaryImage[] {
  const channels = ['I', 'II'].map((lead, i) => ({
    name: lead,
    units: 'mV',
    gain: 200,
    baseline: 0,
    samples: samples(i),
  }))
  const waveform: Waveform = { samplingFrequency: rate, length: rate * seconds, channels, comments: [] }
  const [header, signal] = writeRecord('stem', waveform, 16, ['Age: 61', `patient ${person}`, 'born 1984-03-17'])
  const lines = Buffer.from(header!.bytes).toString('utf8').replaceAll('stem', name).split('\n')
  lines[0] += ' 10:11:12 17/03/1984'
  lines[2] += ' Jingyi Ouyang'
  const encoded = iconv.encode(lines.join('\n').replace(/patient .*/, `patient ${person}`), codec)
  const beats = Array.from({ length: seconds }, (_, i) => ({
    sample: i * rate + 110,
    code: 'N',
    subtype: 0,
    channel: 0,
    aux: '',
  }))
  const notes = [
    { ...beats[0]!, code: '+', aux: '(N' },
    { ...beats[0]!, code: '"', aux: 'Seen by Zhuge Ruoxi for Ouyang Jingyi' },
    { ...beats[0]!, code: '"', aux: iconv.encode('欧阳静怡', codec).toString('latin1') },
  ]
  return [
    { name: `${name}.hea`, bytes: encoded },
    { name: `${name}.dat`, bytes: Buffer.from(signal!.bytes) },
    {
      name: `${name}.atr`,
      bytes: Buffer.concat([writeAnnotations([...notes, ...beats]), Buffer.from('Ouyang Jingyi')]),
    },
  ]
}

function scpEcg(codec: string): Buffer {
  const tag = (number: number, value: Buffer) => {
    const head = Buffer.from([number, 0, 0])
    head.writeUInt16LE(value.length, 1)
    return Buffer.concat([head, value])
  }
  const texts: [number, string][] = [
    [0, 'Ouyang 欧阳'],
    [1, 'Jingyi 静怡'],
    [2, 'MRN-7350918264'],
    [16, 'Qiantang Ninth Hospital'],
    [20, 'Zhuge Ruoxi'],
    [30, person],
  ]
  const patient = Buffer.concat([
    ...texts.map(([number, text]) => tag(number, Buffer.concat([iconv.encode(text, codec), Buffer.alloc(1)]))),
    tag(4, Buffer.from([61, 0, 1])),
    tag(5, Buffer.from([0xc0, 0x07, 3, 17])),
    tag(8, Buffer.from([2])),
    Buffer.from([255, 0, 0]),
  ])
  const leads = [1, 2].map((number, i) => ({ number, start: 1, values: [...samples(i)] }))
  return encodeScpEcg({ nanovolts: 5000, interval: 1e6 / rate, leads, patient })
}

function aecg(): Buffer {
  const lead = (name: string, i: number) =>
    `<component><sequence><code code="MDC_ECG_LEAD_${name}"/><value xsi:type="SLIST_PQ"><origin value="0" unit="uV"/><scale value="5" unit="uV"/><digits>${samples(i).join(' ')}</digits></value></sequence></component>`
  const time =
    '<component><sequence><code code="TIME_ABSOLUTE"/><value xsi:type="GLIST_TS"><head value="20230516101112.000"/><increment value="2" unit="ms"/></value></sequence></component>'
  const subject = `<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><id extension="MRN-7350918264"/><subjectDemographicPerson><name>Jingyi Ouyang 欧阳静怡</name><administrativeGenderCode code="F"/><birthTime value="19840317"/></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>`
  return Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><!-- ${person} --><AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="1" extension="ACC20199417"/><code code="93000"/><text>Seen by Zhuge Ruoxi</text><effectiveTime><low value="20230516101112"/></effectiveTime>${subject}<component><series><code code="RHYTHM"/><component><sequenceSet>${time}${lead('I', 0)}${lead('II', 1)}</sequenceSet></component></series></component></AnnotatedECG>`,
  )
}

function dicom(characterSet: string, codec: string): Buffer {
  const code = (value: string, scheme: string): Entry[] => [
    ['00080100', 'SH', value],
    ['00080102', 'SH', scheme],
    ['00080104', 'LO', 'Jingyi Ouyang'],
  ]
  const channels = ['2:1', '2:2'].map((lead): Entry[] => [
    ['003A0203', 'SH', 'Ouyang'],
    ['003A0208', 'SQ', [code(lead, 'MDC')]],
    ['003A0210', 'DS', '5'],
    ['003A0211', 'SQ', [code('uV', 'UCUM')]],
    ['003A0212', 'DS', '1'],
    ['003A0213', 'DS', '0'],
  ])
  const leads = [samples(0), samples(1)]
  const values = Int16Array.from({ length: 2 * rate * seconds }, (_, i) => leads[i % 2]![i >> 1]!)
  const length = Buffer.alloc(4)
  length.writeUInt32LE(rate * seconds)
  const group: Entry[] = [
    ['003A0004', 'CS', 'ORIGINAL'],
    ['003A0005', 'US', [2]],
    ['003A0010', 'UL', length],
    ['003A001A', 'DS', `${rate}`],
    ['003A0020', 'SH', 'RHYTHM'],
    ['003A0200', 'SQ', channels],
    ['54001004', 'US', [16]],
    ['54001006', 'CS', 'SS'],
    ['54001010', 'OW', Buffer.from(values.buffer)],
  ]
  const uid = (last: number) => `1.2.826.0.1.3680043.10.9417.1.${last}`
  const entries: Entry[] = [
    ['00080005', 'CS', characterSet],
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.9.1.2'],
    ['00080018', 'UI', uid(codec.length)],
    ['00080020', 'DA', '20230516'],
    ['00080060', 'CS', 'ECG'],
    ['00080080', 'LO', 'Qiantang Ninth Hospital'],
    ['00080090', 'PN', 'Zhuge^Ruoxi=诸葛^若曦'],
    ['00100010', 'PN', 'Ouyang^Jingyi=欧阳^静怡'],
    ['00100020', 'LO', 'MRN-7350918264'],
    ['00100030', 'DA', '19840317'],
    ['00100040', 'CS', 'F'],
    ['0020000D', 'UI', uid(100 + codec.length)],
    ['0020000E', 'UI', uid(200 + codec.length)],
    ['0040B020', 'SQ', [[['00700006', 'ST', `患者${person}`]]]],
    ['54000100', 'SQ', [group]],
  ]
  const options = { isExplicit: true, isBigEndian: false, codec }
  return writeFile(writeDataset(entries, options), { syntax: '1.2.840.10008.1.2.1' })
}

/** Whole electrocardiograms with identifiers in every format: WFDB, SCP-ECG, aECG and DICOM, in UTF-8 and GB18030. */
export function canaryWaveforms(): CanaryImage[] {
  return [
    ...record('Ouyang_Jingyi', 'utf-8'),
    ...record('欧阳静怡', 'gb18030'),
    { name: 'MRN-7350918264.scp', bytes: scpEcg('gb18030') },
    { name: 'Ouyang Jingyi.xml', bytes: aecg() },
    { name: '欧阳静怡 rest.dcm', bytes: dicom('GB18030', 'gb18030') },
    { name: 'Ouyang exercise.dcm', bytes: dicom('ISO_IR 192', 'utf-8') },
    { name: 'Ouyang exercise.atr', bytes: record('x', 'utf-8')[2]!.bytes },
  ]
}
