import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Annotation, readRecord, writeAnnotations, writeRecord } from '@assay/formats'
import { beatCaseScore } from '@assay/statistics'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CaseFile } from '../category.ts'
import { beatClassification as task } from './beat-classification.ts'
import { checkEcgCase } from './check-ecg-case.ts'

const frequency = 250
const seconds = 60

function beat(second: number, code: string): Annotation {
  return { sample: Math.round(second * frequency), code, subtype: 0, channel: 0, aux: '' }
}

/** A beat a second: every tenth ventricular. */
const reference = Array.from({ length: seconds - 1 }, (_, i) => beat(i + 0.5, i % 10 === 9 ? 'V' : 'N'))

function caseOf(annotations: readonly Annotation[], amplitude = 500): CaseFile[] {
  const length = seconds * frequency
  const samples = Int32Array.from({ length }, (_, i) => Math.round(amplitude * Math.sin(i / 10)))
  const channel = { name: 'MLII', units: 'mV', gain: 200, baseline: 0, samples }
  const waveform = { samplingFrequency: frequency, length, channels: [channel], comments: [] }
  const [header, signal] = writeRecord('p77', waveform, 16, ['69 M 1085 1629 x1', 'Aldomet, Inderal'])
  return [
    { name: header!.name, role: 'signal-header', bytes: header!.bytes },
    { name: signal!.name, role: 'signal', bytes: signal!.bytes },
    { name: 'p77.atr', role: 'reference', bytes: writeAnnotations(annotations) },
  ]
}

const files = caseOf(reference)

describe('what a device gets', () => {
  const given = new Map(task.inputFiles(files).map(({ path, bytes }) => [path, bytes]))

  it('is a record of a neutral name and its description, and nothing else', () => {
    expect([...given.keys()].sort()).toEqual([
      'inputs.json',
      'waveforms/ecg-record/record.dat',
      'waveforms/ecg-record/record.hea',
    ])
    expect(JSON.parse(Buffer.from(given.get('inputs.json')!).toString())).toMatchObject([
      { interface: { slug: 'ecg-record', kind: 'Waveform', relative_path: 'waveforms/ecg-record' } },
    ])
  })

  it('has no comment, no name of the record, and the same samples', () => {
    const header = Buffer.from(given.get('waveforms/ecg-record/record.hea')!).toString()
    expect(header).not.toMatch(/#|p77|Aldomet/)
    const read = readRecord('record.hea', (name) => given.get(`waveforms/ecg-record/${name}`))
    expect(read.channels).toEqual(
      readRecord('p77.hea', (name) => files.find((file) => file.name === name)?.bytes).channels,
    )
  })

  it('keeps samples that do not fit 12 bits', () => {
    const large = new Map(task.inputFiles(caseOf(reference, 20_000)).map(({ path, bytes }) => [path, bytes]))
    const read = readRecord('record.hea', (name) => large.get(`waveforms/ecg-record/${name}`))
    expect(Math.max(...read.channels[0]!.samples)).toBeGreaterThan(19_900)
  })
})

describe('what a device left', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-output-'))
    mkdirSync(join(folder, 'waveforms/beat-annotations'), { recursive: true })
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const place = () => join(folder, 'waveforms/beat-annotations/record.qrs')
  const read = () => task.readOutput(folder, files)

  it('is read', () => {
    writeFileSync(place(), writeAnnotations(reference))
    expect(read()).toEqual(reference)
  })

  it('is missing where there is no file, or no folder', () => {
    expect(read).toThrow('output-missing')
    rmSync(join(folder, 'waveforms'), { recursive: true })
    expect(read).toThrow('output-missing')
  })

  it('is invalid when it is rubbish, too much, or outside the record', () => {
    writeFileSync(place(), 'no beats today')
    expect(read).toThrow('output-invalid')
    writeFileSync(place(), writeAnnotations([beat(seconds, 'N')]))
    expect(read).toThrow('beyond the end')
    writeFileSync(place(), writeAnnotations(Array.from({ length: 1201 }, (_, i) => beat(i / frequency, '~'))))
    expect(read).toThrow('more than 1200 annotations')
    writeFileSync(place(), Buffer.alloc(21 * 2 ** 20))
    expect(read).toThrow('larger than')
  })

  it('is invalid when it is a folder, a link, or behind one', () => {
    mkdirSync(place())
    expect(read).toThrow('output-invalid')
    rmSync(place(), { recursive: true })
    writeFileSync(join(folder, 'elsewhere'), writeAnnotations(reference))
    symlinkSync(join(folder, 'elsewhere'), place())
    expect(read).toThrow('output-invalid')
    rmSync(join(folder, 'waveforms'), { recursive: true })
    mkdirSync(join(folder, 'away/beat-annotations'), { recursive: true })
    writeFileSync(join(folder, 'away/beat-annotations/record.qrs'), writeAnnotations(reference))
    symlinkSync('away', join(folder, 'waveforms'))
    expect(read).toThrow('output-invalid')
  })
})

describe('the score of a case', () => {
  const [endpoint] = task.template.endpoints
  const given = { patient: 'p1', name: 'p77', files }

  it('is the comparison beat by beat', () => {
    const output = reference.filter((_, i) => i !== 3).map((one, i) => (i === 8 ? { ...one, code: 'N' } : one))
    expect(beatCaseScore.parse(task.score(given, { output }, endpoint!))).toMatchObject({
      patient: 'p1',
      record: 'p77',
      failure: null,
      matrix: { Nn: 53, No: 1, Vn: 1, Vv: 4 },
    })
  })

  it('of a run that failed is that of a device that found nothing, with its reason', () => {
    expect(beatCaseScore.parse(task.score(given, { failure: 'timed-out' }, endpoint!))).toMatchObject({
      failure: 'timed-out',
      matrix: { No: 54, Vo: 5 },
    })
  })

  it('is not given for an estimator of other things', () => {
    expect(() => task.score(given, { output: [] }, { ...endpoint!, estimator: 'froc' })).toThrow('protocol-invalid')
  })
})

describe('checkEcgCase', () => {
  it('accepts a record with its annotations', () => checkEcgCase(files))

  it('refuses annotations that are not those of the signal', () => {
    expect(() => checkEcgCase(caseOf([...reference, beat(seconds, 'N')]))).toThrow('annotations-do-not-match')
    expect(() => checkEcgCase(caseOf(reference.slice(0, 5)))).toThrow('annotations-do-not-match')
    expect(() => checkEcgCase(files.filter(({ role }) => role !== 'signal'))).toThrow('record-unreadable')
  })
})
