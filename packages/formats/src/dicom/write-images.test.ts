import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Volume } from '../images/volume.ts'
import type { Photograph } from '../photographs/photograph.ts'
import { hasModules, runPython } from '../testing/peers.ts'
import { startDecodingPool } from './decoding/start-decoding-pool.ts'
import { readSeries } from './forms/read-series.ts'
import { writeOphthalmicPhotograph } from './write-photograph.ts'
import { writeSlices } from './write-slices.ts'

const folder = mkdtempSync(join(tmpdir(), 'assay-images-'))
const pool = startDecodingPool({ processes: 1 })
afterAll(() => {
  pool.close()
  rmSync(folder, { recursive: true, force: true })
})

const uids = { study: '2.25.1', series: '2.25.2', instance: '2.25.3' }
const read = (objects: readonly Buffer[]) =>
  readSeries(
    objects.map((bytes, i) => ({ where: `${i}`, bytes: async () => bytes })),
    pool,
  )

/** A turned and tilted grid, whose three spacings differ. */
function volumeOf(values: Volume['values']): Volume {
  const [c, s] = [Math.cos(0.3), Math.sin(0.3)]
  const affine = [
    [0.8 * c, -1.5 * s, 0, -20.5],
    [0.8 * s, 1.5 * c, 0, 11.25],
    [0, 0, 2.5, 40],
  ] as const
  return { size: [5, 4, 3], spacing: [0.8, 1.5, 2.5], affine, values }
}

describe('writeSlices', () => {
  const hounsfield = volumeOf(Int16Array.from({ length: 60 }, (_, i) => i * 37 - 1000))

  it('writes a series that is read again as the same volume, voxel by voxel, in its place', async () => {
    const [form] = await read(writeSlices(hounsfield, 'CT', uids).reverse())
    if (form?.kind !== 'volume') throw new Error('no volume')
    expect(form.findings).toEqual([])
    expect([...form.volume.values]).toEqual([...hounsfield.values])
    form.volume.affine.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(hounsfield.affine.flat()[i]!, 9)
    })
  })

  it('spreads what are no whole numbers over 16 bits, to half a step', async () => {
    const values = Float32Array.from({ length: 60 }, (_, i) => Math.sin(i) * 3)
    const [form] = await read(writeSlices(volumeOf(values), 'MR', uids))
    if (form?.kind !== 'volume') throw new Error('no volume')
    form.volume.values.forEach((value, i) => {
      expect(Math.abs(value - values[i]!)).toBeLessThan(6 / 65_535)
    })
  })

  it('refuses what slices have no words for', () => {
    const skewed = { ...hounsfield, affine: [[0.8, 0.5, 0, 0], hounsfield.affine[1], hounsfield.affine[2]] as const }
    expect(() => writeSlices(skewed, 'CT', uids)).toThrow('dicom-unsupported')
    expect(() => writeSlices(volumeOf(Float32Array.from({ length: 60 }, () => Number.NaN)), 'MR', uids)).toThrow(
      'a voxel that is no number',
    )
  })

  it.skipIf(!hasModules('pydicom', 'numpy'))('is read alike by pydicom: values and places', () => {
    const files = writeSlices(hounsfield, 'CT', uids).map((bytes, i) => {
      const file = join(folder, `ct-${i}.dcm`)
      writeFileSync(file, bytes)
      return file
    })
    const script = `
import json, sys, pydicom
slices = [pydicom.dcmread(file) for file in sys.argv[1:]]
print(json.dumps([[(float(s.RescaleSlope) * s.pixel_array + float(s.RescaleIntercept)).ravel().tolist(),
  [float(v) for v in s.ImagePositionPatient], [float(v) for v in s.ImageOrientationPatient], [float(v) for v in s.PixelSpacing]] for s in slices]))`
    const planes = runPython<[number[], number[], number[], number[]][]>(script, files)
    expect(planes.flatMap(([values]) => values)).toEqual([...hounsfield.values])
    planes.forEach(([, position, orientation, spacing], plane) => {
      const { affine } = hounsfield
      // Left–posterior–superior: x and y have the other sign.
      const place = affine.map((row, axis) => (axis < 2 ? -1 : 1) * (row[2] * plane + row[3]))
      for (const [axis, value] of position.entries()) expect(value).toBeCloseTo(place[axis]!, 9)
      const across = affine.map((row, axis) => ((axis < 2 ? -1 : 1) * row[0]) / 0.8)
      for (const [axis, value] of across.entries()) expect(orientation[axis]).toBeCloseTo(value, 9)
      expect(spacing).toEqual([1.5, 0.8])
    })
  })
})

describe('writeOphthalmicPhotograph', () => {
  const photograph: Photograph = {
    width: 5,
    height: 3,
    channels: 3,
    bitsStored: 8,
    values: Uint8Array.from({ length: 45 }, (_, i) => (i * 53) % 256),
  }

  it('writes what is read again, in colour, grey, and more than 8 bits', async () => {
    const grey = { ...photograph, channels: 1, values: photograph.values.slice(0, 15) } as const
    const deep = { ...grey, bitsStored: 12, values: Uint16Array.from({ length: 15 }, (_, i) => i * 273) } as const
    for (const one of [photograph, grey, deep]) {
      const [form] = await read([writeOphthalmicPhotograph(one, uids)])
      expect(form).toMatchObject({ kind: 'photograph', photograph: { ...one, values: one.values } })
    }
  })

  it.skipIf(!hasModules('pydicom', 'numpy'))('is read alike by pydicom', () => {
    const file = join(folder, 'op.dcm')
    writeFileSync(file, writeOphthalmicPhotograph(photograph, uids))
    const script = `
import json, sys, pydicom
data = pydicom.dcmread(sys.argv[1])
print(json.dumps([str(data.SOPClassUID), str(data.Modality), data.pixel_array.ravel().tolist()]))`
    expect(runPython(script, [file])).toEqual(['1.2.840.10008.5.1.4.1.1.77.1.5.1', 'OP', [...photograph.values]])
  })
})
