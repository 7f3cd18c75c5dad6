import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { contentHash } from './content-hash.ts'
import { defaultDeidentification } from './deidentification/default-options.ts'
import { deidentifier } from './deidentification/deidentifier.ts'
import { headerDeidentifier } from './deidentification/headers/header-deidentifier.ts'
import { pseudonymiser } from './deidentification/pseudonyms.ts'
import { pixelHash } from './dicom/pixels/pixel-hash.ts'
import { readDataset } from './dicom/read-dataset.ts'
import { voxelFilesOf } from './images/voxel-files.ts'
import { voxelHash } from './images/voxel-hash.ts'
import { sniffFormat } from './sniff-format.ts'
import { hasModules, runPython } from './testing/peers.ts'

const shared = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const slices = join(shared, 'lung/dicom-2slices')
const fundus = join(shared, 'fundus')
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPydicom = spawnSync(python, ['-c', 'import pydicom']).status === 0
const pseudonyms = pseudonymiser(new Uint8Array(32).fill(7))

it.skipIf(!existsSync(slices) || !hasPydicom)(
  'of a slice is of its pixels as pydicom reads them, and the same in its de-identified copy (needs shared/data, pydicom)',
  () => {
    const script =
      'import hashlib, pydicom, sys; print(hashlib.sha256(pydicom.dcmread(sys.argv[1]).PixelData).hexdigest())'
    const deidentify = deidentifier(defaultDeidentification, pseudonyms)
    for (const name of readdirSync(slices)) {
      const bytes = readFileSync(join(slices, name))
      const { stdout } = spawnSync(python, ['-c', script, join(slices, name)], { encoding: 'utf8' })
      expect(contentHash(bytes, name)).toBe(stdout.trim())
      const copy = Buffer.concat(deidentify(readDataset(bytes, name, { pixels: 'keep' }), { where: name }).pieces)
      expect(copy.equals(bytes)).toBe(false)
      expect(pixelHash(readDataset(copy, name, { pixels: 'keep' }))).toBe(stdout.trim())
    }
  },
)

it.skipIf(!existsSync(fundus))(
  'of a photograph does not depend on whose key takes its texts out (needs shared/data)',
  () => {
    const files = readdirSync(fundus, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(png|jpe?g|tiff?)$/i.test(name),
    )
    expect(files.length).toBeGreaterThan(0)
    const { clean } = headerDeidentifier(defaultDeidentification, pseudonyms)
    for (const name of files.slice(0, 3)) {
      const bytes = readFileSync(join(fundus, name))
      const format = /png$/i.test(name) ? 'png' : /tiff?$/i.test(name) ? 'tiff' : 'jpeg'
      const copy = clean(bytes, { format, where: name, patient: { issuer: 'here', id: '17' } })
      expect(contentHash(copy, name)).toBe(contentHash(bytes, name))
    }
  },
)

const folder = mkdtempSync(join(tmpdir(), 'assay-content-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a vendor comes to: of a file, with the files beside it. */
const hashOf = (name: string) =>
  contentHash(readFileSync(join(folder, name)), name, (other) =>
    existsSync(join(folder, other)) ? readFileSync(join(folder, other)) : undefined,
  )

/** What a hospital stores of a file, and what it notes of its voxels. */
function storedHash(name: string): string {
  const bytes = readFileSync(join(folder, name))
  const format = sniffFormat(bytes) as 'nifti' | 'nrrd' | 'metaimage'
  const [file] = voxelFilesOf(bytes, name).filter((one) => existsSync(join(folder, one)))
  const { clean } = headerDeidentifier(defaultDeidentification, pseudonyms)
  const patient = { issuer: 'here', id: '17' }
  const beside = () => (file === undefined ? undefined : readFileSync(join(folder, file)))
  const copy = clean(bytes, { format, where: name, name, patient, beside })
  return voxelHash(copy[0] === 0x1f ? gunzipSync(copy) : copy, format, name)
}

/** Writes one array in every form of NIfTI, with texts, and says what nibabel reads of each, unscaled, as little-endian bytes. */
const script = `
import hashlib, json, sys
import nibabel as nib, numpy as np
folder = sys.argv[1]
affine = np.array([[1.2, 0.3, 0, -20], [-0.4, 0.9, 0.2, 5], [0.1, -0.1, 2.5, 7.5], [0, 0, 0, 1]])
rng = np.random.default_rng(7)
voxels = rng.integers(-1000, 3000, (6, 5, 4)).astype(np.int16)
def save(name, kind, header, values=voxels, order='<', note=b''):
    head = header(endianness=order); head.set_data_dtype(values.dtype.newbyteorder(order)); head['descrip'] = note
    image = kind(values, affine, head); image.header.set_slope_inter(1, 0)
    nib.save(image, f'{folder}/{name}')
one, two = nib.Nifti1Header, nib.Nifti2Header
save('one.nii', nib.Nifti1Image, one); save('one.nii.gz', nib.Nifti1Image, one, note=b'ZHANG^SAN')
save('two.nii', nib.Nifti2Image, two); save('two.nii.gz', nib.Nifti2Image, two)
save('big.nii', nib.Nifti1Image, one, order='>'); save('big-two.nii.gz', nib.Nifti2Image, two, order='>')
save('pair.hdr', nib.Nifti1Pair, nib.Nifti1Pair.header_class); save('pair-two.hdr', nib.Nifti2Pair, nib.Nifti2Pair.header_class)
save('packed.hdr.gz', nib.Nifti1Pair, nib.Nifti1Pair.header_class, order='>')
noted = nib.load(f'{folder}/one.nii'); noted = nib.Nifti1Image(np.asanyarray(noted.dataobj), affine * 2, noted.header)
noted.header.extensions.append(nib.nifti1.Nifti1Extension('comment', b'x' * 100)); noted.header.set_slope_inter(1, 0); nib.save(noted, f'{folder}/noted.nii')
scaled = nib.Nifti1Image(np.linspace(-1, 1, 120).reshape(6, 5, 4), affine); scaled.set_data_dtype(np.int16); nib.save(scaled, f'{folder}/scaled.nii')
save('cine.nii.gz', nib.Nifti1Image, one, rng.normal(size=(4, 3, 2, 5)).astype(np.float32), '>')
save('double.nii', nib.Nifti2Image, two, rng.normal(size=(4, 3, 2)), '>')
save('complex.nii', nib.Nifti1Image, one, (rng.normal(size=(4, 3, 2)) + 1j * rng.normal(size=(4, 3, 2))).astype(np.complex64), '>')
rgb = np.zeros((4, 3, 2), [('R', 'u1'), ('G', 'u1'), ('B', 'u1')]); rgb['G'] = rng.integers(0, 255, (4, 3, 2))
nib.save(nib.Nifti1Image(rgb, affine), f'{folder}/colours.nii')
out = {}
for name in ('one.nii one.nii.gz two.nii two.nii.gz big.nii big-two.nii.gz pair.hdr pair-two.hdr packed.hdr.gz noted.nii scaled.nii '
             'cine.nii.gz double.nii complex.nii colours.nii').split():
    image = nib.load(f'{folder}/{name}')
    raw = image.dataobj.get_unscaled()
    out[name] = hashlib.sha256(raw.astype(raw.dtype.newbyteorder('<')).tobytes(order='F')).hexdigest()
print(json.dumps(out))
`

describe.skipIf(!hasModules('nibabel'))('of a volume (needs nibabel)', () => {
  const read = () => runPython<Record<string, string>>(script, [folder])

  it('is of its voxels as nibabel reads them, unscaled, and the same in what a hospital stores of it', () => {
    const nibabel = read()
    for (const [name, hash] of Object.entries(nibabel)) {
      expect([name, hashOf(name)]).toEqual([name, hash])
      expect([name, storedHash(name)]).toEqual([name, hash])
    }
    const alike = ['one.nii', 'one.nii.gz', 'two.nii', 'two.nii.gz', 'big.nii', 'big-two.nii.gz', 'noted.nii']
    const pairs = ['pair.hdr', 'pair-two.hdr', 'packed.hdr.gz']
    expect(new Set([...alike, ...pairs].map((name) => nibabel[name])).size).toBe(1)
    expect(new Set(Object.values(nibabel)).size).toBe(6)
  })

  it('is the same for the same voxels as NRRD and as MetaImage, packed or not, in either order of bytes', () => {
    const { 'one.nii': hash } = read()
    const little = readFileSync(join(folder, 'one.nii')).subarray(352)
    const big = Buffer.from(little).swap16()
    const text = Array.from({ length: little.length / 2 }, (_, i) => little.readInt16LE(2 * i)).join(' ')
    const nrrd = (encoding: string, more = '') =>
      `NRRD0004\n# of nobody\ntype: short\ndimension: 3\nsizes: 6 5 4\nspacings: 1 1 2\nencoding: ${encoding}\n${more}\n`
    const meta = (file: string, more = '') =>
      `ObjectType = Image\nNDims = 3\nComment = of nobody\nDimSize = 6 5 4\nElementType = MET_SHORT\n${more}ElementDataFile = ${file}\n`
    const files: Record<string, (string | Buffer)[]> = {
      'raw.nrrd': [nrrd('raw', 'endian: little\n'), little],
      'big.nrrd': [nrrd('gzip', 'endian: big\n'), gzipSync(big)],
      'text.nrrd': [nrrd('ascii'), text],
      'two.nhdr': [nrrd('raw', 'endian: big\ndata file: two.raw\n')],
      'two.raw': [big],
      'raw.mha': [meta('LOCAL'), little],
      'big.mha': [meta('LOCAL', 'BinaryDataByteOrderMSB = True\n'), big],
      'packed.mhd': [meta('packed.zraw', 'CompressedData = True\n')],
      'packed.zraw': [deflateSync(little)],
    }
    for (const [name, pieces] of Object.entries(files))
      writeFileSync(join(folder, name), Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))))
    for (const name of Object.keys(files).filter((one) => !/raw$/.test(one))) {
      expect([name, hashOf(name)]).toEqual([name, hash])
      expect([name, storedHash(name)]).toEqual([name, hash])
    }
    expect(createHash('sha256').update(little).digest('hex')).toBe(hash)
  })
})

it('of a header without its voxels, or of a volume that is cut off, is refused', () => {
  const header = 'ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementType = MET_SHORT\nElementDataFile = '
  const refused = (text: string) => () => contentHash(Buffer.from(text), 'a.mhd')
  expect(refused(`${header}gone.raw\n`)).toThrow(expect.objectContaining({ code: 'image-unreadable' }))
  expect(refused(`${header}LOCAL\nfew`)).toThrow(expect.objectContaining({ code: 'image-unreadable' }))
})
