import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Quarantined } from '@assay/contracts'
import { canaryWaveforms } from '@assay/formats/testing'
import { expect, test } from 'vitest'
import { ctSlice } from '../../testing/slices.ts'
import { hospitalForTests } from '../../testing/test-hospital.ts'

const hospital = await hospitalForTests()

/** A header of ANALYZE 7.5: 348 bytes without NIfTI's magic word. */
function analyze(): Buffer {
  const header = Buffer.alloc(348)
  header.writeInt32LE(348, 0)
  for (const [axis, length] of [3, 2, 2, 2].entries()) header.writeInt16LE(length, 40 + 2 * axis)
  return header
}

/** A slice whose class is another one's: of the same length, so that nothing moves. */
function ofClass(slice: number, uid: string): Buffer {
  const bytes = ctSlice({ study: 9, patient: 'MRN-9', slice })
  const own = '1.2.840.10008.5.1.4.1.1.2'
  for (let at = bytes.indexOf(own); at >= 0; at = bytes.indexOf(own, at + 1))
    bytes.write(uid.padEnd(own.length, '\0'), at, 'latin1')
  return bytes
}

const waveform = (name: RegExp) => canaryWaveforms().find((one) => name.test(one.name))!.bytes
const nrrd = (more: string) => `NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\n${more}\n\n`
const mhd = (file: string) =>
  `ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_SHORT\nElementDataFile = ${file}\n`

/** Each with what stands in quarantine for it: the code, and what is wrong where the error says it. */
const refused: Readonly<Record<string, [bytes: string | Buffer, code: string, what?: string]>> = {
  'analyze.hdr': [analyze(), 'image-unsupported', 'ANALYZE 7.5, which does not tell left from right'],
  'big.tif': [Buffer.from('II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0', 'latin1'), 'deidentification-refused', 'big-tiff'],
  'bzip.nrrd': [nrrd('encoding: bzip2'), 'image-unsupported', 'the encoding bzip2'],
  'cut.png': [Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'deidentification-refused', 'cut-off'],
  'list.nhdr': [nrrd('encoding: raw\ndata file: LIST'), 'deidentification-refused', 'list-of-files'],
  'pattern.mhd': [mhd('slice%03d.raw'), 'deidentification-refused', 'list-of-files'],
  'flat.nrrd': [
    'NRRD0004\ntype: short\ndimension: 2\nsizes: 2 2\nencoding: raw\n\n',
    'image-unsupported',
    'other than three dimensions',
  ],
  'ecg.scp': [waveform(/scp$/), 'object-not-taken'],
  'ecg.xml': [waveform(/xml$/), 'object-not-taken'],
  'directory.dcm': [ofClass(1, '1.2.840.10008.1.3.10'), 'deidentification-refused', 'directory-of-files'],
  'notes.txt': ['To whom it may concern', 'dicom-unreadable', 'no DICOM data set'],
  'empty.dcm': ['', 'dicom-unreadable', 'no DICOM data set'],
}

test('what is taken in by no way is put aside, each with its reason, links as links; hidden files are passed over', async () => {
  const from = join(hospital.intake, 'formats')
  mkdirSync(join(from, '.hidden'), { recursive: true })
  for (const [name, [bytes]] of Object.entries(refused)) writeFileSync(join(from, name), bytes)
  writeFileSync(join(from, '.hidden/one.dcm'), ctSlice({ slice: 1 }))
  writeFileSync(join(from, '.DS_Store'), 'x')
  writeFileSync(join(from, 'whole.dcm'), ctSlice({ study: 10, slice: 1 }))
  symlinkSync(join(from, 'whole.dcm'), join(from, 'link.dcm'))
  symlinkSync('/etc', join(from, 'folder'))
  const tabled = Object.keys(refused).map((name) => `${name}\tP-1\n`)
  writeFileSync(join(from, 'patients.tsv'), tabled.join(''))
  const run = await hospital.steward.takeIn('formats', 'synthetic', 'lung-ct')
  expect(run).toMatchObject({ found: Object.keys(refused).length + 3, accepted: 1 })
  const aside = (await hospital.steward.get<Quarantined[]>('/quarantine?limit=500')).filter(
    ({ intakeId }) => intakeId === run.id,
  )
  const said = aside
    .filter(({ what }) => what === 'object')
    .map(({ name, code, parameters }) => [name, [code, parameters.what]])
  expect(Object.fromEntries(said)).toEqual({
    ...Object.fromEntries(Object.entries(refused).map(([name, [, code, what]]) => [name, [code, what]])),
    ...Object.fromEntries(['link.dcm', 'folder'].map((name) => [name, ['object-unreadable', 'file-link']])),
  })
})
