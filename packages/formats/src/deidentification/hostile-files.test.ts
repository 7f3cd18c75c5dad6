import { AssayError } from '@assay/contracts'
import { expect, it } from 'vitest'
import { type Entry, writeDataset, writeFile } from '../testing/dicom-writer.ts'
import { defaultDeidentification } from './default-options.ts'
import { deidentifier } from './deidentifier.ts'
import { pseudonymiser } from './pseudonyms.ts'

const deidentify = deidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 7)))
const writing = { isExplicit: true, isBigEndian: false, codec: 'latin1' }
const secret = 'Ouyang^Jingyi'

function fileOf(more: readonly Entry[] = []): Buffer {
  const entries: Entry[] = [
    ['00080016', 'UI', '1.2.840.10008.5.1.4.1.1.2'],
    ['00080018', 'UI', '1.2.3'],
    ['00100010', 'PN', secret],
    ['00100020', 'LO', '4711'],
    ['0020000D', 'UI', '1.2'],
    ['7FE00010', 'OW', Buffer.alloc(32)],
    ...more,
  ]
  return writeFile(writeDataset(entries, writing), { syntax: '1.2.840.10008.1.2.1' })
}

/** A private sequence of sequences, with a name in the innermost. */
function nested(depth: number): Entry[] {
  let items: Entry[] = [['00091010', 'LO', secret]]
  for (let level = 0; level < depth; level += 1) items = [['00091011', 'SQ', [items]]]
  return [['00090010', 'LO', 'ACME'], ...items]
}

function claiming(length: number): Buffer {
  const bytes = fileOf()
  bytes.writeUInt32LE(length, bytes.lastIndexOf(Buffer.from('e07f1000', 'hex')) + 8)
  return bytes
}

it.each<[name: string, bytes: Buffer, what: RegExp]>([
  ['a second file behind the first', Buffer.concat([fileOf(), fileOf()]), /has no value representation, at byte \d+$/],
  [
    'a second preamble behind the data set',
    Buffer.concat([fileOf(), Buffer.alloc(128), Buffer.from(`DICM${secret}`)]),
    /has no value representation, at byte \d+$/,
  ],
  ['an element that claims 4 GB', claiming(0xfffffffe), /announces 4294967294 bytes, 32 are left/],
  ['private sequences without end', fileOf(nested(200)), /more than 64 sequences within each other/],
])('refuses %s, and tells nothing of it', (_, bytes, what) => {
  let error: unknown
  try {
    deidentify(bytes, { where: 'file 1' })
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(AssayError)
  expect(error).toMatchObject({
    code: 'dicom-unreadable',
    parameters: { where: 'file 1', what: expect.stringMatching(what) },
  })
  expect(JSON.stringify(error)).not.toContain('Ouyang')
})

it('takes private sequences out, however deep a name lies in them', () => {
  for (const depth of [1, 10, 60]) {
    const { bytes } = deidentify(fileOf(nested(depth)), { where: 'file 1' })
    expect(Buffer.from(bytes).includes('Ouyang')).toBe(false)
  }
})
