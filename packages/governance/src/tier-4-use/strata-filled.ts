import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'
import { patientsBy } from './patients-by.ts'

const parameters = z.strictObject({
  /** Stratum → its values that have to be there. */
  strata: z.record(z.string().min(1), z.array(z.string().min(1)).min(1)),
  /** Fewest patients in each. */
  least: z.number().int().min(1),
})

/** Every stratum that a protocol will ask about has patients enough. */
export const strataFilled: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'strata-filled',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { strata, least }) => ({
    findings: Object.entries(strata).flatMap(([stratum, values]) => {
      const patients = patientsBy(cases, (one) => one.strata[stratum] ?? '')
      return values
        .filter((value) => (patients.get(value) ?? 0) < least)
        .map((value): Finding => {
          const measured = { value: patients.get(value) ?? 0, unit: '{count}' }
          return {
            code: 'stratum-thin',
            parameters: { stratum, value },
            measured,
            expected: { least, unit: '{count}' },
          }
        })
    }),
  }),
}
