import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readVolume } from '../images/read-volume.ts'
import { writeMetaImage } from '../images/write-metaimage.ts'
import { daikonFolder, hasModules, pydicomFolder, runPython } from '../testing/peers.ts'
import type { ImageOutput, ImageOutputKind } from './image-output.ts'
import { readImageOutput } from './read-image-output.ts'
import { startOutputPool } from './start-output-pool.ts'

const pool = startOutputPool({ processes: 1 })
afterAll(() => pool.close())

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assay-image-output-'))
  mkdirSync(join(folder, 'images/answer'), { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const place = (name = '') => join(folder, 'images/answer', name)
const read = (kind: ImageOutputKind, from = pool): Promise<ImageOutput> =>
  readImageOutput(from, folder, { slug: 'answer', kind, relativePath: 'images/answer' })
const refusal = (kind: ImageOutputKind) =>
  read(kind).then(
    () => 'taken',
    ({ code, parameters: { where, what, detail = '' } }) => [code, where, what, detail].join(' ').trim(),
  )

const affine = [
  [-0.7, 0, 0, 12],
  [0, -0.7, 0, 4],
  [0, 0, 2.5, -30],
] as const
const volume = (values: Uint8Array | Int16Array | Float32Array) =>
  ({ size: [4, 3, 2], spacing: [0.7, 0.7, 2.5], affine, values }) as const
const labels = Uint8Array.from({ length: 24 }, (_, i) => i % 3)
const metaImage = (fields: Record<string, string>, body: Uint8Array = Buffer.alloc(0)) => {
  const all = { ObjectType: 'Image', NDims: '3', ElementSpacing: '1 1 1', ElementType: 'MET_UCHAR', ...fields }
  const lines = Object.entries({ ...all, ElementDataFile: fields.ElementDataFile ?? 'LOCAL' })
  return Buffer.concat([Buffer.from(lines.map(([key, value]) => `${key} = ${value}\n`).join('')), body])
}

describe('a MetaImage', () => {
  it.each([true, false])('of three dimensions is a volume, compressed: %s', async (isCompressed) => {
    writeFileSync(place('a.mha'), writeMetaImage(volume(labels), { isCompressed }))
    const output = await read('Segmentation')
    const peer = readVolume(readFileSync(place('a.mha')), 'a.mha')
    expect(output).toEqual({ kind: 'volume', volume: peer })
    expect(output.kind === 'volume' && output.volume.values).toEqual(labels)
  })

  it('of two dimensions is a picture with its spacing', async () => {
    const header = { NDims: '2', DimSize: '3 2', ElementSpacing: '0.5 0.25', ElementType: 'MET_FLOAT' }
    const values = Float32Array.of(0, 0.25, 0.5, 0.75, 1, -1)
    writeFileSync(place('a.mha'), metaImage(header, Buffer.from(values.buffer)))
    expect(await read('Heat Map')).toEqual({
      kind: 'picture',
      picture: { width: 3, height: 2, channels: 1, values, pixelSpacing: [0.25, 0.5] },
    })
  })

  it.each<[string, ImageOutputKind, Buffer, string]>([
    [
      'an absurd size',
      'Image',
      metaImage({ DimSize: '100000 100000 100000' }),
      'image-larger-than-allowed 100000 × 100000 × 100000',
    ],
    [
      'too many values by one row',
      'Image',
      metaImage({ DimSize: '16384 16384 2' }),
      'image-larger-than-allowed 16384 × 16384 × 2',
    ],
    [
      'too many bytes of few values',
      'Image',
      metaImage({ DimSize: '16384 8192 1', ElementType: 'MET_DOUBLE' }),
      'image-larger-than-allowed 16384 × 8192 × 1',
    ],
    [
      'fewer values than announced',
      'Image',
      metaImage({ DimSize: '4 4 4' }, Buffer.alloc(63)),
      'image-bytes-short 63 / 64',
    ],
    [
      'another file for its values',
      'Image',
      metaImage({ DimSize: '1 1 1', ElementDataFile: '/etc/passwd' }),
      'image-type ElementDataFile',
    ],
    ['four dimensions', 'Image', metaImage({ NDims: '4', DimSize: '1 1 1 1' }), 'image-dimensions 4'],
    [
      'a type that is none',
      'Image',
      metaImage({ DimSize: '1 1 1', ElementType: 'MET_STRING' }),
      'image-type voxels of the type MET_STRING',
    ],
    ['no header', 'Image', Buffer.from('NDims = 3\n'), 'image-damaged no MetaImage header'],
    ['nothing in it', 'Image', Buffer.alloc(0), 'image-form'],
    [
      'colours where labels are due',
      'Segmentation',
      metaImage({ NDims: '2', DimSize: '1 1', ElementSpacing: '1 1', ElementNumberOfChannels: '3' }, Buffer.alloc(3)),
      'image-channels 3',
    ],
    [
      'a label that is no whole number',
      'Segmentation',
      Buffer.from(writeMetaImage(volume(new Float32Array(24).fill(0.5)))),
      'label-not-whole 0.5',
    ],
    [
      'a label below zero',
      'Segmentation',
      Buffer.from(writeMetaImage(volume(new Int16Array(24).fill(-1)))),
      'label-not-whole -1',
    ],
    [
      'a heat that is no number',
      'Heat Map',
      Buffer.from(writeMetaImage(volume(new Float32Array(24).fill(Number.NaN)))),
      'value-not-finite',
    ],
    [
      'damaged compression',
      'Image',
      metaImage({ DimSize: '4 4 4', CompressedData: 'True' }, Buffer.from('x'.repeat(40))),
      'image-damaged damaged zlib',
    ],
  ])('is refused with %s', async (_, kind, bytes, expected) => {
    writeFileSync(place('a.mha'), bytes)
    expect(await refusal(kind)).toBe(`output-invalid answer ${expected}`)
  })

  it('that unpacks to more than it announces is cut off there', async () => {
    const bomb = deflateSync(Buffer.alloc(2 ** 26))
    writeFileSync(place('a.mha'), metaImage({ DimSize: '4 4 4', CompressedData: 'True' }, bomb))
    expect(await refusal('Image')).toBe('output-invalid answer image-unpacks-to-more more than 64 bytes when unpacked')
  })
})

describe('what lies in the folder', () => {
  it('is exactly one image', async () => {
    expect(await refusal('Image')).toBe('output-missing  images/answer'.replace('  ', ' answer '))
    writeFileSync(place('a.png'), 'x')
    expect(await refusal('Image')).toBe('output-invalid answer image-form')
    writeFileSync(place('a.mha'), writeMetaImage(volume(labels)))
    expect(await refusal('Image')).toBe('output-invalid answer image-several 2')
  })

  it('is looked for in a folder, and is a file', async () => {
    rmSync(place(), { recursive: true })
    expect(await refusal('Image')).toBe('output-missing answer images/answer')
    mkdirSync(place('a.mha'), { recursive: true })
    expect(await refusal('Image')).toBe('output-invalid answer image-no-file')
    rmSync(place(), { recursive: true })
    writeFileSync(place(), 'x')
    expect(await refusal('Image')).toBe('output-invalid answer image-no-folder')
  })

  it('may take its process with it, and the next one is read', async () => {
    writeFileSync(place('a.mha'), writeMetaImage(volume(labels)))
    const hasty = startOutputPool({ processes: 1, timeLimit: 1 })
    await expect(read('Image', hasty)).rejects.toMatchObject({
      parameters: { what: 'image-damaged', detail: 'decoding took longer than 0.001 s' },
    })
    hasty.close()
    expect((await read('Segmentation')).kind).toBe('volume')
  })
})

/** Writes TIFF files with tifffile, as arrays of every kind, and says what their values are. */
const script = `
import json, sys
import numpy as np
import tifffile
folder = sys.argv[1]
x = np.arange(120).reshape(10, 12)
kinds = dict(uint8=x * 2, int8=x - 60, uint16=x * 500, int16=x * 500 - 30000, int32=x * 10**6 - 5 * 10**7, uint32=x * 3 * 10**7, float32=x / 119)
values = {}
for name, array in kinds.items():
    array = array.astype(name)
    tifffile.imwrite(f'{folder}/{name}.tif', array)
    values[name] = array.ravel().tolist()
rgb = np.stack([x, x * 2, 255 - x], -1).astype(np.uint8)
tifffile.imwrite(f'{folder}/rgb.tif', rgb, photometric='rgb', compression='zlib')
values['rgb'] = rgb.ravel().tolist()
tifffile.imwrite(f'{folder}/tiled.tif', x.astype(np.uint16), compression='zlib', byteorder='>', tile=(16, 16))
values['tiled'] = x.ravel().tolist()
tifffile.imwrite(f'{folder}/big.tif', x.astype(np.uint8), bigtiff=True)
values['big'] = x.ravel().tolist()
# Refused.
tifffile.imwrite(f'{folder}/pages.tif', np.stack([x, x]).astype(np.uint8), photometric='minisblack')
tifffile.imwrite(f'{folder}/palette.tif', x.astype(np.uint8), photometric='palette', colormap=np.zeros((3, 256), np.uint16))
tifffile.imwrite(f'{folder}/white.tif', x.astype(np.uint8), photometric='miniswhite')
tifffile.imwrite(f'{folder}/double.tif', x.astype(np.float64))
nan = (x / 119).astype(np.float32); nan[3, 3] = np.inf
tifffile.imwrite(f'{folder}/nan.tif', nan)
tifffile.imwrite(f'{folder}/bomb.tif', np.zeros((20000, 20000), np.uint8), compression='zlib', rowsperstrip=20000)
print(json.dumps(values))
`

const hasTifffile = hasModules('numpy', 'tifffile')
describe.skipIf(!hasTifffile)('a TIFF (needs tifffile)', () => {
  const made = mkdtempSync(join(tmpdir(), 'assay-tiff-output-'))
  afterAll(() => rmSync(made, { recursive: true, force: true }))
  const values = hasTifffile ? runPython<Record<string, number[]>>(script, [made]) : {}
  const put = (name: string) => writeFileSync(place('a.tif'), readFileSync(join(made, `${name}.tif`)))

  it.each(Object.keys(values))('of %s has the values that tifffile wrote', async (name) => {
    put(name)
    const output = await read('Image')
    expect(output).toMatchObject({
      kind: 'picture',
      picture: { width: 12, height: 10, channels: name === 'rgb' ? 3 : 1 },
    })
    expect(output.kind === 'picture' && [...output.picture.values]).toEqual(values[name])
  })

  it.each([
    ['pages', 'Image', 'image-several-pages'],
    ['palette', 'Segmentation', 'image-palette 3'],
    ['white', 'Segmentation', 'image-palette 0'],
    ['double', 'Heat Map', 'image-type float 64 bit'],
    ['nan', 'Heat Map', 'value-not-finite'],
    ['bomb', 'Image', 'image-larger-than-allowed 20000 × 20000'],
    ['int8', 'Segmentation', 'label-not-whole -60'],
    ['rgb', 'Heat Map', 'image-channels 3'],
  ] as const)('%s is refused', async (name, kind, expected) => {
    put(name)
    expect(await refusal(kind)).toBe(`output-invalid answer ${expected}`)
  })

  it('cut off anywhere is refused, and the next one is read', async () => {
    const whole = readFileSync(join(made, 'uint16.tif'))
    for (const length of [3, 7, 20, 100, whole.length - 50]) {
      writeFileSync(place('a.tif'), whole.subarray(0, length))
      expect(await refusal('Image')).toMatch(/^output-invalid answer image-(damaged|form)/)
    }
    put('uint8')
    expect((await read('Image')).kind).toBe('picture')
  })
})

describe('a DICOM Image Set', () => {
  const series = join(daikonFolder(), 'volume')

  it('is one series, read as intake reads it', async () => {
    for (const name of readdirSync(series)) writeFileSync(place(name), readFileSync(join(series, name)))
    const output = await read('DICOM Image Set')
    expect(output.kind === 'series' && output.forms.map(({ kind }) => kind)).toEqual(['volume'])
  })

  it('is refused with a file that is none, or cut off', async () => {
    writeFileSync(place('a.dcm'), 'x')
    expect(await refusal('DICOM Image Set')).toMatch(/^output-invalid answer image-damaged file 1/)
    const name = readdirSync(series).at(-1)!
    const whole = readFileSync(join(series, name))
    writeFileSync(place('a.dcm'), whole.subarray(0, whole.length / 2))
    expect(await refusal('DICOM Image Set')).toMatch(/^output-invalid answer image-damaged file 1/)
  })

  const compressed = join(pydicomFolder() ?? '', 'test_files/MR_small_jp2klossless.dcm')
  it.skipIf(!existsSync(compressed))('may have compressed frames (needs pydicom)', async () => {
    writeFileSync(place('a.dcm'), readFileSync(compressed))
    const output = await read('DICOM Image Set')
    expect(output.kind === 'series' && output.forms.length).toBe(1)
  })
})
