import type { Finding } from '@assay/contracts'
import { compareWithShares } from '@assay/statistics/shift'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SetSubject } from '../subject/test-set.ts'
import { patientsBy } from './patients-by.ts'

const parameters = z.strictObject({
  /** Largest total variation distance from the declared target population that is taken, in (0, 1). */
  most: z.number().gt(0).lt(1),
})

/** The set is composed as its target population is declared to be: each declared stratum, by patients. */
export const compositionMatchesTarget: Check<SetSubject, z.infer<typeof parameters>> = {
  id: 'composition-matches-target',
  version: 1,
  tier: 4,
  parameters,
  examine: ({ cases, target }, { most }) => {
    const strata = Object.entries(target)
    if (strata.length === 0 || cases.length === 0) return { notApplicable: 'no-target' }
    const found = strata.map(([stratum, shares]) => ({ stratum, ...distanceOf(cases, stratum, shares) }))
    return {
      measurements: found.map(({ stratum, distance }) => ({ name: `distance-${stratum}`, value: distance, unit: '1' })),
      findings: found
        .filter(({ distance }) => distance > most)
        .map(({ stratum, distance, worst }): Finding => {
          const measured = { value: distance, unit: '1' }
          return {
            code: 'composition-apart',
            parameters: { stratum, ...worst },
            measured,
            expected: { most, unit: '1' },
          }
        }),
    }
  },
}

/** Values that the target does not name count as one more, of share 0. */
function distanceOf(cases: SetSubject['cases'], stratum: string, shares: Readonly<Record<string, number>>) {
  const patients = patientsBy(cases, ({ strata }) => strata[stratum] ?? '')
  const values = [...new Set([...Object.keys(shares), ...patients.keys()])]
  const counts = values.map((value) => patients.get(value) ?? 0)
  const wanted = values.map((value) => shares[value] ?? 0)
  const { distance } = compareWithShares(counts, wanted)
  return { distance, worst: worstOf(values, counts, wanted) }
}

function worstOf(values: readonly string[], counts: readonly number[], wanted: readonly number[]) {
  const [n, whole] = [counts, wanted].map((some) => some.reduce((sum, one) => sum + one, 0)) as [number, number]
  const gaps = values.map((value, i) => ({ value, found: counts[i]! / n, wanted: wanted[i]! / whole }))
  const [worst] = gaps.sort((a, b) => Math.abs(b.found - b.wanted) - Math.abs(a.found - a.wanted))
  return { value: worst!.value, found: worst!.found, wanted: worst!.wanted }
}
