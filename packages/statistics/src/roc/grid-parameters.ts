import { z } from 'zod'

const share = z.number().gt(0).lt(1)

const hundredths = Array.from({ length: 99 }, (_, i) => (i + 1) / 100)

/** Parameters of the estimator `roc-grid`, as a protocol fixes them. */
export const gridParameters = z
  .strictObject({
    /** Where the bins of scores part, rising; a score at a threshold belongs to the bin above it. By default hundredths, for probabilities. */
    thresholds: z.array(z.number()).min(1).max(200).default(hundredths),
    /** Thresholds of the grid at which the device may be used: sensitivity and specificity from them on. */
    operatingPoints: z.array(z.number()).max(20).default([]),
    /** Sensitivity at these specificities. */
    specificities: z.array(share).max(20).default([]),
    /** Specificity at these sensitivities. */
    sensitivities: z.array(share).max(20).default([]),
    /** Part of the area, between two specificities or two sensitivities. */
    part: z
      .strictObject({
        over: z.enum(['specificity', 'sensitivity']),
        from: z.number().min(0).max(1),
        to: z.number().min(0).max(1),
      })
      .refine(({ from, to }) => from < to)
      .optional(),
  })
  .refine(({ thresholds }) => thresholds.every((one, i) => i === 0 || one > thresholds[i - 1]!), {
    path: ['thresholds'],
  })
  .refine(({ thresholds, operatingPoints }) => operatingPoints.every((one) => thresholds.includes(one)), {
    path: ['operatingPoints'],
  })

export type GridParameters = z.infer<typeof gridParameters>
