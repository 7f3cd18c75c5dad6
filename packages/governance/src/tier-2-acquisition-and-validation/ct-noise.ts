import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { globalNoise } from './measure/global-noise.ts'
import { hounsfield } from './measure/hounsfield.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Most noise that is taken, HU. */
  most: z.number().positive(),
  /** Soft tissue: windows whose mean lies here are measured, HU. */
  tissue: z.tuple([z.number(), z.number()]).default([0, 100]),
})

/** Noise of a CT series in soft tissue, measured from its pixels. Source: see `globalNoise`. */
export const ctNoise = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-noise',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most, tissue }, series) => {
    const noise = globalNoise(volume, tissue)
    if (!noise) return { notApplicable: 'too-little-tissue' }
    const where = { series: series.id }
    return judgeValue({
      name: 'noise',
      value: noise.level,
      unit: hounsfield,
      most,
      where,
      code: 'noise-too-high',
    })
  },
})
