import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { drawsOf } from '../random/philox.ts'
import { adjustedEstimates, fixedSampleEstimate } from './adjusted-estimate.ts'
import { type Look, type Spending, spendings, spendOverFamily } from './error-spending.ts'
import { falseApprovals } from './false-approval.ts'
import { evenlyAccumulating } from './look-family.ts'

/** Limits that are given, and not spent. */
function planOf(quantiles: readonly number[]): Look[] {
  const spent = falseApprovals(quantiles, evenlyAccumulating(quantiles.length))
  return quantiles.map((quantile, i) => ({ look: i + 1, spent: spent[i]!, alpha: normalCdf(-quantile), quantile }))
}

describe('adjusted estimates', () => {
  // Wassmer, Brannath, Group Sequential and Confirmatory Adaptive Designs in Clinical Trials (2016), pp. 87–88: four looks, the second at
  // z = 3 with 44 cases of standard deviation 1. More digits of p: the tests of the R package DelayedGSD.
  it.each([
    ['O’Brien–Fleming', [1, 2, 3, 4].map((look) => 4.049 / Math.sqrt(look)), [0.157, 0.748, 0.452], 0.001362486],
    ['Pocock', [2.361, 2.361, 2.361, 2.361], [0.074, 0.729, 0.419], 0.009819342],
  ] as const)('are those of Wassmer and Brannath’s example: %s', (_, quantiles, [lower, upper, estimate], p) => {
    const adjusted = adjustedEstimates(evenlyAccumulating(4), planOf(quantiles), 0.95)
    const found = adjusted({ look: 2, statistic: 3, standardError: 1 / Math.sqrt(44) })
    // The book’s third digit of 0.15653 and 0.41854 is rounded up.
    expect(Math.abs(found.lower - lower)).toBeLessThan(6e-4)
    expect(Math.abs(found.upper - upper)).toBeLessThan(6e-4)
    expect(Math.abs(found.estimate - estimate)).toBeLessThan(6e-4)
    expect(Math.abs(found.p - p)).toBeLessThan(1e-9)
  })

  it.each(spendings)('are the fixed sample’s at the first look, and where there is only one: %s', (spending) => {
    const result = { look: 1, statistic: 2.4, standardError: 0.1 }
    const reach = normalQuantile(0.975) * 0.1
    const fixed = { estimate: 0.24, lower: 0.24 - reach, upper: 0.24 + reach, p: normalCdf(-2.4) }
    for (const looks of [1, 4]) {
      const family = evenlyAccumulating(looks)
      const found = adjustedEstimates(family, spendOverFamily(spending, 0.025, family), 0.95)(result)
      for (const key of ['estimate', 'lower', 'upper', 'p'] as const) expect(found[key]).toBeCloseTo(fixed[key], 14)
    }
    expect(fixedSampleEstimate(result, 0.95).estimate).toBeCloseTo(0.24, 14)
  })

  it('are at the bound exactly where the limit is crossed exactly: p is what is spent, and so the interval of 1 − 2α', () => {
    const family = evenlyAccumulating(4)
    const plan = spendOverFamily('pocock', 0.025, family)
    const found = adjustedEstimates(family, plan, 0.95)({ look: 4, statistic: plan[3]!.quantile, standardError: 1 })
    expect(found.p).toBeCloseTo(0.025, 8)
    expect(found.lower).toBeCloseTo(0, 6)
  })

  it('are further out the earlier a look stops', () => {
    const family = evenlyAccumulating(3)
    const plan = spendOverFamily('obrien-fleming', 0.025, family)
    const adjusted = adjustedEstimates(family, plan, 0.95)
    const p = plan.map(({ look, quantile }) => adjusted({ look, statistic: quantile, standardError: 1 }).p)
    expect([...p].sort((one, other) => one - other)).toEqual(p)
    // However high a statistic is, those that stop earlier are further out.
    expect(adjusted({ look: 3, statistic: 30, standardError: 1 }).p).toBeGreaterThan(p[1]! - 1e-9)
    const low = adjusted({ look: 3, statistic: -15, standardError: 1 })
    expect(low.estimate).toBeCloseTo(-15, 6)
  })

  it.each([
    ['pocock', 1.5],
    ['obrien-fleming', 2.5],
    ['fixed', 0.5],
  ] as [Spending, number][])(
    'have the truth as their median, and cover it, by simulation: %s, drift %d',
    (spending, drift) => {
      const family = evenlyAccumulating(3)
      const plan = spendOverFamily(spending, 0.025, family)
      const adjusted = adjustedEstimates(family, plan, 0.9)
      const runs = 250
      let [above, covered, plainAbove] = [0, 0, 0]
      for (let run = 0; run < runs; run += 1) {
        const result = simulated(plan, drift, run)
        const { estimate, lower, upper } = adjusted(result)
        const truth = drift
        if (estimate > truth) above += 1
        if (result.statistic * result.standardError > truth) plainAbove += 1
        if (lower < truth && truth < upper) covered += 1
      }
      expect(Math.abs(above / runs - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / runs))
      expect(Math.abs(covered / runs - 0.9)).toBeLessThan(4 * Math.sqrt(0.09 / runs))
      expect(plainAbove).toBeGreaterThanOrEqual(above)
    },
  )
})

/** Looks at cases that accumulate, stopped at the first above its limit; the effect is what z would be on average with all cases. */
function simulated(plan: readonly Look[], drift: number, run: number) {
  const draws = drawsOf(17, run)
  let score = 0
  for (const { look, quantile } of plan) {
    const time = look / plan.length
    score += drift / plan.length + Math.sqrt(1 / plan.length) * draws.normal()
    const statistic = score / Math.sqrt(time)
    if (statistic > quantile || look === plan.length) return { look, statistic, standardError: 1 / Math.sqrt(time) }
  }
  throw new RangeError('no looks')
}
