import { type Dataset, readDataset, vrOfTag } from '@assay/formats'
import type { SeriesSubject } from '../subject/study.ts'
import { seriesOf } from './series.ts'

/** Attributes by tag: text, numbers, or items of a sequence. */
export interface Attributes {
  readonly [tag: string]: string | readonly number[] | Buffer | readonly Attributes[]
}

const explicitLittleEndian = '1.2.840.10008.1.2.1'

/** A DICOM file of these attributes, written in explicit VR little-endian and read again. */
export function datasetOf(attributes: Attributes, { syntax = explicitLittleEndian, file = 'a' } = {}): Dataset {
  const meta = elementsOf({ '00020010': syntax })
  const bytes = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), meta, elementsOf(attributes)])
  return readDataset(bytes, file, { pixels: 'keep' })
}

/** A series of DICOM files. */
export function dicomSeries(files: readonly Attributes[], given: Parameters<typeof seriesOf>[1] = {}): SeriesSubject {
  const instances = files.map((attributes, index) => ({ file: `${index + 1}`, dataset: datasetOf(attributes) }))
  return seriesOf(undefined, { instances, ...given })
}

function elementsOf(attributes: Attributes): Buffer {
  const tags = Object.keys(attributes).sort()
  return Buffer.concat(tags.map((tag) => elementOf(tag, attributes[tag]!)))
}

const longVrs = ['OB', 'OW', 'SQ', 'UN', 'UT', 'UC']

function elementOf(tag: string, given: Attributes[string]): Buffer {
  const known = vrOfTag(tag)
  const vr = known === 'XS' ? 'US' : known
  const value = encodedValue(vr, given)
  const group = Buffer.from([tag.slice(2, 4), tag.slice(0, 2), tag.slice(6, 8), tag.slice(4, 6)].join(''), 'hex')
  const head = Buffer.alloc(longVrs.includes(vr) ? 8 : 4)
  head.write(vr, 'latin1')
  if (head.length === 8) head.writeUInt32LE(value.length, 4)
  else head.writeUInt16LE(value.length, 2)
  return Buffer.concat([group, head, value])
}

function encodedValue(vr: string, given: Attributes[string]): Buffer {
  if (Buffer.isBuffer(given)) return padded(given, 0x20)
  if (typeof given === 'string') return padded(Buffer.from(given, 'latin1'), vr === 'UI' ? 0 : 0x20)
  if (vr === 'SQ') return Buffer.concat((given as readonly Attributes[]).map(itemOf))
  const size = { US: 2, FD: 8 }[vr] ?? 4
  const bytes = Buffer.alloc(size * given.length)
  ;(given as readonly number[]).forEach((value, i) => {
    if (vr === 'FD') bytes.writeDoubleLE(value, 8 * i)
    else if (vr === 'FL') bytes.writeFloatLE(value, 4 * i)
    else bytes.writeUIntLE(value, size * i, size)
  })
  return bytes
}

function itemOf(attributes: Attributes): Buffer {
  const content = elementsOf(attributes)
  const head = Buffer.from('feff00e000000000', 'hex')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content])
}

function padded(value: Buffer, padding: number): Buffer {
  return value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from([padding])])
}

/** An axial CT of slices 2 mm apart, by what is special in each slice (by its place, from 0 on). */
export function axialSlices(count: number, special: (slice: number) => Attributes = () => ({})): Attributes[] {
  return Array.from({ length: count }, (_, z) => ({
    '00080016': '1.2.840.10008.5.1.4.1.1.2',
    '00080018': `1.2.3.${z + 1}`,
    '00080060': 'CT',
    '00180050': '2',
    '0020000E': '1.2.3',
    '00200013': `${z + 1}`,
    '00200032': `-100\\-100\\${2 * z}`,
    '00200037': '1\\0\\0\\0\\1\\0',
    '00200052': '1.2.9',
    '00280030': '0.7\\0.7',
    ...special(z),
  }))
}
