import { AssayError, type ConfidentialityOption, deidentificationOptions } from '@assay/contracts'
import { describe, expect, it } from 'vitest'
import { items } from '../dicom/dataset.ts'
import { readDataset } from '../dicom/read-dataset.ts'
import { text, texts } from '../dicom/values.ts'
import { type Entry, writeDataset, writeFile } from '../testing/dicom-writer.ts'
import { defaultDeidentification } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

const pseudonyms = pseudonymiser(Buffer.alloc(32, 9))
const plain = { isExplicit: true, isBigEndian: false, codec: 'utf-8' }
const ct = '1.2.840.10008.5.1.4.1.1.2'

function file(entries: readonly Entry[], { sopClass = ct, syntax = '1.2.840.10008.1.2.1' } = {}): Buffer {
  const all: Entry[] = [
    ['00080005', 'CS', 'ISO_IR 192'],
    ['00080016', 'UI', sopClass],
    ['00080018', 'UI', '1.2.3.4'],
    ['00100010', 'PN', 'Zhang^Wei'],
    ['00100020', 'LO', 'A-471100'],
    ...entries,
  ]
  const last = new Map(all.map((entry) => [entry[0], entry]))
  return writeFile(writeDataset([...last.values()], plain), { syntax })
}

function rewritten(entries: readonly Entry[], options = defaultDeidentification.options, about = {}) {
  const deidentify = deidentifier({ ...defaultDeidentification, options }, pseudonyms)
  const done = deidentify(file(entries, about), { where: 'x' })
  return { ...done, dataset: readDataset(done.bytes, 'out', { pixels: 'keep' }) }
}

describe('options', () => {
  const only = (...options: ConfidentialityOption[]) => options
  const study: Entry[] = [
    ['00080020', 'DA', '20230516'],
    ['00080030', 'TM', '101112'],
    ['00081010', 'SH', 'CT3'],
    ['00081030', 'LO', 'Chest low dose'],
    ['00080080', 'LO', 'Ninth Hospital'],
    ['00181000', 'LO', 'SN40417'],
    ['00100030', 'DA', '19300317'],
    ['00100040', 'CS', 'F'],
    ['00101030', 'DS', '61.5'],
    ['0020000D', 'UI', '1.2.3.5'],
  ]
  const days = pseudonyms.shiftDays({ issuer: '', id: 'A-471100' })
  const moved = new Date(Date.UTC(2023, 4, 16 + days)).toISOString().slice(0, 10).replaceAll('-', '')

  it.each<[ConfidentialityOption[], string, string | undefined]>([
    [only(), '00080020', undefined],
    [only('fullDates'), '00080020', '20230516'],
    [only('modifiedDates'), '00080020', moved],
    [only('modifiedDates'), '00080030', '101112'],
    [only('modifiedDates'), '00100030', undefined],
    [only(), '00081010', 'REMOVED'],
    [only('device'), '00081010', 'CT3'],
    [only('device'), '00181000', 'SN40417'],
    [only(), '00081030', undefined],
    [only('descriptors'), '00081030', 'Chest low dose'],
    [only(), '00100040', undefined],
    [only('patient'), '00100040', 'F'],
    [only('patient'), '00101030', '61.5'],
    [only('patient'), '00101010', '090Y'],
    [only(), '00101010', undefined],
    [only(), '0020000D', pseudonyms.uid('1.2.3.5')],
    [only('uids'), '0020000D', '1.2.3.5'],
    [only(), '00080080', 'REMOVED'],
    [only(), '00280303', 'REMOVED'],
    [only('fullDates'), '00280303', 'UNMODIFIED'],
    [only('modifiedDates'), '00280303', 'MODIFIED'],
  ])('%j leave %s as %s', (options, tag, value) => {
    expect(text(rewritten(study, options).dataset, tag)).toBe(value)
  })

  it('are recorded as codes of context group 7050, with the method', () => {
    const { dataset } = rewritten(study, only('patient', 'modifiedDates'))
    expect(text(dataset, '00120062')).toBe('YES')
    expect(texts(dataset, '00120063')).toEqual(['DICOM PS3.15 Annex E 2024b', 'Assay ps3-15-for-evaluation 1'])
    const codes = items(dataset, '00120064').map((item) => [text(item, '00080100'), text(item, '00080102')])
    expect(codes).toEqual(['113100', '113107', '113108'].map((code) => [code, 'DCM']))
  })

  it('are refused where they contradict each other', () => {
    const both = { ...defaultDeidentification, options: ['fullDates', 'modifiedDates'] }
    expect(deidentificationOptions.safeParse(both).success).toBe(false)
    expect(deidentificationOptions.safeParse({ ...defaultDeidentification, options: ['pixels'] }).success).toBe(false)
  })
})

describe('deidentifier', () => {
  it('gives the same for the same file, and the same patient and UIDs in every file', () => {
    const first = rewritten([['0020000D', 'UI', '1.2.3.5']])
    const second = rewritten([
      ['0020000D', 'UI', '1.2.3.5'],
      ['00080018', 'UI', '1.2.3.6'],
    ])
    expect(rewritten([['0020000D', 'UI', '1.2.3.5']]).bytes.equals(first.bytes)).toBe(true)
    expect(second.patient).toBe(first.patient)
    expect(text(second.dataset, '0020000D')).toBe(text(first.dataset, '0020000D'))
    expect(text(second.dataset, '00080018')).not.toBe(text(first.dataset, '00080018'))
    expect([text(first.dataset, '00100010'), text(first.dataset, '00100020')]).toEqual([first.patient, first.patient])
  })

  it('keeps references: the UID of an instance and a reference to it become the same', () => {
    const { dataset } = rewritten([
      [
        '00081140',
        'SQ',
        [
          [
            ['00081150', 'UI', ct],
            ['00081155', 'UI', '1.2.3.4'],
          ],
        ],
      ],
    ])
    const [reference] = items(dataset, '00081140')
    expect(text(reference, '00081155')).toBe(text(dataset, '00080018'))
    expect(text(reference, '00081150')).toBe(ct)
  })

  it('keeps a private attribute on the list, with its creator, and drops the rest of the block', () => {
    const block: Entry[] = [
      ['00190010', 'LO', 'SIEMENS MR HEADER'],
      ['0019100C', 'IS', '1000'],
      ['0019100D', 'CS', 'DIRECTIONAL'],
      ['00190011', 'LO', 'OTHER'],
      ['0019110C', 'IS', '1000'],
    ]
    const kept = [...rewritten(block).dataset.elements.keys()].filter((tag) => tag.startsWith('0019'))
    expect(kept).toEqual(['00190010', '0019100C'])
    const none = rewritten(block, []).dataset
    expect([...none.elements.keys()].filter((tag) => tag.startsWith('0019'))).toEqual([])
  })

  it('drops overlays and curves, whatever they say', () => {
    const drawn: Entry[] = [
      ['50000005', 'US', [2]],
      ['60000010', 'US', [8]],
      ['60003000', 'OW', Buffer.alloc(8)],
      ['60020022', 'LO', 'circle'],
    ]
    expect([...rewritten(drawn).dataset.elements.keys()].filter((tag) => /^[56]0/.test(tag))).toEqual([])
  })

  it('keeps texts of structured content under its option, and replaces every one of them without it', () => {
    const content: Entry[] = [
      [
        '0040A730',
        'SQ',
        [
          [
            ['0040A040', 'CS', 'TEXT'],
            ['0040A160', 'UT', 'no nodule'],
          ],
        ],
      ],
    ]
    const said = (options: readonly ConfidentialityOption[]) => {
      const [item] = items(rewritten(content, options).dataset, '0040A730')
      return [text(item, '0040A040'), text(item, '0040A160')]
    }
    expect(said(['structuredContent'])).toEqual(['TEXT', 'no nodule'])
    expect(said([])).toEqual(['TEXT', 'REMOVED'])
  })

  it('blanks comments in compressed frames and moves nothing', () => {
    const comment = Buffer.from('Zhang Wei')
    const jpeg = Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 2 + comment.length]),
      comment,
      Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
    ])
    const header = (tag: number[], length: number) => Buffer.from([...tag, length & 255, length >> 8, 0, 0])
    const item = [0xfe, 0xff, 0x00, 0xe0]
    const content = Buffer.concat([
      header(item, 0),
      header(item, jpeg.length),
      jpeg,
      header([0xfe, 0xff, 0xdd, 0xe0], 0),
    ])
    const start = Buffer.from([0xe0, 0x7f, 0x10, 0, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff])
    const before = Buffer.concat([file([], { syntax: '1.2.840.10008.1.2.4.50' }), start, content])
    const { bytes } = deidentifier(defaultDeidentification, pseudonyms)(before, { where: 'x' })
    expect(bytes.includes('Zhang')).toBe(false)
    expect(
      bytes
        .subarray(-content.length)
        .equals(Buffer.from(content.toString('latin1').replace('Zhang Wei', '\0'.repeat(9)), 'latin1')),
    ).toBe(true)
  })

  it.each([
    ['1.2.840.10008.5.1.4.1.1.104.1', 'encapsulated-document'],
    ['1.2.840.10008.1.3.10', 'directory-of-files'],
  ])('refuses %s', (sopClass, what) => {
    expect(() => rewritten([], [], { sopClass })).toThrow(
      new AssayError('deidentification-refused', { where: 'x', what }),
    )
  })

  it('refuses an object with thousands of names', () => {
    const people: Entry[][] = Array.from({ length: 1001 }, (_, i) => [
      ['00401101', 'SQ', []],
      ['0040A123', 'PN', `N${i}`],
    ])
    expect(() => rewritten([['0040A730', 'SQ', people]])).toThrow(AssayError)
  })

  it('flags what it can not clean', () => {
    const image: Entry[] = [['00280010', 'US', [1]]]
    expect(rewritten([...image, ['00280301', 'CS', 'YES']]).risks).toEqual(['burned-in-text'])
    expect(rewritten([...image, ['00280301', 'CS', 'NO']]).risks).toEqual([])
    const us = { sopClass: '1.2.840.10008.5.1.4.1.1.6.1' }
    expect(rewritten([...image, ['00280301', 'CS', 'NO'], ['00080060', 'CS', 'US']], [], us).risks).toEqual([
      'burned-in-text-possible',
    ])
    expect(rewritten([...image, ['00080060', 'CS', 'MR'], ['00180015', 'CS', 'BRAIN']]).risks).toEqual([
      'recognisable-face-possible',
    ])
    expect(rewritten([...image, ['60000102', 'US', [12]]]).risks).toEqual(['overlay-in-pixels'])
  })
})
