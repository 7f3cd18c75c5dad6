import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { part10Head } from '../full-sample-centre/listener/part-10-head.ts'

const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2'
const explicitLittleEndian = '1.2.840.10008.1.2.1'

/** A slice of a CT that a test makes up. */
export interface SliceWish {
  readonly patient?: string
  readonly study?: number
  readonly series?: number
  readonly slice: number
  readonly manufacturer?: string
  /** Rows and columns. */
  readonly size?: number
  /** What the noise of the pixels begins with. */
  readonly seed?: number
  /** Other values of attributes, by their tags. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** UID of a study, series or slice of a test. */
const testUid = (...numbers: readonly number[]) => `1.2.826.0.1.3680043.10.1401.${numbers.join('.')}`

/** A CT slice as a scanner would write it. */
export function ctSlice(wish: SliceWish): Buffer {
  const {
    patient = 'MRN-1',
    study = 1,
    series = 1,
    slice,
    manufacturer = 'ACME',
    size = 16,
    seed = slice,
    attributes = {},
  } = wish
  const instance = testUid(study, series, slice)
  const elements: [string, string, string | Buffer][] = [
    ['00080008', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    ['00080016', 'UI', ctImageStorage],
    ['00080018', 'UI', instance],
    ['00080020', 'DA', '20240517'],
    ['00080060', 'CS', 'CT'],
    ['00080070', 'LO', manufacturer],
    ['00081090', 'LO', 'Model 1'],
    ['00100010', 'PN', 'Roentgen^Anna'],
    ['00100020', 'LO', patient],
    ['00100030', 'DA', '19700101'],
    ['00180015', 'CS', 'CHEST'],
    ['00180050', 'DS', '1.25'],
    ['0020000D', 'UI', testUid(study)],
    ['0020000E', 'UI', testUid(study, series)],
    ['00200013', 'IS', String(slice)],
    ['00200032', 'DS', `-100\\-100\\${slice * 1.25}`],
    ['00200037', 'DS', '1\\0\\0\\0\\1\\0'],
    ['00200052', 'UI', testUid(study, 9999)],
    ['00280002', 'US', number(1)],
    ['00280004', 'CS', 'MONOCHROME2'],
    ['00280010', 'US', number(size)],
    ['00280011', 'US', number(size)],
    ['00280030', 'DS', '0.7\\0.7'],
    ['00280100', 'US', number(16)],
    ['00280101', 'US', number(16)],
    ['00280102', 'US', number(15)],
    ['00280103', 'US', number(1)],
    ['00281052', 'DS', '-1024'],
    ['00281053', 'DS', '1'],
    ['7FE00010', 'OW', noise(size * size, seed)],
  ]
  const changed = elements.map(([tag, vr, value]) => elementBytes([tag, vr, attributes[tag] ?? value]))
  return Buffer.concat([part10Head(ctImageStorage, instance, explicitLittleEndian), ...changed])
}

/** Fills a folder with the slices of series; gives how many there are. */
export function writeSlices(folder: string, slices: number, wish: Omit<SliceWish, 'slice'> = {}): number {
  mkdirSync(folder, { recursive: true })
  for (let slice = 1; slice <= slices; slice += 1)
    writeFileSync(join(folder, `Roentgen_Anna_${slice}.dcm`), ctSlice({ ...wish, slice }))
  return slices
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function noise(count: number, seed: number): Buffer {
  const bytes = Buffer.alloc(2 * count)
  let state = (seed * 2_654_435_761) >>> 0 || 1
  for (let i = 0; i < count; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes.writeUInt16LE(1000 + (state >>> 22), 2 * i)
  }
  return bytes
}

function elementBytes([tag, vr, value]: [string, string, string | Buffer]): Buffer {
  const text = typeof value === 'string' ? Buffer.from(value, 'latin1') : value
  const bytes = text.length % 2 === 0 ? text : Buffer.concat([text, Buffer.from(vr === 'UI' ? '\0' : ' ')])
  const isLong = vr === 'OW'
  const head = Buffer.alloc(isLong ? 12 : 8)
  head.writeUInt16LE(Number.parseInt(tag.slice(0, 4), 16), 0)
  head.writeUInt16LE(Number.parseInt(tag.slice(4), 16), 2)
  head.write(vr, 4, 'latin1')
  if (isLong) head.writeUInt32LE(bytes.length, 8)
  else head.writeUInt16LE(bytes.length, 6)
  return Buffer.concat([head, bytes])
}
