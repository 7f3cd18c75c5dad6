import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import { patientsInTraining, type SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({
  /** Most patients of the set that may be in what a vendor declared. */
  most: z.number().int().min(0).default(0),
})

/**
 * No more patients of the set than the limit are in what a vendor declared as training or tuning data: disjoint by patient, where it is
 * 0. A declaration without hashes of contents can not be held against a set, which is no pass.
 */
export const noTrainingOverlap: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'no-training-overlap',
  version: 2,
  tier: 4,
  parameters,
  examine: (set, { most }) => {
    if (set.training.length === 0) return { notApplicable: 'nothing-declared' }
    const comparable = set.training.filter(({ contents, patients }) => contents.size + patients.size > 0)
    if (comparable.length === 0) return { notApplicable: 'no-contents-declared' }
    const findings = comparable.flatMap((one): Finding[] => {
      const { size } = patientsInTraining(set, one)
      const measured = { value: size, unit: '{count}' }
      const expected = { most, unit: '{count}' }
      return size > most ? [{ code: 'training-overlap', parameters: { device: one.device }, measured, expected }] : []
    })
    return { findings }
  },
}
