import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { StudySubject } from '../subject/study.ts'

const parameters = z.strictObject({
  modalities: z.array(z.string().min(1).max(16)).min(1),
  /** Series of fewer files do not count. */
  leastInstances: z.number().int().min(1).default(1),
  exceptImageTypes: z.array(z.string()).default([]),
  /** How many such series the study has at least. */
  least: z.number().int().min(1).default(1),
})

/** The study holds the series that its category is about: without them every rule on such series would pass for want of any. */
export const requiredSeries: Check<StudySubject, z.infer<typeof parameters>> = {
  id: 'required-series',
  version: 1,
  tier: 1,
  parameters,
  examine: ({ series }, { modalities, leastInstances, exceptImageTypes, least }) => {
    const count = series.filter(
      (one) =>
        modalities.includes(one.modality) &&
        one.instances.length >= leastInstances &&
        !one.imageType.some((value) => exceptImageTypes.includes(value)),
    ).length
    const measurements = [{ name: 'series', value: count, unit: '{count}' }]
    if (count >= least) return { measurements, findings: [] }
    const parameters = { modalities: modalities.join(', '), instances: leastInstances }
    const [measured, expected] = [
      { value: count, unit: '{count}' },
      { least, unit: '{count}' },
    ]
    return { measurements, findings: [{ code: 'series-missing', parameters, measured, expected }] }
  },
}
