import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { crc32, deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readPhotograph } from './read-photograph.ts'
import { writePhotographMetaImage } from './write-photograph-metaimage.ts'
import { writePng } from './write-png.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-photographs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const hasPeers = spawnSync(python, ['-c', 'import PIL, skimage, tifffile']).status === 0

/** Writes photographs with Pillow, tifffile and skimage, and says what Pillow (or tifffile, where Pillow has no 16-bit colours) reads. */
const script = `
import hashlib, json, sys
import numpy as np
import tifffile
from PIL import Image, ImageOps
import skimage.io

folder, given = sys.argv[1], sys.argv[2:]

def write():
    y, x = np.mgrid[0:101, 0:77]
    rgb = np.stack([(x * 3) % 256, (y * 2) % 256, ((x + y) * 2) % 256], -1).astype(np.uint8)
    image = Image.fromarray(rgb)
    wide = (rgb.astype(np.uint16) * 251 + 7)
    image.save(f'{folder}/rgb.jpg', quality=90)
    image.save(f'{folder}/rgb444.jpg', quality=95, subsampling=0)
    image.convert('L').save(f'{folder}/grey.jpg')
    image.save(f'{folder}/progressive.jpg', progressive=True, subsampling=2)
    for orientation in range(1, 9):
        exif = Image.Exif(); exif[0x112] = orientation
        image.save(f'{folder}/turned{orientation}.jpg', exif=exif)
    image.save(f'{folder}/rgb.png')
    image.convert('P').save(f'{folder}/palette.png')
    Image.fromarray(x > y).save(f'{folder}/bits.png')
    opaque = Image.fromarray(np.dstack([rgb, np.full(x.shape, 255, np.uint8)])); opaque.save(f'{folder}/opaque.png')
    Image.fromarray((x * 300 + y).astype(np.uint16)).save(f'{folder}/grey16.png')
    image.save(f'{folder}/rgb.tif')
    for name, kind in dict(lzw='tiff_lzw', deflate='tiff_adobe_deflate', packbits='packbits', jpeg='jpeg').items():
        image.save(f'{folder}/{name}.tif', compression=kind)
    image.convert('P').save(f'{folder}/palette.tif')
    Image.fromarray(x > y).save(f'{folder}/fax.tif', compression='group4')
    tifffile.imwrite(f'{folder}/rgb16.tif', wide, photometric='rgb')
    tifffile.imwrite(f'{folder}/big16.tif', wide, photometric='rgb', byteorder='>')
    tifffile.imwrite(f'{folder}/tiled.tif', np.repeat(np.repeat(rgb, 3, 0), 3, 1), photometric='rgb', tile=(64, 64))
    tifffile.imwrite(f'{folder}/planar.tif', np.moveaxis(rgb, -1, 0), photometric='rgb', planarconfig='separate')
    tifffile.imwrite(f'{folder}/white.tif', rgb[..., 0], photometric='miniswhite')
    tifffile.imwrite(f'{folder}/bigtiff.tif', rgb, photometric='rgb', bigtiff=True)
    # Refused.
    image.convert('CMYK').save(f'{folder}/cmyk.jpg'); image.convert('CMYK').save(f'{folder}/cmyk.tif')
    tifffile.imwrite(f'{folder}/float.tif', x.astype(np.float32))
    image.save(f'{folder}/pages.tif', save_all=True, append_images=[image.rotate(90, expand=True)])
    Image.fromarray(np.dstack([rgb, (x * 3).astype(np.uint8)])).save(f'{folder}/clear.png')

if not given:
    write()
    names = ['rgb.jpg', 'rgb444.jpg', 'grey.jpg', 'progressive.jpg', *(f'turned{o}.jpg' for o in range(1, 9)), 'rgb.png', 'palette.png',
             'bits.png', 'opaque.png', 'grey16.png', 'rgb.tif', 'lzw.tif', 'deflate.tif', 'packbits.tif', 'jpeg.tif', 'palette.tif', 'fax.tif',
             'rgb16.tif', 'big16.tif', 'tiled.tif', 'planar.tif', 'white.tif', 'bigtiff.tif']
    given = [f'{folder}/{name}' for name in names]

def read(path):
    if path.endswith(('16.tif', 'planar.tif')):
        values = tifffile.imread(path)
        return np.moveaxis(values, 0, -1) if path.endswith('planar.tif') else values
    image = ImageOps.exif_transpose(Image.open(path))
    if image.mode == 'P': image = image.convert('RGB')
    values = np.asarray(image)
    if values.dtype == bool: values = values.astype(np.uint8) * 255
    if values.dtype == np.int32: values = values.astype(np.uint16)
    if path.endswith('white.tif'): values = 255 - tifffile.imread(path)
    return values[..., :3] if values.ndim == 3 else values

out = []
for path in given:
    values = np.ascontiguousarray(read(path))
    if path.endswith('.png') and values.ndim == 3 and 'palette' not in path:
        assert np.array_equal(values, skimage.io.imread(path)[..., :3])
    out.append(dict(path=path, width=values.shape[1], height=values.shape[0], channels=1 if values.ndim == 2 else 3,
                    bits=8 * values.itemsize, hash=hashlib.sha256(values.tobytes()).hexdigest()))
print(json.dumps(out))
`

interface Peer {
  path: string
  width: number
  height: number
  channels: number
  bits: number
  hash: string
}

function peers(paths: readonly string[]): Peer[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', script, folder, ...paths], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

async function described(path: string): Promise<Peer> {
  const { width, height, channels, bitsStored: bits, values } = await readPhotograph(readFileSync(path), path)
  return { path, width, height, channels, bits, hash: createHash('sha256').update(values).digest('hex') }
}

async function refusal(bytes: Uint8Array, page?: number): Promise<string> {
  try {
    await readPhotograph(bytes, 'a', page)
    return 'read'
  } catch (error) {
    const { code, parameters } = error as { code: string; parameters: { what: string } }
    return `${code}: ${parameters.what}`
  }
}

describe.skipIf(!hasPeers)('a photograph (needs python3-pil, python3-skimage, python3-tifffile)', () => {
  it('has the pixels that Pillow, tifffile and skimage read, as its orientation says', async () => {
    const expected = peers([])
    expect(expected).toHaveLength(30)
    for (const peer of expected) expect(await described(peer.path)).toEqual(peer)
  })

  it.skipIf(!existsSync(data))('of an eye and its vessels, too (needs shared/data)', async () => {
    const names = ['01_h.jpg', '12_h.jpg', '01_h_AVmanual.png']
    for (const peer of peers(names.map((name) => join(data, 'fundus/hrf', name))))
      expect(await described(peer.path)).toEqual(peer)
  })

  it('that is none, or not plainly one, is refused with its reason', async () => {
    peers([])
    const file = (name: string) => readFileSync(join(folder, name))
    expect(await refusal(file('cmyk.jpg'))).toBe('image-unsupported: colours of the space cmyk')
    expect(await refusal(file('cmyk.tif'))).toBe('image-unsupported: colours of the space cmyk')
    expect(await refusal(file('float.tif'))).toBe('image-unsupported: values of the type float')
    expect(await refusal(file('clear.png'))).toBe('image-unsupported: transparent pixels')
    expect(await refusal(file('pages.tif'))).toBe('image-unsupported: 2 pages in one file')
    expect(await refusal(file('pages.tif'), 1)).toBe('read')
    expect(await refusal(file('pages.tif'), 2)).toBe('image-unreadable: no page 2 among 2')
    for (const name of ['rgb.jpg', 'progressive.jpg', 'rgb.png', 'grey16.png', 'lzw.tif', 'rgb16.tif', 'tiled.tif'])
      for (const share of [0.3, 0.7, 0.95])
        expect(await refusal(file(name).subarray(0, share * file(name).length)), name).toContain('image-unreadable')
  })
})

const chunk = (type: string, body: Uint8Array) => {
  const typed = Buffer.concat([Buffer.from(type), body])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}

function png(width: number, height: number, pixels: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts])
}

describe('a photograph made to do harm', () => {
  it('is refused before anything is allocated for it', async () => {
    expect(await refusal(png(2, 2, Uint8Array.of(0, 1, 2, 0, 3, 4)))).toBe('read')
    expect(await refusal(png(60_000, 60_000, Buffer.alloc(10)))).toBe('image-unsupported: 60000 × 60000 pixels')
    const start = process.memoryUsage().rss
    // 200 MB of zeros in 200 kB, where two rows are due.
    await refusal(png(2, 2, Buffer.alloc(2e8)))
    expect(process.memoryUsage().rss - start).toBeLessThan(5e8)
  })

  it('in another format than the three is not tried', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')
    expect(await refusal(svg)).toBe('image-unreadable: no PNG, JPEG or TIFF')
    expect(await refusal(Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'))).toContain('no PNG, JPEG or TIFF')
  })
})

describe('photographs that are written', () => {
  const colour = { width: 7, height: 4, channels: 3, bitsStored: 8 } as const
  const values = Uint8Array.from({ length: 84 }, (_, i) => (i * 37) % 256)

  it('are the same when libvips reads the PNG, in colour, grey and 16 bits', async () => {
    const deep = Uint16Array.from({ length: 28 }, (_, i) => (i * 2311) % 65_536)
    for (const one of [
      { ...colour, values },
      { ...colour, channels: 1, values: values.slice(0, 28) } as const,
      { ...colour, channels: 1, bitsStored: 16, values: deep } as const,
    ])
      expect(await readPhotograph(writePng(one), 'a.png')).toEqual(one)
  })

  it('have a MetaImage header of two dimensions, and the colours of a pixel side by side', () => {
    const written = Buffer.from(writePhotographMetaImage({ ...colour, values, pixelSpacing: [0.02, 0.01] }))
    const end = written.indexOf('ElementDataFile = LOCAL\n') + 'ElementDataFile = LOCAL\n'.length
    const lines = written.subarray(0, end).toString().split('\n')
    expect(lines).toEqual(
      expect.arrayContaining(['NDims = 2', 'DimSize = 7 4', 'ElementNumberOfChannels = 3', 'ElementType = MET_UCHAR']),
    )
    expect(lines).toContain('ElementSpacing = 0.01 0.02')
    expect([...written.subarray(end)]).toEqual([...values])
  })
})
