import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Fewest frames that are taken. */
  least: z.number().int().positive(),
  /** Most frames that are taken; what is left out is not asked. */
  most: z.number().int().positive().optional(),
})

/** A cine has the frames that its protocol asks for: too few do not resolve the beat, and a break leaves a part of it. */
export const cineFrameCount = formCheck<'cine', z.infer<typeof parameters>>('cine', {
  id: 'cine-frame-count',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ cine: { size } }, { least, most }, series) =>
    judgeValue({
      name: 'frames',
      value: size[3],
      unit: '{count}',
      least,
      most,
      code: 'cine-frames-odd',
      where: { series: series.id },
    }),
})
