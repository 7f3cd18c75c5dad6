import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachWindow } from './measure/each-window.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Most lung that the first or last slice may show, per cent of the slice that shows most. */
  most: z.number().min(0).max(100),
})

/** Lungs that the scan's range cuts off above or below: a first or last slice full of lung. A heuristic; source: see `lungAtEnds`. */
export const ctLungCoverage = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-lung-coverage',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const ends = lungAtEnds(volume)
    if (!ends) return { notApplicable: 'no-lung' }
    const [nx, ny] = volume.size
    const region = { from: [0, 0, ends.slice], to: [nx - 1, ny - 1, ends.slice] } satisfies Record<string, number[]>
    return judgeValue({
      name: 'lung-at-ends',
      value: ends.share,
      unit: '%',
      most,
      code: 'lung-cut-off',
      where: { series: series.id, region: region as { from: [number, number, number]; to: [number, number, number] } },
    })
  },
})

const leastWindows = 40

/**
 * Lung in the first and last slice against the slice with most of it: windows of 9 × 9 voxels with a mean from −930 to −600 HU, which
 * is lung, and not the air outside.
 * @returns the larger share of the two, per cent, and its slice; undefined where no slice shows lungs
 */
function lungAtEnds(volume: Pick<Volume, 'values' | 'size'>): { share: number; slice: number } | undefined {
  const slices = volume.size[2]
  const lung = new Float64Array(slices)
  eachWindow(volume, [-1000, -400], (mean, _, slice) => {
    if (mean > -930 && mean < -600) lung[slice]! += 1
  })
  const most = lung.reduce((a, b) => Math.max(a, b), 0)
  if (most < leastWindows) return undefined
  const slice = lung[0]! >= lung[slices - 1]! ? 0 : slices - 1
  return { share: (100 * lung[slice]!) / most, slice }
}
