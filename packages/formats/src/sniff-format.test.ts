import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sniffFormat } from './sniff-format.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../shared/data')

const nifti = (length: 348 | 540, magic: string) => {
  const bytes = Buffer.alloc(length)
  bytes.writeInt32BE(length)
  bytes.write(magic, length === 348 ? 344 : 4, 'latin1')
  return bytes
}
const scp = Buffer.alloc(32)
scp.write('SCPECG', 16)

describe('what a file is', () => {
  it.each([
    ['png', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['jpeg', Buffer.from('\xff\xd8\xff\xe0', 'latin1')],
    ['tiff', Buffer.from('MM\0*', 'latin1')],
    ['nifti', nifti(348, 'n+1\0')],
    ['nifti', nifti(348, 'ni1\0')],
    ['nifti', nifti(540, 'n+2\0')],
    ['nifti', gzipSync(Buffer.concat([nifti(348, 'n+1\0'), Buffer.alloc(100_000)]))],
    ['nifti', gzipSync(Buffer.concat([nifti(348, 'n+1\0'), Buffer.alloc(100_000)])).subarray(0, 60)],
    ['nrrd', Buffer.from('NRRD0005\ntype: short\n')],
    ['metaimage', Buffer.from('ObjectType = Image\nNDims = 3\n')],
    ['scp-ecg', scp],
    ['aecg', Buffer.from('<?xml version="1.0"?>\n<AnnotatedECG xmlns="urn:hl7-org:v3">')],
    ['wfdb-header', Buffer.from('# made by hand\n\n100 2 360 650000\n100.dat 212 200\n')],
    ['wfdb-header', Buffer.from('r/4 2 250 8 12:00:00 01/02/2003\n')],
    [undefined, Buffer.from('record\tpatient\n100\tp1\n')],
    [undefined, Buffer.alloc(0)],
    [undefined, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [undefined, Buffer.from('\n'.repeat(5000))],
  ] as const)('is said by its bytes: %s', (format, bytes) => {
    expect(sniffFormat(bytes)).toBe(format)
  })

  it.skipIf(!existsSync(data))('is said of real files, too (needs shared/data)', () => {
    const files = {
      'ecg/mitdb/100.hea': 'wfdb-header',
      'ecg/mitdb/100.dat': undefined,
      'fundus/hrf/01_h.jpg': 'jpeg',
      'fundus/hrf/01_h_AVmanual.png': 'png',
      'brain/t1_crop.nii.gz': 'nifti',
      'brain/brain1_label.nrrd': 'nrrd',
      'liver/liver.dcm': 'dicom',
    }
    for (const [file, format] of Object.entries(files)) expect(sniffFormat(readFileSync(join(data, file)))).toBe(format)
  })

  it('of any bytes is an answer', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => void sniffFormat(bytes)))
  })
})
