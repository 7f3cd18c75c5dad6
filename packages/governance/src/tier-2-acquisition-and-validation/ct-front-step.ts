import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { largestFrontStep } from './measure/front-steps.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Most by which the front of the body may step from a slice to the next, mm. */
  most: z.number().positive(),
})

/** Breathing between slices of a CT: the front of the body steps, whether its back moves or not. Source: see `largestFrontStep`. */
export const ctFrontStep = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-front-step',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    const found = largestFrontStep(volume)
    if (!found) return { notApplicable: 'too-few-slices' }
    const [nx, ny] = volume.size
    const from: [number, number, number] = [0, 0, found.slices[0]]
    const to: [number, number, number] = [nx - 1, ny - 1, found.slices[1]]
    return judgeValue({
      name: 'front-step',
      value: found.value,
      unit: 'mm',
      most,
      code: 'front-steps',
      where: { series: series.id, region: { from, to } },
    })
  },
})
