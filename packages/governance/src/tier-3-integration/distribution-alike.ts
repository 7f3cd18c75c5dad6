import type { DistributionAxis, Finding, Measurement } from '@assay/contracts'
import { compareCounts, type DistanceExtent, distanceExtent } from '@assay/statistics/shift'
import type { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { CollectionSubject, Distribution } from '../subject/collection.ts'
import { distributionParameters } from './distributions/distribution-axes.ts'

type Compared = DistanceExtent & { readonly axis: DistributionAxis; readonly own: readonly number[] }

/**
 * The hospital's patients are like those of the others together: total variation distance between the distributions of a
 * quantity. What the others let out is known within bounds alone, so that the distance has a least and a most: apart where
 * even the least is too large and chance does not explain it (chi-square test of homogeneity), unclear where only the most is.
 */
export const distributionAlike: Check<CollectionSubject, z.infer<typeof distributionParameters>> = {
  id: 'distribution-alike',
  version: 2,
  tier: 3,
  parameters: distributionParameters,
  examine: ({ distributions }, { axes, most, alpha, least }) => {
    const names = new Set(axes.map(({ name }) => name))
    const compared = distributions
      .filter(({ axis, own }) => names.has(axis.name) && sumOf(own) >= least)
      .flatMap((one) => compare(one) ?? [])
    if (compared.length === 0) return { notApplicable: 'nothing-to-compare' }
    return {
      measurements: compared.flatMap(measurementsOf),
      findings: compared.flatMap((one) => findingOf(one, { most, alpha }) ?? []),
    }
  },
}

/** How far the hospital is from the others; undefined where nothing is known of them. */
export function compare({ axis, own, others }: Distribution): Compared | undefined {
  if (!others || sumOf(own) === 0 || sumOf(others.map(({ upper }) => upper)) === 0) return undefined
  return { axis, own, ...distanceExtent(own, others) }
}

function measurementsOf({ axis: { name }, least, most }: Compared): Measurement[] {
  return [
    { name: `distance-least-${name}`, value: least, unit: '1' },
    { name: `distance-most-${name}`, value: most, unit: '1' },
  ]
}

function findingOf(
  { axis, own, least, most: farthest, closest }: Compared,
  { most, alpha }: { most: number; alpha: number },
): Finding | undefined {
  if (farthest <= most) return undefined
  const parameters = { feature: axis.name }
  const expected = { most, unit: '1' }
  if (least <= most)
    return { code: 'distribution-unclear', parameters, measured: { value: farthest, unit: '1' }, expected }
  const { p } = compareCounts(own, closest)
  return p < alpha
    ? { code: 'distribution-apart', parameters, measured: { value: least, unit: '1' }, expected }
    : undefined
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, one) => sum + one, 0)
}
