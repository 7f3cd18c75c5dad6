import type { Endpoint } from '@assay/contracts'
import type { Translator } from '@assay/messages'
import { z } from 'zod'

const referral = z.object({
  referableFrom: z.number(),
  ungradable: z.object({
    reference: z.enum(['referable', 'not-referable']),
    output: z.enum(['referable', 'not-referable', 'by-likelihood']),
  }),
  operatingPoint: z.number().optional(),
})
const structure = z.object({
  measure: z.enum(['dice', 'surface-dice', 'hausdorff-95']),
  tolerance: z.number().optional(),
})
const grades = z.object({ categories: z.array(z.string()) })

/** How a protocol makes scores of photographs and segmentations, in sentences; none for an endpoint of other things. */
export function scoringSentences({ estimator, parameters, scoring }: Endpoint, t: Translator): string[] {
  const referred = referral.safeParse(scoring)
  if (referred.success) return referralSentences(referred.data, t)
  const measured = structure.safeParse(scoring)
  if (measured.success) {
    const { measure, tolerance = 0 } = measured.data
    return [t(`scoring.rule.${measure}`, { tolerance })]
  }
  const graded = estimator === 'kappa' ? grades.safeParse(parameters) : undefined
  return graded?.success
    ? [t('scoring.rule.categories', { list: graded.data.categories.join(t('common.listSeparator')) })]
    : []
}

function referralSentences({ referableFrom, ungradable, operatingPoint }: z.infer<typeof referral>, t: Translator) {
  return [
    t('scoring.rule.referable', { grade: referableFrom }),
    ...(operatingPoint === undefined ? [] : [t('scoring.rule.operatingPoint', { point: operatingPoint })]),
    t(`scoring.rule.reference.${ungradable.reference}`),
    t(`scoring.rule.output.${ungradable.output}`),
  ]
}
