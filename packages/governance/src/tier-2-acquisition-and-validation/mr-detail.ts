import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'
import { middleSlices } from './measure/middle-slices.ts'
import { resolvedDetail } from './measure/resolved-detail.ts'

const parameters = z.strictObject({
  /** Coarsest detail that is taken, mm. */
  most: z.number().positive(),
})

/** Blur in slices of MR: the finest detail that they show, along the direction where it is coarser. Source: see `resolvedDetail`. */
export const mrDetail = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'mr-detail',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const detail = resolvedDetail(volume)
    if (!detail) return { notApplicable: 'too-little-tissue' }
    const [nx, ny] = volume.size
    const slices = middleSlices(volume)
    const from: [number, number, number] = [0, 0, slices[0]!]
    const to: [number, number, number] = [nx - 1, ny - 1, slices.at(-1)!]
    return judgeValue({
      name: 'detail',
      value: Math.max(detail.rows, detail.columns),
      unit: 'mm',
      most,
      code: 'mr-blurred',
      where: { series: series.id, region: { from, to } },
    })
  },
})
