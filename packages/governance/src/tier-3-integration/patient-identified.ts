import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject } from '../subject/integration.ts'

const parameters = z.strictObject({})

/** A study has a patient, and the patient has one pseudonym here: an identifier that two pseudonyms share is one person. */
export const patientIdentified: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'patient-identified',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ patient, otherNames }) => ({
    findings: [
      ...(patient === undefined ? [{ code: 'patient-missing' as const }] : []),
      ...otherNames.map((other) => ({ code: 'patient-twice' as const, parameters: { other } })),
    ],
  }),
}
