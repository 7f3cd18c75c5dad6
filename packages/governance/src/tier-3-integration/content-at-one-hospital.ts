import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { IntegrationSubject } from '../subject/integration.ts'

const parameters = z.strictObject({})

/** Whether other hospitals have the same picture or signal, by the last round of linkage that compared contents. */
export const contentAtOneHospital: Check<IntegrationSubject, z.infer<typeof parameters>> = {
  id: 'content-at-one-hospital',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ contentsShared }) =>
    contentsShared === undefined
      ? { notApplicable: 'never-linked' }
      : { findings: contentsShared.map(({ file }) => ({ code: 'content-elsewhere', where: { file } })) },
}
