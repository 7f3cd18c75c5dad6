import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { backgroundOf } from './measure/background.ts'
import { judgeValue } from './measure/judge-value.ts'
import { middleSlices } from './measure/middle-slices.ts'

const parameters = z.strictObject({ most: z.number().positive() })

/** Motion and pulsation in MR: ghosts of the object along the phase-encoding direction. Source: see `ghosting`. */
export const mrGhosting = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'mr-ghosting',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const value = ghosting(volume)
    if (value === undefined) return { notApplicable: 'no-background' }
    const where = { series: series.id }
    return judgeValue({ ...{ name: 'ghosting', value, unit: '%', most, where }, code: 'mr-ghosts' })
  },
})

/**
 * Per cent signal ghosting: |(top + bottom) − (left + right)| over twice the object's mean, of the means in strips of air around it;
 * the median over the middle third of the slices.
 * Source: American College of Radiology, MRI Quality Control Manual, percent-signal ghosting (unverified; there on a phantom).
 */
export function ghosting(volume: Volume): number | undefined {
  const shares = middleSlices(volume).flatMap((z) => {
    const background = backgroundOf(volume, z)
    if (!background || background.object === 0) return []
    // Each of the two is the mean of its two strips, so that the sums are twice as large.
    return [(100 * Math.abs(background.topAndBottom - background.leftAndRight)) / background.object]
  })
  return shares.sort((a, b) => a - b)[shares.length >> 1]
}
