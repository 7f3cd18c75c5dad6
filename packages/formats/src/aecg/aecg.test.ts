import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { encodeScpEcg } from '../scp-ecg/encode-scp-ecg.ts'
import { missingSample } from '../wfdb/waveform.ts'
import { readAecg } from './read-aecg.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-aecg-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const time = (head: string, increment = '<increment value="2" unit="ms"/>', type = 'GLIST_TS') =>
  `<component><sequence><code code="${type === 'GLIST_TS' ? 'TIME_ABSOLUTE' : 'TIME_RELATIVE'}"/><value xsi:type="${type}">${head}${increment}</value></sequence></component>`
const lead = (
  name: string,
  digits: string,
  scale = '<scale value="2.5" unit="uV"/>',
  origin = '<origin value="0" unit="uV"/>',
) =>
  `<component><sequence><code code="MDC_ECG_LEAD_${name}"/><value xsi:type="SLIST_PQ">${origin}${scale}<digits>${digits}</digits></value></sequence></component>`
const set = (...sequences: string[]) => `<component><sequenceSet>${sequences.join('')}</sequenceSet></component>`
const roi = (from: string, to: string, name: string) =>
  `<support><supportingROI><component><boundary><code code="TIME_ABSOLUTE"/><value xsi:type="IVL_TS"><low value="${from}"/><high value="${to}"/></value></boundary></component><component><boundary><code code="MDC_ECG_LEAD_${name}"/></boundary></component></supportingROI></support>`
const annotations = `<subjectOf><annotationSet><component><annotation><code code="MDC_ECG_BEAT"/><value xsi:type="CE" code="MDC_ECG_BEAT_NORMAL"/>
  <component><annotation><code code="MDC_ECG_WAVC"/><value xsi:type="CE" code="MDC_ECG_WAVC_QRSWAVE"/>${roi('20200102030405.004', '20200102030405.010', 'II')}</annotation></component>
  </annotation></component><component><annotation><code code="MDC_ECG_HEART_RATE"/><value xsi:type="PQ" value="61" unit="bpm"/></annotation></component></annotationSet></subjectOf>`
const person =
  '<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject><id extension="S7"/><subjectDemographicPerson><name>Made Up</name><administrativeGenderCode code="F"/><birthTime value="19500607"/></subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf></timepointEvent></componentOf>'
const documentOf = (series: string, code = 'RHYTHM', head = '<?xml version="1.0" encoding="UTF-8"?>') =>
  Buffer.from(
    `${head}<AnnotatedECG xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" type="Observation"><id root="1"/><code code="93000"/><effectiveTime><low value="20200102030405"/></effectiveTime>${person}<component><series><code code="${code}"/>${series}</series></component></AnnotatedECG>`,
  )
const at = (value: string) => `<head value="${value}"/>`
const start = at('20200102030405.000')
const whole = documentOf(`${set(time(start), lead('II', '1 -2 3'), lead('AVR', '4 5 6'))}${annotations}`)
const whatIs = (bytes: Uint8Array) => {
  try {
    readAecg(bytes, 'a.xml')
    return 'read'
  } catch (error) {
    const { code, parameters } = error as { code: string; parameters: { what: string } }
    return `${code}: ${parameters.what}`
  }
}

describe('an annotated ECG', () => {
  it('is its rhythm in millivolts, with what may identify apart', () => {
    const { waveform } = readAecg(whole, 'a.xml')
    expect(waveform).toEqual({
      samplingFrequency: 500,
      length: 3,
      channels: [
        { name: 'II', units: 'mV', gain: 400, baseline: 0, samples: Int32Array.of(1, -2, 3) },
        { name: 'aVR', units: 'mV', gain: 400, baseline: 0, samples: Int32Array.of(4, 5, 6) },
      ],
      comments: ['Recorded: 20200102030405', 'Subject: S7', 'Name: Made Up', 'Born: 19500607', 'Sex: F'],
    })
  })

  it('has its annotations on the samples of the rhythm', () => {
    expect(readAecg(whole, 'a.xml').annotations).toEqual([
      {
        code: 'MDC_ECG_BEAT',
        value: 'MDC_ECG_BEAT_NORMAL',
        unit: undefined,
        from: undefined,
        to: undefined,
        leads: [],
      },
      { code: 'MDC_ECG_WAVC', value: 'MDC_ECG_WAVC_QRSWAVE', unit: undefined, from: 2, to: 5, leads: ['II'] },
      { code: 'MDC_ECG_HEART_RATE', value: '61', unit: 'bpm', from: undefined, to: undefined, leads: [] },
    ])
  })

  it('of sets that follow each other is put on one clock', () => {
    const sets = [
      set(time(start), lead('I', '1 2')),
      set(time(at('20200102030405.004')), lead('II', '3 4')),
      set(time(at('20200102030405.008')), lead('I', '5')),
    ]
    const { channels } = readAecg(documentOf(sets.join('')), 'a').waveform
    expect(channels.map(({ name, samples }) => [name, ...samples])).toEqual([
      ['I', 1, 2, missingSample, missingSample, 5],
      ['II', missingSample, missingSample, 3, 4, missingSample],
    ])
    const apart = [sets[0], set(time(at('20200102030405.005')), lead('II', '3'))].join('')
    expect(whatIs(documentOf(apart))).toBe('record-unsupported: sets of sequences on different clocks')
    expect(whatIs(documentOf([sets[0], sets[0]].join('')))).toBe('record-unreadable: I: two samples at one time')
  })

  it('may count time from its beginning, in GB18030, with prefixes and an origin', () => {
    const relative = time('<head value="0" unit="s"/>', '<increment value="0.004" unit="s"/>', 'GLIST_PQ')
    const shifted = lead('V1', '1 2', '<scale value="0.5" unit="mV"/>', '<origin value="-2" unit="mV"/>')
    const text = documentOf(set(relative, shifted), 'RHYTHM', '<?xml version="1.0" encoding="GB18030"?>').toString(
      'latin1',
    )
    const gb = Buffer.from(
      text
        .replace('Made Up', '\xd5\xc5')
        .replaceAll(/<(\/?)(?=series|component)/g, '<$1h:')
        .replace('xmlns:xsi', 'xmlns:h="urn:hl7-org:v3" xmlns:xsi'),
      'latin1',
    )
    const { samplingFrequency, channels, comments } = readAecg(gb, 'a').waveform
    expect([samplingFrequency, channels[0]!.gain, channels[0]!.baseline, ...channels[0]!.samples]).toEqual([
      250, 2, 4, 1, 2,
    ])
    expect(comments).toContain('Name: 张')
  })

  it('that is none, damaged, or made to do harm is refused with its reason', () => {
    expect(whatIs(documentOf('', 'REPRESENTATIVE_BEAT'))).toBe('record-unreadable: no rhythm series')
    expect(whatIs(documentOf(''))).toBe('record-unreadable: no set of sequences')
    expect(whatIs(documentOf(set(lead('I', '1'))))).toBe('record-unreadable: leads without a time')
    expect(whatIs(documentOf(set(time(start))))).toBe('record-unreadable: a set without leads')
    expect(whatIs(documentOf(set(time(start), lead('I', '1 x'))))).toBe(
      'record-unreadable: I: sample 1 is no whole number',
    )
    expect(whatIs(documentOf(set(time(start), lead('I', '1', '<scale value="1" unit="mm"/>'))))).toBe(
      'record-unsupported: I: scale in mm',
    )
    expect(whatIs(whole.subarray(0, -5))).toBe('record-unreadable: no well-formed XML')
    expect(whatIs(Buffer.from('<ClinicalDocument/>'))).toBe('record-unreadable: no annotated ECG')
    const laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    expect(whatIs(documentOf('&b;', 'RHYTHM', laughs))).toContain('a document type')
    expect(whatIs(documentOf('&b;'))).toBe('record-unreadable: no well-formed XML')
    expect(whatIs(Buffer.from('<a>'.repeat(200_000)))).toContain('too many elements, or too deep')
    expect(whatIs(documentOf('', 'RHYTHM', '<?xml version="1.0" encoding="ebcdic"?>'))).toContain(
      'encoding that it names',
    )
  })

  it('of any bytes is a record or a named refusal', () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), value: fc.nat(255) })
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const bytes = Buffer.from(whole)
        for (const { at: place, value } of changes) bytes[place] = value
        expect(whatIs(bytes)).toMatch(/^(read$|record-)/)
      }),
      { numRuns: 500, seed: 1 },
    )
  })
})

const hasBiosig = spawnSync('save2gdf', ['--version']).error === undefined

describe.skipIf(!hasBiosig)('biosig (needs biosig-tools)', () => {
  it('writes what is read as the samples that it was given', () => {
    const leads = [1, 2, 3].map((number) => ({
      number,
      start: 1,
      values: Array.from({ length: 1000 }, (_, i) => 0 + Math.round(number * 300 * Math.sin(i / 30)) + (i % 5)),
    }))
    writeFileSync(join(folder, 'r.scp'), encodeScpEcg({ leads, nanovolts: 2000 }))
    spawnSync('save2gdf', ['-f=HL7aECG', join(folder, 'r.scp'), join(folder, 'r.xml')])
    const { samplingFrequency, channels } = readAecg(readFileSync(join(folder, 'r.xml')), 'r.xml').waveform
    expect([samplingFrequency, ...channels.map(({ name }) => name)]).toEqual([500, 'I', 'II', 'V1'])
    for (const [index, { samples, gain, baseline }] of channels.entries())
      for (const [i, value] of leads[index]!.values.entries())
        expect((samples[i]! - baseline) / gain).toBeCloseTo(value * 0.002, 9)
  })

  it('reads the same values as are read here', () => {
    const leads = ['I', 'II'].map((name, index) =>
      lead(name, Array.from({ length: 40 }, (_, i) => i * (index + 1) - 20).join(' ')),
    )
    // Of this one a document without a person is wanted.
    const bytes = Buffer.from(
      documentOf(set(time(start), ...leads))
        .toString()
        .replace(person, ''),
    )
    writeFileSync(join(folder, 'own.xml'), bytes)
    spawnSync('save2gdf', ['-CSV', join(folder, 'own.xml'), join(folder, 'own.csv')])
    const [head, ...rows] = readFileSync(join(folder, 'own.csv'), 'latin1').trim().split('\n')
    const { channels } = readAecg(bytes, 'own.xml').waveform
    expect(rows).toHaveLength(40)
    const factor = head!.includes('uV') ? 1000 : 1
    for (const [i, row] of rows.entries())
      for (const [index, value] of row.split(',').entries())
        expect(Number(value)).toBeCloseTo((factor * channels[index]!.samples[i]!) / channels[index]!.gain, 4)
  })
})
