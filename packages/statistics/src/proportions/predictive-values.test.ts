import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DerivedFigure, likelihoodRatios, predictiveValues } from './predictive-values.ts'
import { ratioScore } from './ratio-score.ts'

/** By epiR and base R: bench/oracles/predictive-values.R. */
const oracle: Record<'counts' | 'lrPositive' | 'lrNegative' | 'ppv' | 'npv', number[]>[] = JSON.parse(
  readFileSync(new URL('predictive-values.oracle.json', import.meta.url), 'utf8'),
)

function expectFigure(found: DerivedFigure, [estimate, lower, upper]: number[]): void {
  if (found.status !== 'estimated') throw new Error(found.reason)
  expect(found.estimate).toBeCloseTo(estimate!, 12)
  expect(found.lower).toBeCloseTo(lower!, 12)
  expect(found.upper).toBeCloseTo(upper!, 12)
}

describe.each(oracle)('the table $counts', ({ counts, lrPositive, lrNegative, ppv, npv }) => {
  const [truePositive, falsePositive, falseNegative, trueNegative] = counts as [number, number, number, number]
  const table = { truePositive, falsePositive, falseNegative, trueNegative }

  it('has epiR’s likelihood ratios', () => {
    const { positive, negative } = likelihoodRatios(table)
    expectFigure(positive, lrPositive)
    expectFigure(negative, lrNegative)
  })

  it('has the predictive values of Mercaldo and others at a prevalence of 3 %', () => {
    const { positive, negative } = predictiveValues(table, 0.03)
    expectFigure(positive, ppv)
    expectFigure(negative, npv)
  })
})

/** By statsmodels: bench/oracles/ratio-score.py. */
const scores: { counts: [number, number, number, number]; interval: [number, number] }[] = JSON.parse(
  readFileSync(new URL('ratio-score.oracle.json', import.meta.url), 'utf8'),
)

describe('likelihood ratios by the score', () => {
  it.each(scores)('of $counts are statsmodels’', ({ counts: [x, m, y, n], interval }) => {
    const table = { truePositive: x, falseNegative: m - x, falsePositive: y, trueNegative: n - y }
    const { positive } = likelihoodRatios(table, 0.95, 'score')
    if (positive.status !== 'estimated') throw new Error(positive.reason)
    expect(positive.lower / interval[0]).toBeCloseTo(1, 5)
    expect(positive.upper / interval[1]).toBeCloseTo(1, 5)
  })

  it('have the interval of the R package contingencytables', () => {
    // Version 3.0, chapter 4, as its own tests have it: 7 of 34 to 1 of 34.
    const table = { truePositive: 7, falseNegative: 27, falsePositive: 1, trueNegative: 33 }
    const { positive } = likelihoodRatios(table, 0.95, 'score')
    if (positive.status !== 'estimated') throw new Error(positive.reason)
    expect([positive.lower, positive.upper].map((end) => end.toFixed(4))).toEqual(['1.2086', '43.0330'])
  })

  it('have an interval where nothing is missed', () => {
    const table = { truePositive: 50, falseNegative: 0, trueNegative: 80, falsePositive: 20 }
    const { negative } = likelihoodRatios(table, 0.95, 'score')
    if (negative.status !== 'estimated') throw new Error(negative.reason)
    expect(negative).toMatchObject({ estimate: 0, lower: 0 })
    // The upper end is where the score of a true ratio is −1.96.
    const samples = { first: { successes: 0, trials: 50 }, second: { successes: 80, trials: 100 } }
    expect(ratioScore(samples, negative.upper)).toBeCloseTo(-1.959963984540054, 9)
  })
})

describe('predictive values and likelihood ratios', () => {
  it('say why there are none', () => {
    const perfect = { truePositive: 5, falseNegative: 0, trueNegative: 5, falsePositive: 0 }
    expect(predictiveValues(perfect, 0.1)).toMatchObject({ positive: { reason: 'no-variance' } })
    expect(likelihoodRatios(perfect)).toMatchObject({
      positive: { reason: 'empty-denominator' },
      negative: { reason: 'no-variance' },
    })
    expect(likelihoodRatios({ ...perfect, truePositive: 0 })).toMatchObject({ positive: { reason: 'empty-class' } })
    expect(() => predictiveValues(perfect, 1)).toThrow('prevalence')
    expect(() => likelihoodRatios({ ...perfect, falsePositive: 0.5 })).toThrow('falsePositive')
  })
})
