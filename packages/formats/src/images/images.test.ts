import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { readVolume } from './read-volume.ts'
import { gridDistance, type Volume } from './volume.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-images-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasNibabel = spawnSync(python, ['-c', 'import nibabel']).status === 0

/** Writes volumes with nibabel, or reads those that are named, and says what nibabel reads. */
const script = `
import json, sys
import nibabel as nib
import numpy as np

folder, given = sys.argv[1], sys.argv[2:]
if not given:
    rng = np.random.default_rng(1)
    oblique = np.array([[1.2, 0.3, 0, -20], [-0.4, 0.9, 0.2, 5], [0.1, -0.1, 2.5, 7.5], [0, 0, 0, 1]])
    def image(kind, dtype, affine=oblique):
        values = (rng.integers(0, 100, (4, 3, 2))).astype(dtype)
        return kind(values, affine, dtype=dtype)
    for name, dtype in [('u8', np.uint8), ('i16', np.int16), ('i32', np.int32), ('f32', np.float32), ('f64', np.float64),
                        ('i8', np.int8), ('u16', np.uint16), ('u32', np.uint32), ('i64', np.int64), ('u64', np.uint64)]:
        nib.save(image(nib.Nifti1Image, dtype), f'{folder}/{name}.nii')
        given.append(f'{folder}/{name}.nii')
    second = image(nib.Nifti2Image, np.int16)
    nib.save(second, f'{folder}/second.nii.gz')
    qform = image(nib.Nifti1Image, np.int16)
    rotation = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]]) @ np.diag([1, 2, -3])
    affine = np.eye(4); affine[:3, :3] = rotation; affine[:3, 3] = [3, -4, 5]
    qform.set_qform(affine, 1); qform.set_sform(None, 0)
    nib.save(qform, f'{folder}/qform.nii.gz')
    both = image(nib.Nifti1Image, np.int16)
    both.set_qform(affine, 2); both.set_sform(oblique, 1)
    nib.save(both, f'{folder}/both.nii')
    second_q = image(nib.Nifti2Image, np.int16)
    second_q.set_qform(affine, 1); second_q.set_sform(None, 0)
    nib.save(second_q, f'{folder}/second-qform.nii')
    scaled = nib.Nifti1Image(np.linspace(-1, 1, 24).reshape(4, 3, 2), oblique, dtype=np.int16)
    nib.save(scaled, f'{folder}/scaled.nii')
    big = nib.Nifti1Image(rng.integers(-5, 5, (4, 3, 2)).astype('>i2'), oblique, nib.Nifti1Header(endianness='>'))
    big.set_data_dtype('>i2')
    nib.save(big, f'{folder}/big.nii')
    for unit in ('meter', 'micron', 'mm'):
        metric = image(nib.Nifti1Image, np.int16); metric.header.set_xyzt_units(unit, 'sec'); nib.save(metric, f'{folder}/{unit}.nii')
    bare = image(nib.Nifti1Image, np.int16); bare.set_sform(None, 0); bare.set_qform(None, 0); nib.save(bare, f'{folder}/bare.nii')
    noted = image(nib.Nifti1Image, np.int16); noted.header['descrip'] = b'a note'
    noted.header.extensions.append(nib.nifti1.Nifti1Extension('comment', b'x' * 100)); nib.save(noted, f'{folder}/noted.nii.gz')
    nib.save(nib.Nifti1Pair(np.arange(24, dtype=np.int16).reshape(4, 3, 2), oblique), f'{folder}/pair.hdr')
    nib.save(nib.Nifti2Pair(np.arange(24, dtype=np.int16).reshape(4, 3, 2), oblique), f'{folder}/pair2.hdr')
    given += [f'{folder}/{name}' for name in ('meter.nii', 'micron.nii', 'mm.nii', 'bare.nii', 'noted.nii.gz', 'pair.hdr', 'pair2.hdr')]
    given += [f'{folder}/{name}' for name in ('second.nii.gz', 'qform.nii.gz', 'both.nii', 'second-qform.nii', 'scaled.nii', 'big.nii')]
out = []
for path in given:
    image = nib.load(path)
    values = np.asanyarray(image.dataobj)
    flat = values.flatten(order='F').astype(float)
    unit = dict(meter=1000, micron=0.001).get(image.header.get_xyzt_units()[0] if hasattr(image.header, 'get_xyzt_units') else '', 1)
    out.append(dict(path=path, size=list(values.shape), affine=(unit * image.affine[:3]).tolist(), sum=float(flat.sum()),
                    weighted=float((flat * (np.arange(flat.size) % 1009)).sum()), values=flat.tolist() if flat.size < 100 else None))
print(json.dumps(out))
`

interface Read {
  path: string
  size: number[]
  affine: number[][]
  sum: number
  weighted: number
  values: number[] | null
}

function nibabel(paths: readonly string[]): Read[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder, ...paths], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function expectSame(volume: Volume, peer: Read): void {
  expect([...volume.size]).toEqual(peer.size)
  volume.affine.forEach((row, at) => {
    for (const [column, value] of row.entries()) expect(value).toBeCloseTo(peer.affine[at]![column]!, 5)
  })
  if (peer.values) for (const [at, value] of peer.values.entries()) expect(volume.values[at]).toBeCloseTo(value, 6)
  let [sum, weighted] = [0, 0]
  for (let at = 0; at < volume.values.length; at += 1) {
    sum += volume.values[at]!
    weighted += volume.values[at]! * (at % 1009)
  }
  expect(sum).toBeCloseTo(peer.sum, 4)
  expect(weighted / Math.max(1, Math.abs(peer.weighted))).toBeCloseTo(
    peer.weighted / Math.max(1, Math.abs(peer.weighted)),
    9,
  )
}

describe.skipIf(!hasNibabel)('NIfTI (needs python3-nibabel)', () => {
  it('is read as nibabel reads it: every type, oblique, qform, both or no forms, scaled, big endian, NIfTI-2, gzip, units, pairs', () => {
    const peers = nibabel([])
    expect(peers).toHaveLength(23)
    const beside = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : undefined)
    for (const peer of peers) expectSame(readVolume(readFileSync(peer.path), peer.path, beside), peer)
  })

  it.skipIf(!existsSync(data))('of a brain and of an abdomen’s labels, too (needs shared/data)', () => {
    const paths = ['brain/t1_crop.nii.gz', 'liver/example_ct.nii.gz', 'liver/example_seg.nii.gz'].map((name) =>
      join(data, name),
    )
    for (const peer of nibabel(paths)) expectSame(readVolume(readFileSync(peer.path), peer.path), peer)
  })
})

const header = (lines: readonly string[]) => Buffer.from(`NRRD0004\n# a comment\n${lines.join('\n')}\n\n`)
const grid = ['dimension: 3', 'sizes: 2 2 1', 'space: left-posterior-superior']
const place = ['space directions: (0.5,0,0) (0,-0.5,0) (0,0,2)', 'space origin: (10,20,30)']
const shorts = Buffer.from(Int16Array.of(1, 2, 3, 4).buffer)

describe('NRRD', () => {
  const read = (lines: readonly string[], body: Uint8Array) =>
    readVolume(Buffer.concat([header([...grid, ...place, ...lines]), body]), 'a.nrrd')

  it('is read raw, gzipped, in text and big endian, its place turned to right–anterior–superior', () => {
    const expected = {
      size: [2, 2, 1],
      spacing: [0.5, 0.5, 2],
      values: Int16Array.of(1, 2, 3, 4),
      affine: [
        [-0.5, -0, -0, -10],
        [-0, 0.5, -0, -20],
        [0, 0, 2, 30],
      ],
    }
    expect(read(['type: short', 'encoding: raw', 'endian: little'], shorts)).toEqual(expected)
    expect(read(['type: int16', 'encoding: gzip', 'endian: little'], gzipSync(shorts))).toEqual(expected)
    expect(read(['type: int16', 'encoding: ascii'], Buffer.from('1 2\n3 4\n'))).toEqual(expected)
    expect(read(['type: short', 'encoding: raw', 'endian: big'], Buffer.from(shorts).swap16())).toEqual(expected)
  })

  it('is read in hexadecimal, after lines and bytes that are none of it, and in centimetres', () => {
    const values = Int16Array.of(1, 2, 3, 4)
    expect(read(['type: short', 'encoding: hex'], Buffer.from('0100 0200\n0300 0400')).values).toEqual(values)
    expect(
      read(['type: short', 'encoding: raw', 'byte skip: 3'], Buffer.concat([Buffer.alloc(3), shorts])).values,
    ).toEqual(values)
    expect(
      read(['type: short', 'encoding: raw', 'byte skip: -1'], Buffer.concat([Buffer.alloc(9), shorts])).values,
    ).toEqual(values)
    expect(
      read(['type: short', 'encoding: raw', 'line skip: 2'], Buffer.concat([Buffer.from('a\nb\n'), shorts])).values,
    ).toEqual(values)
    const { spacing } = read(
      ['type: short', 'encoding: raw', 'space units: "cm" "cm" "cm"', 'kinds: domain domain domain'],
      shorts,
    )
    expect(spacing).toEqual([5, 5, 20])
  })

  it('is read with its voxels beside it, too', () => {
    const text = Buffer.from(
      ['NRRD0004', ...grid, ...place, 'type: short', 'encoding: gzip', 'endian: little'].join('\n'),
    )
    const named = (name: string, lines = '') => Buffer.concat([text, Buffer.from(`\ndata file: ${name}\n${lines}`)])
    const beside = (name: string) => (name === 'a.raw.gz' ? gzipSync(shorts) : undefined)
    const { values } = readVolume(named('a.raw.gz'), 'a.nhdr', beside)
    expect(values).toEqual(Int16Array.of(1, 2, 3, 4))
    expect(readVolume(named('./a.raw.gz', '\n'), 'a.nhdr', beside).values).toEqual(values)
  })

  it.skipIf(!existsSync(data))('of two brains and their tumours share their grids (needs shared/data)', () => {
    for (const name of ['brain1', 'brain2']) {
      const [image, label] = ['image', 'label'].map((kind) => {
        const file = join(data, `brain/${name}_${kind}.nrrd`)
        return readVolume(readFileSync(file), file)
      })
      expect(gridDistance(image!, label!)).toBeLessThan(1e-3)
      expect([...new Set(label!.values)].sort()).toEqual([0, 1])
    }
  })

  it('says what is wrong', () => {
    const codeOf = (lines: readonly string[], body: Uint8Array) => {
      try {
        read(lines, body)
        return undefined
      } catch (error) {
        return `${(error as { code: string }).code}: ${(error as { parameters: { what: string } }).parameters.what}`
      }
    }
    expect(codeOf(['type: short', 'encoding: raw'], shorts.subarray(1))).toBe(
      'image-unreadable: 7 bytes of voxels, 8 are due',
    )
    expect(codeOf(['sizes: 60000 60000 60000', 'type: short', 'encoding: raw'], shorts)).toContain(
      'image-unreadable: 8 bytes',
    )
    expect(codeOf(['type: short', 'encoding: gzip'], shorts)).toBe('image-unreadable: damaged gzip')
    expect(codeOf(['type: short', 'encoding: bzip2'], shorts)).toBe('image-unsupported: the encoding bzip2')
    expect(codeOf(['kinds: vector domain domain', 'type: short', 'encoding: raw'], shorts)).toBe(
      'image-unsupported: an axis of the kind vector',
    )
    expect(codeOf(['space units: "mm" "mm" "s"', 'type: short', 'encoding: raw'], shorts)).toContain('other units')
    expect(codeOf(['data file: LIST', 'type: short', 'encoding: raw'], shorts)).toBe(
      'image-unsupported: a file a slice',
    )
    expect(codeOf(['line skip: 9', 'type: short', 'encoding: raw'], shorts)).toContain('fewer than the 9 lines')
    expect(codeOf(['type: block', 'encoding: raw'], shorts)).toBe('image-unsupported: voxels of the type block')
    expect(codeOf(['data file: a.raw', 'type: short', 'encoding: raw'], shorts)).toBe(
      'image-unreadable: its voxels are in another file that is not there',
    )
    for (const name of ['../a.raw', '/etc/passwd', '..'])
      expect(codeOf([`data file: ${name}`, 'type: short', 'encoding: raw'], shorts)).toBe(
        'image-unreadable: its voxels are in another folder',
      )
    expect(codeOf(['type: short', 'encoding: ascii'], Buffer.from('1 2 x 4'))).toBe(
      'image-unreadable: voxel 2 is no number',
    )
  })
})

const metaImage = (lines: readonly string[], body: Uint8Array = Buffer.alloc(0)) =>
  Buffer.concat([
    Buffer.from(`ObjectType = Image\nNDims = 3\nDimSize = 2 2 1\n${lines.map((line) => `${line}\n`).join('')}`),
    body,
  ])
const hasPlastimatch = spawnSync('plastimatch', ['--version']).status === 0

describe('MetaImage', () => {
  const lines = ['TransformMatrix = 0 1 0 -1 0 0 0 0 1', 'Offset = 10 20 30', 'ElementSpacing = 0.5 0.25 2']
  const values = Int16Array.of(1, 2, 3, 4)

  it('is read raw, compressed, big endian, as text and beside its header', () => {
    const expected = {
      size: [2, 2, 1],
      spacing: [0.5, 0.25, 2],
      values,
      affine: [
        [-0, 0.25, -0, -10],
        [-0.5, -0, -0, -20],
        [0, 0, 2, 30],
      ],
    }
    const read = (more: readonly string[], body?: Uint8Array) =>
      readVolume(metaImage([...lines, ...more], body), 'a.mha')
    const [short, local] = ['ElementType = MET_SHORT', 'ElementDataFile = LOCAL']
    expect(read([short, local], shorts)).toEqual(expected)
    expect(read(['CompressedData = True', short, local], deflateSync(shorts))).toEqual(expected)
    expect(read(['BinaryDataByteOrderMSB = True', short, local], Buffer.from(shorts).swap16())).toEqual(expected)
    expect(read(['BinaryData = False', short, local], Buffer.from('1 2 3 4'))).toEqual(expected)
    const header = metaImage([...lines, 'HeaderSize = -1', short, 'ElementDataFile = a.raw'])
    const beside = (name: string) => (name === 'a.raw' ? Buffer.concat([Buffer.from('head'), shorts]) : undefined)
    expect(readVolume(header, 'a.mhd', beside)).toEqual(expected)
  })

  it.skipIf(!(hasPlastimatch && hasNibabel))('is where ITK puts it (needs plastimatch and python3-nibabel)', () => {
    for (const peer of nibabel([]).filter(({ path }) => path.endsWith('/qform.nii.gz'))) {
      const source = readVolume(readFileSync(peer.path), peer.path)
      for (const extension of ['mha', 'nrrd']) {
        const file = join(folder, `turned.${extension}`)
        const { status, stdout } = spawnSync('plastimatch', ['convert', '--input', peer.path, '--output-img', file], {
          encoding: 'utf8',
        })
        if (status !== 0) throw new Error(stdout)
        const turned = readVolume(readFileSync(file), file)
        expect([...turned.values]).toEqual([...source.values])
        expect(gridDistance(turned, source)).toBeLessThan(1e-4)
      }
    }
  })

  it('says what is wrong', () => {
    const whatIs = (more: readonly string[], body?: Uint8Array) => {
      try {
        readVolume(metaImage([...lines, ...more], body), 'a.mha')
        return undefined
      } catch (error) {
        return `${(error as { code: string }).code}: ${(error as { parameters: { what: string } }).parameters.what}`
      }
    }
    const local = 'ElementDataFile = LOCAL'
    expect(whatIs(['ElementType = MET_SHORT'])).toBe('image-unreadable: no MetaImage header')
    expect(whatIs(['ElementType = MET_OTHER', local])).toBe('image-unsupported: voxels of the type MET_OTHER')
    expect(whatIs(['ElementType = MET_SHORT', local], shorts.subarray(2))).toBe(
      'image-unreadable: 6 bytes of voxels, 8 are due',
    )
    expect(whatIs(['ElementType = MET_SHORT', 'ElementDataFile = slice%03d.raw'])).toBe(
      'image-unsupported: a file a slice',
    )
    expect(whatIs(['ElementType = MET_SHORT', 'ElementDataFile = ../a.raw'])).toBe(
      'image-unreadable: its voxels are in another folder',
    )
    expect(whatIs(['CompressedData = True', 'ElementType = MET_SHORT', local], shorts)).toBe(
      'image-unreadable: damaged zlib',
    )
  })
})

describe('any bytes', () => {
  it('are a volume or a named refusal', () => {
    const nifti = Buffer.alloc(360)
    nifti.writeInt32LE(348, 0)
    nifti.write('n+1\0', 344, 'latin1')
    const start = fc.constantFrom<Uint8Array>(
      Buffer.alloc(0),
      header(grid),
      metaImage(['ElementType = MET_UCHAR', 'ElementDataFile = LOCAL']),
      metaImage([]),
      Buffer.from('NRRD0004\n'),
      nifti,
      gzipSync(nifti),
    )
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 400 }), fc.nat(359), fc.nat(255), (first, rest, at, value) => {
        const bytes = Buffer.concat([first, rest])
        if (at < bytes.length) bytes[at] = value
        for (const name of ['a.nrrd', 'a.nii', 'a.nii.gz', 'a.mha', 'a.mhd', 'a.png'])
          try {
            readVolume(bytes, name)
          } catch (error) {
            expect((error as { code?: string }).code).toMatch(/^image-/)
          }
      }),
      { numRuns: 500 },
    )
  })
})
