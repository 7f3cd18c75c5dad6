import type { Finding } from '@assay/contracts'
import { cumulativeSums } from '@assay/statistics/shift'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { CollectionSubject, Feature } from '../subject/collection.ts'

const parameters = z.strictObject({
  features: z.array(z.string().min(1)).min(1),
  /** Studies at the beginning that say where the feature lies, and how much it spreads. */
  baseline: z.number().int().min(10).default(50),
  /** In standard deviations of the baseline: half the shift that is to be seen, and the decision limit (Page, 1954). */
  slack: z.number().min(0).default(0.5),
  decision: z.number().positive().default(5),
})

/** A feature stays where it was in the hospital's first studies: tabular cumulative sums over the studies as they came. */
export const noDrift: Check<CollectionSubject, z.infer<typeof parameters>> = {
  id: 'no-drift',
  version: 1,
  tier: 3,
  parameters,
  examine: ({ features }, { features: names, baseline, slack, decision }) => {
    const watched = features.filter((one) => names.includes(one.name) && one.values.length > baseline)
    if (watched.length === 0) return { notApplicable: 'nothing-to-compare' }
    return { findings: watched.flatMap((feature) => driftOf(feature, { baseline, slack, decision })) }
  },
}

function driftOf(
  { name, unit, values }: Feature,
  { baseline, slack, decision }: { baseline: number; slack: number; decision: number },
): Finding[] {
  const first = values.slice(0, baseline).map(({ value }) => value)
  const target = first.reduce((sum, value) => sum + value, 0) / baseline
  const deviation = Math.sqrt(first.reduce((sum, value) => sum + (value - target) ** 2, 0) / (baseline - 1))
  const later = values.slice(baseline)
  const chart = { target, slack: slack * deviation, decision: decision * deviation }
  const { signal } = cumulativeSums(
    later.map(({ value }) => value),
    chart,
  )
  if (signal === undefined) return []
  const since = later.slice(0, signal + 1).map(({ value }) => value)
  const mean = since.reduce((sum, value) => sum + value, 0) / since.length
  const expected = { least: target - chart.slack, most: target + chart.slack, unit }
  const parameters = { feature: name, since: later[signal]!.at }
  return [{ code: 'feature-drifted', parameters, measured: { value: mean, unit }, expected }]
}
