import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({
  /** Most days since the set was sealed. */
  mostDaysSealed: z.number().int().min(1).optional(),
  /** Most days since the examination of a case. */
  mostDaysExamined: z.number().int().min(1).optional(),
})

const day = 86_400_000

/** The set is not too old: neither by the day that was declared for it, nor since it was sealed, nor since its patients were examined. */
export const notExpired: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'not-expired',
  version: 2,
  tier: 4,
  parameters,
  examine: ({ cases, sealedAt, expiresOn, today }, { mostDaysSealed, mostDaysExamined }) => {
    const daysSince = (moment: string) => Math.floor((Date.parse(today) - Date.parse(moment)) / day)
    const examined = cases.flatMap(({ examinedAt }) => (examinedAt === undefined ? [] : [daysSince(examinedAt)]))
    return {
      findings: [
        ...pastExpiry(expiresOn === undefined ? 0 : daysSince(expiresOn)),
        ...tooOld('set-expired', sealedAt === undefined ? undefined : daysSince(sealedAt), mostDaysSealed),
        ...tooOld('cases-old', examined.length > 0 ? Math.max(...examined) : undefined, mostDaysExamined),
      ],
    }
  },
}

function pastExpiry(days: number): Finding[] {
  return days > 0 ? [{ code: 'set-past-expiry', measured: { value: days, unit: 'd' } }] : []
}

function tooOld(code: 'set-expired' | 'cases-old', days: number | undefined, most: number | undefined): Finding[] {
  if (days === undefined || most === undefined || days <= most) return []
  return [{ code, measured: { value: days, unit: 'd' }, expected: { most, unit: 'd' } }]
}
