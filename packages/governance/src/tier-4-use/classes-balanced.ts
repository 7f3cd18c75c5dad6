import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'
import { patientsBy } from './patients-by.ts'

const parameters = z.strictObject({
  /** Classes of the reference standard that have to be there. */
  labels: z.array(z.string().min(1)).min(2),
  /** Least share of patients of each, in (0, 1). */
  least: z.number().gt(0).lt(1),
})

/** No class of the reference standard is so rare that nothing can be said of it. */
export const classesBalanced: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'classes-balanced',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { labels, least }) => {
    const all = new Set(cases.map(({ patient }) => patient)).size
    if (all === 0) return { notApplicable: 'set-empty' }
    const patients = patientsBy(cases, ({ label }) => label)
    const shares = labels.map((label) => ({ label, value: (patients.get(label) ?? 0) / all }))
    return {
      measurements: shares.map(({ label, value }) => ({ name: slugOf(label), value, unit: '1' })),
      findings: shares
        .filter(({ value }) => value < least)
        .map(({ label, value }): Finding => {
          const measured = { value, unit: '1' }
          return { code: 'class-rare', parameters: { label }, measured, expected: { least, unit: '1' } }
        }),
    }
  },
}

function slugOf(label: string): string {
  const plain = label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return `share-${plain || 'other'}`
}
