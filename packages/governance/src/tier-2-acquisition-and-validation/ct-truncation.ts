import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Most of the field of view's edge that the body may touch in a slice, per cent. */
  most: z.number().min(0).max(100),
})

/** A body that the field of view cuts off: voxels of tissue on the edge of what was reconstructed. Source: see `bodyOnEdge`. */
export const ctTruncation = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-truncation',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const { share, slice } = bodyOnEdge(volume)
    const [nx, ny] = volume.size
    const region = { from: [0, 0, slice], to: [nx - 1, ny - 1, slice] } satisfies Record<
      string,
      [number, number, number]
    >
    return judgeValue({
      name: 'body-on-edge',
      value: share,
      unit: '%',
      most,
      code: 'body-cut-off',
      where: { series: series.id, region },
    })
  },
})

/** Above this is body, HU: between air and fat. */
const body = -300
const samples = 720

/**
 * Share of the edge on which tissue stands, in the worst slice. The edge is the image's, or, where the corners hold padding (one
 * value all over), the largest circle in it, which is the field of reconstruction.
 * @returns share in per cent, and the slice, from 0 on
 */
export function bodyOnEdge({ values, size: [nx, ny, nz] }: Pick<Volume, 'values' | 'size'>) {
  let worst = { share: 0, slice: 0 }
  for (let z = 0; z < nz; z += 1) {
    const slice = values.subarray(z * nx * ny, (z + 1) * nx * ny)
    const places = hasPadding(slice, nx, ny) ? circle(nx, ny) : rectangle(nx, ny)
    const share = (100 * places.filter((at) => slice[at]! > body).length) / places.length
    if (share > worst.share) worst = { share, slice: z }
  }
  return worst
}

const corner = 6

function hasPadding(slice: Volume['values'], nx: number, ny: number): boolean {
  const padding = slice[0]!
  for (let y = 0; y < corner; y += 1)
    for (let x = 0; x < corner; x += 1)
      for (const at of [y * nx + x, y * nx + nx - 1 - x, (ny - 1 - y) * nx + x, (ny - y) * nx - 1 - x])
        if (slice[at] !== padding) return false
  return padding < body
}

/** Two voxels inside the edge, so that its interpolation does not matter. */
const inset = 2

function circle(nx: number, ny: number): number[] {
  const radius = Math.min(nx, ny) / 2 - 0.5 - inset
  return Array.from({ length: samples }, (_, i) => {
    const angle = (2 * Math.PI * i) / samples
    const x = Math.round((nx - 1) / 2 + radius * Math.cos(angle))
    return Math.round((ny - 1) / 2 + radius * Math.sin(angle)) * nx + x
  })
}

function rectangle(nx: number, ny: number): number[] {
  const places: number[] = []
  for (let x = 0; x < nx; x += 1) places.push(x, (ny - 1) * nx + x)
  for (let y = 1; y < ny - 1; y += 1) places.push(y * nx, y * nx + nx - 1)
  return places
}
