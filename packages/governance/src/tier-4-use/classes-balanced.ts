import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'
import { patientsByClass } from './patients-by.ts'

const parameters = z.strictObject({
  /** Classes of the reference standard that have to be there. */
  labels: z.array(z.string().min(1)).min(2),
  /** Least share of patients with an item of each, in (0, 1). */
  least: z.number().gt(0).lt(1),
})

/**
 * No class of the reference standard is so rare that nothing can be said of it: the share of patients that have it. Measured of each
 * class, too, are its items (beats, lesions, cases).
 */
export const classesBalanced: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'classes-balanced',
  version: 2,
  tier: 4,
  parameters,
  examine: ({ cases }, { labels, least }) => {
    const known = cases.filter((one) => one.labels !== undefined)
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    if (known.length === 0) return { notApplicable: 'labels-not-collected' }
    const all = new Set(known.map(({ patient }) => patient)).size
    const patients = patientsByClass(known)
    const shares = labels.map((label) => ({ label, value: (patients.get(label) ?? 0) / all }))
    const items = (label: string) => known.reduce((sum, one) => sum + (one.labels!.classes[label] ?? 0), 0)
    return {
      measurements: shares.flatMap(({ label, value }) => [
        { name: `share-${slugOf(label)}`, value, unit: '1' },
        { name: `items-${slugOf(label)}`, value: items(label), unit: '{count}' },
      ]),
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
  return plain || 'other'
}
