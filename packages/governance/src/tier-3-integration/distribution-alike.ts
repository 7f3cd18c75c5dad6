import type { Finding, Measurement } from '@assay/contracts'
import { compareCounts } from '@assay/statistics/shift'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { CollectionSubject, Feature } from '../subject/collection.ts'

const parameters = z.strictObject({
  /** Features to compare. */
  features: z.array(z.string().min(1)).min(1),
  /** Largest total variation distance that is taken, in (0, 1). */
  most: z.number().gt(0).lt(1),
  /** A larger distance that chance explains as often as this is none. */
  alpha: z.number().gt(0).lt(1).default(0.01),
  /** Fewer studies here are not compared. */
  least: z.number().int().min(1).default(50),
})

/**
 * The hospital's studies are like those of the others together: total variation distance between the distributions of a
 * feature, judged where chance does not explain it (chi-square test of homogeneity).
 */
export const distributionAlike: Check<CollectionSubject, z.infer<typeof parameters>> = {
  id: 'distribution-alike',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ features }, { features: names, most, alpha, least }) => {
    const compared = features.filter((one) => names.includes(one.name) && one.others && one.values.length >= least)
    if (compared.length === 0) return { notApplicable: 'nothing-to-compare' }
    const distances = compared.map((feature) => ({ feature, ...compareCounts(...countsOf(feature)) }))
    return {
      measurements: distances.map(({ feature, distance }) => measurementOf(feature, distance)),
      findings: distances
        .filter(({ distance, p }) => distance > most && p < alpha)
        .map(({ feature, distance }) => findingOf(feature, distance, most)),
    }
  },
}

function countsOf({ values, others }: Feature): [number[], readonly number[]] {
  const { edges, counts } = others!
  const own = counts.map(() => 0)
  for (const { value } of values) {
    const above = edges.findIndex((edge) => value < edge)
    own[above < 0 ? counts.length - 1 : Math.min(above, counts.length - 1)]! += 1
  }
  return [own, counts]
}

function measurementOf({ name }: Feature, distance: number): Measurement {
  return { name: `distance-${name}`, value: distance, unit: '1' }
}

function findingOf({ name }: Feature, distance: number, most: number): Finding {
  const measured = { value: distance, unit: '1' }
  return { code: 'distribution-apart', parameters: { feature: name }, measured, expected: { most, unit: '1' } }
}
