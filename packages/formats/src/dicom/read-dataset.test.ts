import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { filesIn, pydicomFolder, runPython } from '../testing/peers.ts'
import { type Dataset, type Element, items } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { numbers, texts } from './values.ts'

const folder = pydicomFolder()

/** What pydicom reads, item by item: the tag, the representation, and the value where it is text or numbers. */
const script = `
import json, sys, warnings
import pydicom
from pydicom.multival import MultiValue
from pydicom.valuerep import PersonName
warnings.simplefilter("ignore")
TEXT = "LO LT PN SH ST UC UT CS UI AE AS DA TM DT UR".split()
NUMBERS = "US SS UL SL FL FD DS IS".split()

def plain(vr, value):
    if value is None or value == "" or (isinstance(value, (list, MultiValue)) and len(value) == 0): return None
    several = list(value) if isinstance(value, (list, MultiValue)) else [value]
    if vr in TEXT: return [str(one).strip() for one in several]
    try: return [float(one) for one in several]
    except ValueError: return "no number"

def listed(dataset):
    out = []
    for element in dataset:
        tag = "%08X" % element.tag
        if element.VR == "SQ": out.append([tag, "SQ", [listed(item) for item in element.value]])
        elif element.VR in TEXT + NUMBERS: out.append([tag, element.VR, plain(element.VR, element.value)])
        else: out.append([tag, element.VR, None])
    return out

out = []
for path in sys.stdin.read().split():
    dataset = pydicom.dcmread(path, force=True, stop_before_pixels=True)
    dataset.decode()
    dataset = dataset[:0x7FE00000]
    out.append(dict(path=path, elements=listed(dataset)))
print(json.dumps(out))
`

type Listed = [tag: string, vr: string, value: unknown][]

const isText = new Set('LO LT PN SH ST UC UT CS UI AE AS DA TM DT UR'.split(' '))
const isNumeric = new Set('US SS UL SL FL FD DS IS'.split(' '))

function plainValue(dataset: Dataset, { tag, vr }: Element): unknown {
  if (vr === 'SQ') return items(dataset, tag).map(listed)
  if (isNumeric.has(vr) || vr === 'XS') {
    try {
      const values = numbers(dataset, tag)
      return values.length > 0 ? values : null
    } catch {
      return 'no number'
    }
  }
  if (!isText.has(vr)) return null
  const values = texts(dataset, tag).map((value) => value.trim().replace(/=+$/, ''))
  return values.length > 0 ? values : null
}

function listed(dataset: Dataset): Listed {
  const own = [...dataset.elements.values()].filter(({ tag }) => !tag.startsWith('0002'))
  return own.map((element) => [element.tag, element.vr, plainValue(dataset, element)])
}

/** A peer's elements without what it knows of vendors' private attributes. */
function withoutVendors(peer: Listed, own: Listed): Listed {
  return peer.map(([tag, vr, value], i) => {
    const [, ownVr, ownValue] = own[i] ?? []
    if (ownVr === 'UN') return [tag, 'UN', null]
    if (ownVr === 'XS') return [tag, 'XS', value]
    if (vr !== 'SQ' || ownVr !== 'SQ') return [tag, vr, value]
    return [tag, vr, (value as Listed[]).map((item, at) => withoutVendors(item, (ownValue as Listed[])[at] ?? []))]
  })
}

/** Files whose elements pydicom gives otherwise than they stand there, and why. */
const otherwise: Readonly<Record<string, string>> = {
  'DICOMDIR-reordered': 'pydicom gives a DICOMDIR’s records by their links',
}

describe.skipIf(!folder)('every file that pydicom ships (needs python3-pydicom)', () => {
  const files = filesIn(folder ?? '.').filter((file) => {
    try {
      readDataset(readFileSync(file), file, { pixels: 'skip' })
      return otherwise[basename(file)] === undefined
    } catch {
      return false
    }
  })

  it('has the elements that pydicom finds', () => {
    const peers = runPython<{ path: string; elements: Listed }[]>(script, [], files.join('\n'))
    expect(peers.length).toBeGreaterThan(150)
    for (const { path, elements } of peers) {
      const own = listed(readDataset(readFileSync(path), path, { pixels: 'skip' }))
      expect.soft(own, path).toEqual(withoutVendors(elements, own))
    }
  })
})

const u16 = (value: number) => Buffer.from([value & 0xff, value >> 8])
const u32 = (value: number) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)])
const tagged = (tag: string) => Buffer.concat([4, 0].map((at) => u16(Number.parseInt(tag.slice(4 - at, 8 - at), 16))))
const implicit = (tag: string, value: Uint8Array, length = value.length) =>
  Buffer.concat([tagged(tag), u32(length), value])
const explicit = (tag: string, vr: string, value: string) =>
  Buffer.concat([tagged(tag), Buffer.from(vr), u16(value.length), Buffer.from(value, 'latin1')])

/** A file whose meta information is no more than its transfer syntax. */
function fileOf(syntax: string, ...parts: Uint8Array[]): Buffer {
  const padded = syntax.length % 2 === 0 ? syntax : `${syntax}\0`
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), explicit('00020010', 'UI', padded), ...parts])
}

const implicitSyntax = '1.2.840.10008.1.2'
const deflatedSyntax = '1.2.840.10008.1.2.1.99'
const modality = implicit('00080060', Buffer.from('CT'))

function reasonOf(bytes: Uint8Array): string {
  try {
    readDataset(bytes, 'a.dcm', { pixels: 'keep' })
    return 'read'
  } catch (error) {
    const { code, parameters } = error as { code: string; parameters: { what: string } }
    return `${code}: ${parameters.what}`
  }
}

describe('a damaged data set is refused with the reason:', () => {
  const nested = (depth: number): Buffer =>
    depth === 0 ? modality : implicit('00081140', implicit('FFFEE000', nested(depth - 1)))
  const open = (depth: number) =>
    Buffer.concat(
      Array(depth).fill(Buffer.concat([tagged('00081140'), u32(0xffffffff), tagged('FFFEE000'), u32(0xffffffff)])),
    )

  it.each<[string, Buffer, string]>([
    ['no DICOM', Buffer.from('hello, this is a text'), 'no DICOM data set'],
    ['nothing', Buffer.alloc(0), 'no DICOM data set'],
    ['meta information alone', fileOf(implicitSyntax), 'no element behind the meta information'],
    [
      'an element cut off',
      fileOf(implicitSyntax, modality, Buffer.from([8, 0, 0x70])),
      'an element is cut off, at byte 168',
    ],
    [
      'a length beyond the end',
      fileOf(implicitSyntax, implicit('00080060', Buffer.from('CT'), 90)),
      '(0008,0060) announces 90 bytes, 2 are left, at byte 158',
    ],
    ['an element twice', fileOf(implicitSyntax, modality, modality), '(0008,0060) stands twice, at byte 168'],
    ['sequences 65 deep', fileOf(implicitSyntax, nested(65)), 'more than 64 sequences within each other'],
    [
      'sequences 10,000 deep, never ended',
      fileOf(implicitSyntax, open(10_000)),
      'more than 64 sequences within each other',
    ],
    ['a sequence without its end', fileOf(implicitSyntax, open(3)), 'an item without its end'],
    [
      'a sequence of something else',
      fileOf(implicitSyntax, implicit('00081140', modality)),
      '(0008,1140) holds something other than items',
    ],
    [
      'a delimiter alone',
      fileOf(implicitSyntax, implicit('FFFEE00D', Buffer.alloc(0))),
      '(FFFE,E00D) where an element is due',
    ],
    [
      'pixel data without an end',
      fileOf(implicitSyntax, implicit('7FE00010', implicit('FFFEE000', modality), 0xffffffff)),
      '(7FE0,0010) has no end',
    ],
    [
      'an unknown representation',
      fileOf('1.2.840.10008.1.2.1', explicit('00080060', '??', 'CT')),
      '(0008,0060) has no value representation',
    ],
    ['damaged compression', fileOf(deflatedSyntax, Buffer.from('hello')), 'damaged compression'],
  ])('%s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toContain(`dicom-unreadable: ${reason}`)
  })

  it('a gigabyte and more of zeros, deflated', () => {
    const bomb = deflateRawSync(Buffer.alloc(2 ** 30 + 1), { level: 1 })
    expect(bomb.length).toBeLessThan(2 ** 23)
    expect(reasonOf(fileOf(deflatedSyntax, bomb))).toContain('bytes when inflated')
  })

  it('three million elements', () => {
    const empty = implicit('FFFEE000', Buffer.alloc(0))
    const bytes = fileOf(implicitSyntax, implicit('00081140', Buffer.concat(Array(3_000_000).fill(empty))))
    expect(reasonOf(bytes)).toContain('more than 2000000 elements')
  })
})

describe('a data set', () => {
  it('is read without the pixel data that a file’s beginning does not hold', () => {
    const bytes = fileOf(implicitSyntax, modality, implicit('7FE00010', Buffer.alloc(2), 500_000))
    expect([...readDataset(bytes, 'a.dcm', { pixels: 'skip' }).elements.keys()]).toEqual(['00020010', '00080060'])
    expect(reasonOf(bytes)).toContain('announces 500000 bytes')
  })

  it('has text in Chinese, whose second bytes may be a backslash or an escape’s', () => {
    const value = Buffer.from([0x81, 0x5c, 0x5c, 0xd6, 0xd0, 0x20])
    for (const term of ['GB18030', 'GBK ']) {
      const bytes = fileOf(implicitSyntax, implicit('00080005', Buffer.from(term)), implicit('00081030', value))
      expect(texts(readDataset(bytes, 'a.dcm', { pixels: 'keep' }), '00081030')).toEqual(['\u4e57', '中'])
    }
  })
})
