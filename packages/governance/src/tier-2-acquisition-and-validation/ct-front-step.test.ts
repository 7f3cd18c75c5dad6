import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readVolume, type Volume } from '@assay/formats'
import { describe, expect, it } from 'vitest'
import { seriesOf, volumeOf } from '../testing/series.ts'
import { ctFrontStep } from './ct-front-step.ts'
import { largestFrontStep } from './measure/front-steps.ts'

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const file = join(data, 'liver/example_ct.nii.gz')
/** As in the rule sets (`breathing`), mm. */
const limit = 3

/** A body whose belly slants by so many mm a slice, and whose front stands so many mm farther out from slice 12 on. */
const belly = (slant: number, step: number) =>
  volumeOf(
    [80, 80, 24],
    (x, y, z) => {
      const front = 24 - (slant * z) / 2 - (z >= 12 ? step / 2 : 0) + ((x - 40) / 20) ** 2
      if (Math.abs(x - 40) > 30 || y > 70) return -1000
      return -1000 + 920 * Math.min(1, Math.max(0, y - front + 0.5))
    },
    [2, 2, 5],
  )

it.each([4, 8])('finds the front that steps by %i mm, also on a slanting belly, and where', async (step) => {
  for (const slant of [0, 0.8]) {
    const found = largestFrontStep(belly(slant, step))!
    expect(Math.abs(found.value - step)).toBeLessThan(1.2)
    expect(found.slices).toEqual([11, 12])
  }
  const volume = belly(0.8, step)
  expect(await ctFrontStep.examine(seriesOf({ kind: 'volume', volume }), { most: limit })).toMatchObject({
    findings: [{ code: 'front-steps', where: { region: { from: [0, 0, 11], to: [79, 79, 12] } } }],
  })
})

it('passes one that only slants, and says nothing of few slices, or of such that are not axial', async () => {
  expect(largestFrontStep(belly(0.8, 0))!.value).toBeLessThan(1)
  const few = volumeOf([80, 80, 4], (_, y) => (y < 20 ? -1000 : 0))
  expect(await ctFrontStep.examine(seriesOf({ kind: 'volume', volume: few }), { most: limit })).toEqual({
    notApplicable: 'too-few-slices',
  })
  const [a, b, c] = belly(0, 8).affine
  expect(largestFrontStep({ ...belly(0, 8), affine: [a, c, b] })).toBeUndefined()
})

describe.skipIf(!existsSync(file))('a patient (needs shared/data)', () => {
  const read = () => readVolume(readFileSync(file), 'example_ct.nii.gz')

  /** From a slice on, each column stretched from a line 90 mm above the lower edge, so that the front stands so many mm farther out. */
  function breathed(volume: Volume, from: number, mm: number): Volume {
    const [nx, ny, nz] = volume.size
    const values = Float32Array.from(volume.values)
    for (let z = from; z < nz; z += 1)
      for (let x = 0; x < nx; x += 1) {
        const at = (y: number) => volume.values[(z * ny + y) * nx + x]!
        const front = Array.from({ length: ny }, (_, y) => y).findLast((y) => y > fixed && at(y) > -300)
        if (front === undefined) continue
        const scale = (front - fixed + mm / volume.spacing[1]) / (front - fixed)
        for (let y = fixed; y < ny; y += 1) {
          const source = fixed + (y - fixed) / scale
          const low = Math.floor(source)
          values[(z * ny + y) * nx + x] = at(low) + (at(Math.min(ny - 1, low + 1)) - at(low)) * (source - low)
        }
      }
    return { ...volume, values }
  }
  const fixed = 30

  it('who holds his breath has no step, and steps of 4 to 8 mm are measured within 1 mm, where they are', () => {
    const volume = read()
    expect(largestFrontStep(volume)!.value).toBeLessThan(0.6)
    for (const from of [30, 50, 70, 90])
      for (const mm of [4, 6, 8]) {
        const { value, slices } = largestFrontStep(breathed(volume, from, mm))!
        expect(Math.abs(value - mm)).toBeLessThan(1)
        expect(value).toBeGreaterThan(limit)
        expect(slices).toEqual([from - 1, from])
      }
  })
})
