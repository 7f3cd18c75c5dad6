import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'
import { median } from './measure/planes.ts'
import { skinWidths } from './measure/skin-width.ts'

const parameters = z.strictObject({
  /** Most by which the skin may be doubled, mm. */
  most: z.number().positive(),
})

/** Voxels that a still skin is wide, at most. */
const still = 1
/** A third of a longer series' slices is enough: a turn of the tube takes longer. */
const mostSlices = 100

/** Motion while a slice of a CT was scanned: the body's contour stands there twice. Source: see `doubledContour`. */
export const ctDoubleContour = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-double-contour',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const found = doubledContour(volume)
    if (!found) return { notApplicable: 'too-little-tissue' }
    const [nx, ny] = volume.size
    const region = { from: [0, 0, found.slice], to: [nx - 1, ny - 1, found.slice] } as {
      from: [number, number, number]
      to: [number, number, number]
    }
    return judgeValue({
      name: 'doubling',
      value: found.value,
      unit: 'mm',
      most,
      code: 'contour-doubled',
      where: { series: series.id, region },
    })
  },
})

/**
 * By how much the skin is wider than a voxel, on the side where it is widest (see `skinWidths`), mm; the worst slice, each taken with its
 * neighbours (median of three), so that one slice through a shoulder or a fold is none.
 * @returns undefined where no side of any slice can be seen: the field of view cuts the body off
 * Source: this platform. A patient who moves during a rotation is doubled: Barrett and Keat, Artifacts in CT, RadioGraphics 2004;24:1679 (not read).
 */
export function doubledContour(volume: Volume): { value: number; slice: number } | undefined {
  const step = Math.ceil(volume.size[2] / mostSlices)
  const pixel = Math.max(volume.spacing[0], volume.spacing[1])
  const widest: { value: number; slice: number }[] = []
  for (let slice = 0; slice < volume.size[2]; slice += step) {
    const widths = Object.values(skinWidths(volume, slice)).filter((width) => width !== undefined)
    if (widths.length > 0) widest.push({ value: Math.max(0, Math.max(...widths) - still * pixel), slice })
  }
  const smooth = widest.map(({ slice }, i) => {
    const around = widest.slice(Math.max(0, i - 1), i + 2).map(({ value }) => value)
    return { slice, value: around.length === 2 ? Math.min(...around) : median(around) }
  })
  return smooth.sort((a, b) => b.value - a.value)[0]
}
