import { effectiveKinds } from '@assay/statistics/shift'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetCase, SetSubject } from '../subject/test-set.ts'
import { patientsBy } from './patients-by.ts'

const parameters = z.strictObject({
  /** What has to be diverse. */
  of: z.enum(['hospitals', 'devices', 'patients']),
  /** Least effective number. */
  least: z.number().min(1),
})

const kinds: Record<z.infer<typeof parameters>['of'], (one: SetCase) => string> = {
  hospitals: ({ hospital }) => hospital,
  devices: ({ device }) => device,
  patients: ({ patient }) => patient,
}

/**
 * The set comes from many: effective number of hospitals or of recording devices, by patients, or of patients, by cases
 * (inverse of Simpson's concentration; Hill, 1973, order 2), so that one that outweighs all others does not count as many.
 */
export const diverse: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'diverse',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { of, least }) => {
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    const counts = of === 'patients' ? casesOf(cases) : [...patientsBy(cases, kinds[of]).values()]
    const value = effectiveKinds(counts)
    const measured = { value, unit: '1' }
    return {
      measurements: [{ name: `effective-${of}`, ...measured }],
      findings:
        value < least
          ? [{ code: 'set-uniform', parameters: { about: of }, measured, expected: { least, unit: '1' } }]
          : [],
    }
  },
}

function casesOf(cases: readonly SetCase[]): number[] {
  return [...Map.groupBy(cases, kinds.patients).values()].map((some) => some.length)
}
