import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { CaseLabels, SetSubject } from '../subject/test-set.ts'

const parameters = z.strictObject({
  /** Most of a case's items whose data may look like another class, in [0, 1). */
  most: z.number().min(0).lt(1),
})

/** Items that a finding names, so that its line can still be read. */
const mostNamed = 20

/**
 * Labels that their own data speak against: items that look like those of another class in the same case. A sign, never a proof; the items
 * are named for a reader to look at. How they are found is the category's (ECG: `doubtBeats`).
 */
export const labelsPlausible: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'labels-plausible',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases }, { most }) => {
    if (cases.length === 0) return { notApplicable: 'set-empty' }
    const held = cases.flatMap(({ id, name = id, labels }) => (labels?.doubts ? [{ name, ...labels.doubts }] : []))
    const sum = (of: 'compared' | 'doubted') => held.reduce((total, one) => total + one[of], 0)
    if (sum('compared') === 0) return { notApplicable: 'labels-not-collected' }
    const odd = held.filter(({ doubted, compared }) => doubted > most * compared)
    return {
      measurements: [{ name: 'labels-doubted', value: sum('doubted') / sum('compared'), unit: '1' }],
      findings: odd
        .sort((a, b) => b.doubted / b.compared - a.doubted / a.compared)
        .map(({ name, compared, doubted, items }): Finding => {
          const measured = { value: doubted / compared, unit: '1' }
          const parameters = { doubted, items: itemsNamed(items) }
          const where = { file: name.slice(0, 200) }
          return { code: 'labels-implausible', parameters, measured, expected: { most, unit: '1' }, where }
        }),
    }
  },
}

function itemsNamed(items: NonNullable<CaseLabels['doubts']>['items']): string {
  const named = items
    .slice(0, mostNamed)
    .map(({ seconds, label, looksLike }) => `${seconds.toFixed(2)} s ${label} → ${looksLike}`)
  return `${named.join('; ')}${items.length > mostNamed ? '; …' : ''}`.slice(0, 500)
}
