import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { readVolume } from '@assay/formats'
import { afterAll, describe, expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { ctDoubleContour, doubledContour } from './ct-double-contour.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-motion-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'
const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const canProject = spawnSync(python, ['-c', 'import skimage, pydicom, nibabel']).status === 0
/** As in the rule sets (`motion-in-slice`), mm. */
const limit = 2

/** A round body of 280 mm; in slices 5 to 9 it was at two places for half of the time each, so many mm apart. */
function body(apart: number) {
  const normal = normalDeviates(8)
  const inside = (x: number, y: number) => (Math.hypot((x - 200) * 0.8, (y - 200) * 0.8) < 140 ? -60 : -1000)
  return volumeOf(
    [400, 400, 14],
    (x, y, z) => {
      const shift = z >= 5 && z <= 9 ? apart / 0.8 : 0
      return (inside(x, y) + inside(x - shift, y)) / 2 + 10 * normal()
    },
    [0.8, 0.8, 2],
  )
}

it.each([4, 6, 10])('measures %i mm between two places within 1.3 mm, and where', async (apart) => {
  const found = doubledContour(body(apart))!
  // A voxel of 0.8 mm is what a still skin may have.
  expect(Math.abs(found.value + 0.8 - apart)).toBeLessThan(1.3)
  expect(found.slice).toBeGreaterThanOrEqual(5)
  expect(found.slice).toBeLessThanOrEqual(9)
  expect(
    await ctDoubleContour.examine(seriesOf({ kind: 'volume', volume: body(apart) }), { most: limit }),
  ).toMatchObject({
    findings: [{ code: 'contour-doubled', where: { region: { from: [0, 0, found.slice] } } }],
  })
})

it('passes a body that lay still, and says nothing of one that fills the field', async () => {
  expect(doubledContour(body(0))!.value).toBeLessThan(0.5)
  const full = seriesOf({ kind: 'volume', volume: volumeOf([64, 64, 4], () => 40) })
  expect(await ctDoubleContour.examine(full, { most: limit })).toEqual({ notApplicable: 'too-little-tissue' })
})

/**
 * Real slices through a Radon transform and back: as they are, after the same transform, and with a patient who steps aside while the tube
 * turns: after half of a turn, or after a quarter. Rays of opposite views run alike, so that a step after half a turn is the mean of both
 * places, and one after a quarter has the views of the first quarter from both places.
 */
const script = `
import glob, json, sys
import numpy as np, nibabel, pydicom
from skimage.transform import radon, iradon
data, out = sys.argv[1:]
slices = []
for kind, file in (('chest', 'lung/dicom-2slices/0.dcm'), ('liver', 'liver/ct-3slice/01.dcm')):
    d = pydicom.dcmread(f'{data}/{file}')
    hu = np.maximum(d.pixel_array * float(d.get('RescaleSlope', 1)) + float(d.get('RescaleIntercept', 0)), -1000)
    slices.append((kind, hu.reshape(256, 2, 256, 2).mean(axis=(1, 3)), 2 * float(d.PixelSpacing[0])))
volume = np.asarray(nibabel.load(f'{data}/liver/example_ct.nii.gz').dataobj).astype(float)
for k in (40, 52, 64, 76, 88, 100):
    square = np.full((122, 122), -1000.0)
    square[:101] = np.maximum(volume[:, :, k].T[::-1], -1000)
    slices.append(('abdomen', square, 3.0))
told = []
def tell(image, **about):
    image.astype('<f4').tofile(f'{out}/{len(told)}.raw'); told.append(dict(size=len(image), **about))
for kind, image, spacing in slices:
    angles = np.arange(180.0)
    views = radon(image + 1000, theta=angles, circle=False)
    back = lambda v: iradon(v, theta=angles, output_size=len(image), circle=False) - 1000
    tell(image, kind=kind, spacing=spacing, way='as it is', mm=0)
    tell(back(views), kind=kind, spacing=spacing, way='projected', mm=0)
    for mm in ((4, 8) if spacing < 2 else (8,)):
        for towards in (0, 90):
            places = np.arange(len(views))
            moved = np.stack([np.interp(places - mm / spacing * np.cos(np.deg2rad(a - towards)), places, views[:, i]) for i, a in enumerate(angles)], axis=1)
            both = (views + moved) / 2
            tell(back(both), kind=kind, spacing=spacing, way='half', mm=mm)
            tell(back(np.where(angles < 90, both, moved)), kind=kind, spacing=spacing, way='quarter', mm=mm)
json.dump(told, open(f'{out}/told.json', 'w'))
`

interface Told {
  readonly size: number
  readonly kind: string
  readonly spacing: number
  readonly way: string
  readonly mm: number
}

describe.skipIf(!canProject || !existsSync(join(data, 'liver')))('patients (needs shared/data and skimage)', () => {
  it('who move in a slice are found in nine of ten ways, and none who lie still', { timeout: 180_000 }, () => {
    const done = spawnSync(python, ['-', data, folder], { input: script, encoding: 'utf8' })
    expect(done.stderr).toBe('')
    const told = JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8')) as Told[]
    const found = told.map((one, index) => ({ ...one, value: measure(one, index) }))
    const share = (wanted: (one: Told) => boolean) => {
      const own = found.filter(wanted)
      return [own.filter(({ value }) => value > limit).length, own.length] as const
    }
    const figures = {
      still: share(({ mm }) => mm === 0),
      half: share(({ way }) => way === 'half'),
      quarter: share(({ way }) => way === 'quarter'),
      heldOut: share(({ kind, mm }) => kind === 'abdomen' && mm > 0),
      fourMm: share(({ mm }) => mm === 4),
      eightMm: share(({ mm }) => mm === 8),
      heldOutStill: share(({ kind, mm }) => kind === 'abdomen' && mm === 0),
    }
    if (process.env.ASSAY_FIGURES)
      process.stdout.write(
        `${JSON.stringify({ figures, highestStill: Math.max(...found.filter(({ mm }) => mm === 0).map(({ value }) => value)) })}\n`,
      )
    expect(figures.still[0]).toBe(0)
    expect(figures.half[0] / figures.half[1]).toBeGreaterThan(0.95)
    expect(figures.quarter[0] / figures.quarter[1]).toBeGreaterThan(0.75)
    expect(figures.heldOut[0] / figures.heldOut[1]).toBeGreaterThan(0.8)
  })

  it('and none of a whole abdomen', () => {
    const volume = readVolume(readFileSync(join(data, 'liver/example_ct.nii.gz')), 'example_ct.nii.gz')
    expect(doubledContour(volume)!.value).toBeLessThan(limit)
  })

  function measure({ size, spacing }: Told, index: number): number {
    const bytes = readFileSync(join(folder, `${index}.raw`))
    const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const volume = { ...volumeOf([1, 1, 1], () => 0, [spacing, spacing, 1]), size: [size, size, 1] as const, values }
    return doubledContour(volume)?.value ?? 0
  }
})
