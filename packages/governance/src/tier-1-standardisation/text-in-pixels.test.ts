import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, it } from 'vitest'
import { seriesOf } from '../testing/series.ts'
import { findTextLines } from './text/find-text-lines.ts'
import { textInPixels } from './text-in-pixels.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-text-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const fonts = join(import.meta.dirname, '../../../../node_modules/@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf')
const canRender =
  spawnSync(python, ['-c', 'import PIL, pydicom, nibabel, scipy']).status === 0 &&
  existsSync('/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf')

/** Real slices and photographs, made ultrasound and captures, each as it is and with text that Pillow writes into it. */
const script = `
import glob, gzip, json, os, sys
import numpy as np, nibabel, pydicom
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter
data, out, chinese = sys.argv[1:]
latin = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'
rng = np.random.default_rng(11)
def normal(a):
    a = a.astype(float); return ((a - a.min()) / (np.ptp(a) + 1e-9) * 255).astype(np.uint8)
clean = []
for file in sorted(glob.glob(data + '/liver/ct-3slice/*.dcm') + glob.glob(data + '/lung/dicom-2slices/*.dcm')):
    clean.append(('CT', normal(pydicom.dcmread(file).pixel_array)))
for file, kind, step in (('liver/example_ct.nii.gz', 'CT', 8), ('brain/t1_crop.nii.gz', 'MR', 20)):
    if os.path.exists(data + '/' + file):
        volume = np.asarray(nibabel.load(data + '/' + file).dataobj)
        clean += [(kind, normal(volume[:, :, k].T)) for k in range(12, volume.shape[2] - 10, step)]
for file in sorted(glob.glob(data + '/fundus/hrf/*_h.jpg')):
    clean.append(('OP', np.asarray(Image.open(file).convert('RGB')).max(axis=2)))
for i in range(6):
    y, x = np.mgrid[0:480, 0:640]
    radius, angle = np.hypot(x - 320, y + 40), np.abs(np.arctan2(x - 320, y + 40))
    speckle = gaussian_filter(rng.rayleigh(0.35, (480, 640)), 1.2) * (0.6 + 0.4 * np.sin(radius / 23 + i))
    clean.append(('US', normal(np.where((radius < 480) & (angle < 0.7) & (radius > 80), speckle, 0))))
for i in range(6):
    y, x = np.mgrid[0:512, 0:512]
    capture = np.where(np.hypot(y - 256, x - 256) < 200, 120, 0) + np.where(np.hypot(y - 200 - 10 * i, x - 230) < 60, 70, 0)
    clean.append(('OT', np.clip(capture + rng.normal(0, 6, capture.shape), 0, 255).astype(np.uint8)))
# Two heads that no limit was chosen on.
for file in sorted(glob.glob(data + '/brain/brain?_image.nrrd')):
    head, _, voxels = open(file, 'rb').read().partition(b'\\n\\n')
    size = [line for line in head.decode().splitlines() if line.startswith('sizes:')][0].split()[1:]
    volume = np.frombuffer(gzip.decompress(voxels), '<i2').reshape([int(n) for n in size[::-1]])
    clean += [('held-out', normal(volume[k])) for k in range(2, volume.shape[0] - 2, 2)]
texts = [('OUYANG JINGYI', latin), ('Zhuge Ruoxi 1984-03-17', latin), ('ID 7350918264', latin), ('欧阳静怡 女 61岁', chinese), ('钱塘江第九医院', chinese)]
told = []
def tell(kind, picture, **about):
    picture.tofile(f'{out}/{len(told)}.raw'); told.append(dict(kind=kind, width=picture.shape[1], height=picture.shape[0], **about))
for number, (kind, picture) in enumerate(clean):
    tell(kind, picture)
    height, width = picture.shape
    for size in ((10, 16, 28), (12, 20, 40))[number % 2]:
        words, file = texts[rng.integers(len(texts))]
        image = Image.fromarray(picture.copy()); pen = ImageDraw.Draw(image); font = ImageFont.truetype(file, size)
        left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
        if right > width - 12 or bottom > height - 12: continue
        x, y = (int(rng.integers(6, width - right - 5)), int(rng.integers(6, height - bottom - 5)))
        if rng.random() < 0.7: x, y = int(rng.choice([6, width - right - 6])), int(rng.choice([6, height - bottom - 6]))
        pen.text((x, y), words, font=font, fill=255)
        tell(kind, np.asarray(image), size=size, box=[x + left, y + top, x + right, y + bottom])
print(json.dumps(told))
`

interface Told {
  readonly kind: string
  readonly width: number
  readonly height: number
  readonly size?: number
  readonly box?: readonly [number, number, number, number]
}

const limits = { contrast: 0.35, brightness: 0.88, heights: [6, 64] } as const

function linesIn({ width, height }: Told, place: number) {
  const values = Float32Array.from(readFileSync(join(folder, `${place}.raw`)), (value) => value / 255)
  return findTextLines({ width, height, values }, limits)
}

describe.skipIf(!canRender)(
  'text that Pillow burned in (needs python3-pil, pydicom, nibabel, scipy, fonts-dejavu)',
  () => {
    it('is found nine times in ten, in Latin and Chinese, from 10 to 40 pixels, and never where there is none', () => {
      const { stdout, stderr, status } = spawnSync(python, ['-c', script, data, folder, fonts], { encoding: 'utf8' })
      if (status !== 0) throw new Error(stderr)
      const told = JSON.parse(stdout) as Told[]
      const withText = told.flatMap((one, place) => (one.box ? [{ ...one, lines: linesIn(one, place) }] : []))
      const alarms = told.flatMap((one, place) => (one.box ? [] : linesIn(one, place).map((line) => [one.kind, line])))
      const found = withText.filter(({ box, lines }) =>
        lines.some((line) => line[0] <= box![2] && box![0] <= line[2] && line[1] <= box![3] && box![1] <= line[3]),
      )
      const share = (of: (one: Told) => boolean) => found.filter(of).length / withText.filter(of).length
      expect(alarms).toEqual([])
      expect(share(() => true)).toBeGreaterThanOrEqual(0.88)
      expect(share(({ size }) => size! >= 12)).toBeGreaterThanOrEqual(0.9)
      for (const kind of ['US', 'OT'])
        expect(
          share((one) => one.kind === kind),
          kind,
        ).toBeGreaterThanOrEqual(0.9)
      if (told.some(({ kind }) => kind === 'held-out'))
        expect(share(({ kind }) => kind === 'held-out')).toBeGreaterThanOrEqual(0.85)
      const table = ['CT', 'MR', 'OP', 'US', 'OT', 'held-out'].map((kind) => [
        ...[kind, found.filter((one) => one.kind === kind).length, withText.filter((one) => one.kind === kind).length],
        told.filter((one) => one.kind === kind && !one.box).length,
      ])
      const sizes = [10, 12, 16, 20, 28, 40].map((size) => [size, share((one) => one.size === size)])
      if (process.env.ASSAY_FIGURES) process.stdout.write(`${JSON.stringify({ table, sizes })}\n`)
    })
  },
)

describe('the check of text in pixels', () => {
  const [width, height] = [200, 120]
  /** Upright strokes, two pixels wide, as letters have them. */
  const written = (value: number) =>
    Uint8Array.from({ length: width * height }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)]
      const isStroke = y >= 20 && y < 34 && x >= 30 && x < 130 && (x - 30) % 7 < 2
      const isBar = (y === 20 || y === 27) && x >= 30 && x < 130 && (x - 30) % 14 < 8
      return isStroke || isBar ? value : 20
    })
  const photograph = (values: Uint8Array) => ({ width, height, channels: 1 as const, bitsStored: 8, values })
  const examine = (values: Uint8Array) => {
    const series = seriesOf({ kind: 'photographs', photographs: [photograph(values)] }, { modality: 'OT' })
    return textInPixels.examine(series, { ...limits, heights: [6, 64], pictures: 8 })
  }

  it('says where, and of an empty picture nothing', async () => {
    expect(await examine(written(250))).toMatchObject({
      findings: [{ code: 'text-in-pixels', where: { frame: 1, region: { from: [30, 20, 0], to: [129, 33, 0] } } }],
    })
    expect(await examine(written(20))).toMatchObject({ findings: [] })
  })

  it('finds dark text on white', async () => {
    expect(await examine(written(250).map((value) => 255 - value))).toMatchObject({ findings: [{}] })
  })

  it('looks at slices evenly spread over a volume', async () => {
    const values = new Int16Array(width * height * 9)
    values.set(
      Int16Array.from(written(250), (value) => value * 10),
      width * height * 4,
    )
    const identity = [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ] as const
    const volume = { size: [width, height, 9] as const, spacing: [1, 1, 1] as const, affine: identity, values }
    const series = seriesOf({ kind: 'volume', volume }, { modality: 'CT' })
    const found = await textInPixels.examine(series, { ...limits, heights: [6, 64], pictures: 3 })
    expect(found).toMatchObject({ findings: [{ where: { frame: 5 } }] })
  })
})
