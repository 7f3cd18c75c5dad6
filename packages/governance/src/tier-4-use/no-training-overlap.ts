import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({})

/** No case and no patient of the set is in what a vendor declared as training or tuning data: disjoint by patient. */
export const noTrainingOverlap: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'no-training-overlap',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases, training }) => {
    if (training.length === 0) return { notApplicable: 'nothing-declared' }
    const findings = training.flatMap(({ device, contents, patients }): Finding[] => {
      const met = cases.filter((one) => patients.has(one.patient) || one.contents.some((hash) => contents.has(hash)))
      const measured = { value: new Set(met.map(({ patient }) => patient)).size, unit: '{count}' }
      return met.length > 0 ? [{ code: 'training-overlap', parameters: { device }, measured }] : []
    })
    return { findings }
  },
}
