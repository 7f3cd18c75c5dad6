import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { voxelFilesOf } from '../../images/voxel-files.ts'
import { sniffFormat } from '../../sniff-format.ts'
import { findCanaries } from '../../testing/find-canaries.ts'
import { hasModules, hasPrograms, runPython } from '../../testing/peers.ts'
import { defaultDeidentification } from '../default-options.ts'
import { pseudonymiser } from '../pseudonyms.ts'
import { headerDeidentifier } from './header-deidentifier.ts'

const { clean } = headerDeidentifier(defaultDeidentification, pseudonymiser(Buffer.alloc(32, 5)))
const patient = { issuer: '', id: '1' }

const folder = mkdtempSync(join(tmpdir(), 'assay-two-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A header of a folder and the file that it names as one file. */
function joined(from: string, name: string): Buffer {
  const bytes = readFileSync(join(from, name))
  const beside = (other: string) => (existsSync(join(from, other)) ? readFileSync(join(from, other)) : undefined)
  const copy = clean(bytes, { format: sniffFormat(bytes)!, where: 'file 1', name, patient, beside })
  return copy[0] === 0x1f ? gunzipSync(copy) : copy
}

const short = Buffer.from(Int16Array.of(-5, 300, 7, -2000, 40, 6, 12, 3).buffer)
const mhd = (file: string, more: readonly string[] = []) =>
  `ObjectType = Image\nNDims = 3\nDimSize = 2 2 2\nElementSpacing = 1 1 2.5\nElementType = MET_SHORT\n${more.map((line) => `${line}\n`).join('')}ElementDataFile = ${file}\n`
const nhdr = (file: string, more: readonly string[]) =>
  `NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\n${more.map((line) => `${line}\n`).join('')}data file: ${file}\n`

function inFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const own = mkdtempSync(join(folder, 'case-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(own, name), content)
  return own
}

/** What stands behind the header of a copy. */
const voxelsIn = (copy: Buffer) => copy.subarray(-short.length)

describe('a header and the file with its voxels', () => {
  it.each<[name: string, header: string, second: string, stored: string | Buffer]>([
    ['a.mhd', mhd('a.raw'), 'a.raw', short],
    ['a.mhd', mhd('./a.raw'), 'a.raw', short],
    ['a.mhd', mhd('a.zraw', ['CompressedData = True']), 'a.zraw', deflateSync(short)],
    ['a.mhd', mhd('a.raw', ['HeaderSize = 9']), 'a.raw', Buffer.concat([Buffer.from('Ouyang 12'), short])],
    ['a.mhd', mhd('a.raw', ['HeaderSize = -1']), 'a.raw', Buffer.concat([Buffer.from('Ouyang Jingyi'), short])],
    ['a.mhd', mhd('a.txt', ['BinaryData = False']), 'a.txt', '-5 300 7 -2000 40 6 12 3'],
    ['a.nhdr', nhdr('a.raw', ['encoding: raw', 'endian: little']), 'a.raw', short],
    ['a.nhdr', nhdr('a.raw.gz', ['encoding: gzip', 'endian: little']), 'a.raw.gz', gzipSync(short)],
    ['a.nhdr', nhdr('a.txt', ['encoding: ascii', 'line skip: 1']), 'a.txt', 'Ouyang\n-5 300 7 -2000 40 6 12 3'],
    ['a.nhdr', nhdr('a.hex', ['encoding: hex', 'endian: little']), 'a.hex', short.toString('hex')],
    [
      'a.nhdr',
      nhdr('a.raw', ['encoding: raw', 'endian: little', 'byte skip: 6']),
      'a.raw',
      Buffer.concat([Buffer.from('Ouyang'), short]),
    ],
  ])('become one file that holds its voxels and nothing else: %s %j', (name, header, second, stored) => {
    const from = inFolder({ [name]: header, [second]: stored })
    const copy = joined(from, name)
    expect(voxelsIn(copy).equals(short)).toBe(true)
    expect(voxelFilesOf(readFileSync(join(from, name)), name)[0]?.replace('./', '')).toBe(second)
    expect(voxelFilesOf(copy, name)).toEqual([])
    expect(copy.includes('Ouyang')).toBe(false)
    expect(copy.equals(joined(inFolder({ [name]: copy }), name))).toBe(true)
  })

  it('keep the order of bytes that the voxels are in', () => {
    const turned = Buffer.from(short).swap16()
    const copies = [
      joined(inFolder({ 'a.mhd': mhd('a.raw', ['BinaryDataByteOrderMSB = True']), 'a.raw': turned }), 'a.mhd'),
      joined(inFolder({ 'a.nhdr': nhdr('a.raw', ['encoding: raw', 'endian: big']), 'a.raw': turned }), 'a.nhdr'),
    ]
    for (const copy of copies) expect(voxelsIn(copy).equals(turned)).toBe(true)
    expect(copies[0]!.toString('latin1')).toContain('BinaryDataByteOrderMSB = True')
    expect(copies[1]!.toString('latin1')).toContain('endian: big')
  })

  it.each([
    ['voxels that are not there', mhd('b.raw'), 'its voxels are in another file that is not there'],
    ['voxels in another folder', mhd('../a.raw'), 'its voxels are in another folder'],
    ['voxels at an absolute path', mhd('/etc/passwd'), 'its voxels are in another folder'],
    ['too few voxels', mhd('short.raw'), '12 bytes of voxels, 16 are due'],
    ['voxels of another image', mhd('long.raw'), '24 bytes of voxels in the second file, 16 are due'],
    ['damaged voxels', mhd('a.raw', ['CompressedData = True']), 'damaged zlib'],
  ])('are refused for %s', (_, header, what) => {
    const long = Buffer.alloc(24)
    const from = inFolder({ 'a.mhd': header, 'a.raw': short, 'short.raw': short.subarray(0, 12), 'long.raw': long })
    expect(() => joined(from, 'a.mhd')).toThrow(new AssayError('image-unreadable', { where: 'file 1', what }))
  })
})

describe('what hides in a volume beside its voxels', () => {
  const who = 'Ouyang Jingyi 欧阳静怡 7350918264'
  /** gzip with the name of the file that was packed, and a comment. Source: RFC 1952. */
  function named(bytes: Buffer): Buffer {
    const packed = gzipSync(bytes)
    packed[3] = 0x08 | 0x10
    return Buffer.concat([packed.subarray(0, 10), Buffer.from(`${who}\0${who}\0`), packed.subarray(10)])
  }
  const nrrd = (encoding: string, body: Buffer) =>
    Buffer.concat([
      Buffer.from(`NRRD0004\ntype: short\ndimension: 3\nsizes: 2 2 2\nendian: little\nencoding: ${encoding}\n\n`),
      body,
    ])

  it.each([
    ['behind raw voxels of NRRD', nrrd('raw', Buffer.concat([short, Buffer.from(who)]))],
    ['in the name of what was packed', nrrd('gzip', named(short))],
    ['behind packed voxels', nrrd('gzip', named(Buffer.concat([short, Buffer.from(who)])))],
    ['behind voxels in words', nrrd('text', Buffer.from(`1 2 3 4 5 6 7 8 ${who}`))],
    ['behind raw voxels of MetaImage', Buffer.concat([Buffer.from(mhd('LOCAL')), short, Buffer.from(who)])],
    [
      'behind packed voxels of MetaImage',
      Buffer.concat([Buffer.from(mhd('LOCAL', ['CompressedData = True'])), deflateSync(short), Buffer.from(who)]),
    ],
    [
      'in values of the header',
      Buffer.concat([
        Buffer.from(
          `NRRD0004\ntype: short\nspace: Ouyang-Jingyi\nkinds: 3-Ouyang 2D-Jingyi\ndimension: 3\nsizes: 2 2 2\nencoding: raw\n\n`,
        ),
        short,
      ]),
    ],
  ])('goes: %s', (_, bytes) => {
    expect(findCanaries(bytes).length + Number(bytes.includes('Ouyang'))).toBeGreaterThan(0)
    const copy = clean(bytes, { format: sniffFormat(bytes)!, where: 'file 1', patient })
    expect([findCanaries(copy), copy.includes('Ouyang')]).toEqual([[], false])
  })
})

const script = `
import json, os, sys
import nibabel as nib, numpy as np
verb, folder = sys.argv[1], sys.argv[2]
if verb == 'make':
    rng = np.random.default_rng(4)
    oblique = np.array([[1.2, 0.3, 0, -20], [-0.4, 0.9, 0.2, 5], [0.1, -0.1, 2.5, 7.5], [0, 0, 0, 1]])
    values = rng.integers(-1000, 3000, (11, 7, 5)).astype(np.int16)
    def note(image):
        image.header['descrip'] = b'Ouyang Jingyi'; image.header['aux_file'] = b'Ouyang'
        return image
    nib.save(note(nib.Nifti1Pair(values, oblique)), f'{folder}/first.hdr')
    nib.save(note(nib.Nifti2Pair(values, oblique)), f'{folder}/second.hdr')
    nib.save(note(nib.Nifti1Pair(values, oblique)), f'{folder}/packed.img.gz')
    scaled = nib.Nifti1Pair(np.linspace(-3, 9, 385).reshape(11, 7, 5), oblique, dtype=np.int16)
    nib.save(scaled, f'{folder}/scaled.hdr')
    big = nib.Nifti1Pair(values.astype('>i2'), oblique, nib.Nifti1Header(endianness='>')); big.set_data_dtype('>i2')
    nib.save(big, f'{folder}/big.hdr')
    cine = nib.Nifti1Pair(rng.integers(0, 99, (4, 3, 2, 6)).astype(np.uint8), oblique); cine.header.set_xyzt_units('mm', 'sec')
    nib.save(cine, f'{folder}/cine.hdr')
    nib.save(nib.Nifti1Image(values, np.array([[-0.8, 0, 0, 4], [0, -0.7, 0, 9], [0, 0, 2.5, -3], [0, 0, 0, 1]])), f'{folder}/source.nii')
    nib.save(nib.AnalyzeImage(values, np.eye(4)), f'{folder}/analyze.hdr')
    print('{}')
else:
    out = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith(('.nii', '.hdr')): continue
        image = nib.load(f'{folder}/{name}')
        data = np.asanyarray(image.dataobj)
        out[name.split('.')[0]] = dict(size=list(data.shape), affine=np.round(image.affine, 4).tolist(), values=np.round(data.flatten(order='F').astype(float), 5).tolist(),
                                       note=str(image.header.get('descrip', '')))
    print(json.dumps(out))
`

interface Read {
  readonly size: number[]
  readonly affine: number[][]
  readonly values: number[]
}
const read = (from: string) => runPython<Record<string, Read>>(script, ['read', from])

const hasPeers = hasModules('nibabel', 'numpy') && hasPrograms('plastimatch')

describe.skipIf(!hasPeers)(
  'nibabel (python3-nibabel) and plastimatch read the joined file as they read the two',
  () => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')]
    beforeAll(() => {
      for (const own of [before, after]) mkdirSync(own)
      runPython(script, ['make', before])
    })
    const convert = (from: string, to: string) => {
      const { status, stdout, stderr } = spawnSync('plastimatch', ['convert', '--input', from, '--output-img', to])
      if (status !== 0) throw new Error(`${stdout}${stderr}`)
    }

    it('NIfTI-1 and -2, packed, scaled, of either order, over time', () => {
      const headers = readdirSync(before).filter((name) => /\.hdr(\.gz)?$/.test(name) && !name.startsWith('analyze'))
      expect(headers).toHaveLength(6)
      for (const name of headers)
        writeFileSync(join(after, `${basename(name, extname(name)).split('.')[0]}.nii`), joined(before, name))
      rmSync(join(before, 'source.nii'), { force: true })
      const [expected, found] = [read(before), read(after)]
      for (const name of ['first', 'second', 'scaled', 'big', 'cine']) {
        const { note: _, ...own } = expected[name] as Read & { note: string }
        expect([name, found[name]]).toMatchObject([name, own])
      }
      expect(found.packed).toMatchObject({ values: expected.first!.values, affine: expected.first!.affine })
      for (const name of readdirSync(after)) expect(findCanaries(readFileSync(join(after, name)))).toEqual([])
    })

    it('MetaImage and NRRD as ITK writes them', () => {
      runPython(script, ['make', before])
      const read1 = (own: string, name: string) => {
        const alone = mkdtempSync(join(folder, 'alone-'))
        convert(join(own, name), join(alone, 'a.nii'))
        return read(alone).a!
      }
      for (const [two, one] of [
        ['itk.mhd', 'itk.mha'],
        ['itk.nhdr', 'itk.nrrd'],
      ] as const) {
        convert(join(before, 'source.nii'), join(before, two))
        expect(voxelFilesOf(readFileSync(join(before, two)), two)).toHaveLength(1)
        writeFileSync(join(after, one), joined(before, two))
        expect(read1(after, one)).toEqual(read1(before, two))
        expect(read1(after, one).values).toHaveLength(385)
      }
    })

    it('ANALYZE 7.5 is known as such: it does not say which side is left', () => {
      const header = readFileSync(join(before, 'analyze.hdr'))
      expect(sniffFormat(header)).toBe('analyze')
      expect(voxelFilesOf(header, 'analyze.hdr')).toEqual(['analyze.img'])
    })
  },
)
