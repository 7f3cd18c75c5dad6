import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject } from '../subject/integration.ts'

const parameters = z.strictObject({})

/** Whether other hospitals have the patient, too, by the last round of linkage: one person must not count as two. */
export const patientAtOneHospital: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'patient-at-one-hospital',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ sharedWith }) => {
    if (sharedWith === undefined) return { notApplicable: 'never-linked' }
    const measured = { value: sharedWith, unit: '{count}' }
    return {
      measurements: [{ name: 'other-hospitals', ...measured }],
      findings: sharedWith > 0 ? [{ code: 'patient-elsewhere', measured }] : [],
    }
  },
}
