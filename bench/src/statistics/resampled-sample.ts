import { drawsOf } from '@assay/statistics'
import {
  planResampling,
  type ResamplingPlan,
  type WeightedStatistic,
  weightedAreas,
  weightedShare,
} from '@assay/statistics/resampling'

/** Five sites, a case in five positive, nine in ten of them found. */
export function sensitivitySample(cases: number): { plan: ResamplingPlan; statistic: WeightedStatistic } {
  const draws = drawsOf(1, cases)
  const site = Int32Array.from({ length: cases }, (_, i) => i % 5)
  const label = Uint8Array.from({ length: cases }, () => Number(draws.below(5) === 0))
  const found = Uint8Array.from({ length: cases }, () => Number(draws.below(10) < 9))
  return { plan: planResampling({ cases, site, label }), statistic: weightedShare(found, label) }
}

/** The positives of that sample, found and missed, by site. */
export function countedSensitivitySample(cases: number): number[][] {
  return Array.from({ length: 5 }, (_, site) => {
    const positives = Math.round(cases / 25) + site
    const missed = Math.round(positives / 10)
    return [positives - missed, missed]
  })
}

/** Truth and scores of many tests on the same cases. */
export function manyAreas(cases: number, tests: number): { truth: Uint8Array; scores: Float64Array[] } {
  const draws = drawsOf(2, cases)
  const truth = Uint8Array.from({ length: cases }, (_, i) => Number(i % 4 === 0))
  const scores = Array.from({ length: tests }, () => Float64Array.from(truth, (label) => label + draws.normal()))
  return { truth, scores }
}

/** Areas of many tests, cases drawn by label. */
export function areasSample(cases: number, tests: number): { plan: ResamplingPlan; statistic: WeightedStatistic } {
  const { truth, scores } = manyAreas(cases, tests)
  return { plan: planResampling({ cases, label: truth }), statistic: weightedAreas(truth, scores) }
}
