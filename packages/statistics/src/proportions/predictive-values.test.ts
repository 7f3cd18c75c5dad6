import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type DerivedFigure, likelihoodRatios, predictiveValues } from './predictive-values.ts'

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

describe('predictive values and likelihood ratios', () => {
  it('say why there are none', () => {
    const perfect = { truePositive: 5, falseNegative: 0, trueNegative: 5, falsePositive: 0 }
    expect(predictiveValues(perfect, 0.1)).toMatchObject({ positive: { reason: 'no-variance' } })
    expect(likelihoodRatios(perfect)).toMatchObject({
      ...{ positive: { reason: 'empty-denominator' }, negative: { reason: 'no-variance' } },
    })
    expect(likelihoodRatios({ ...perfect, truePositive: 0 })).toMatchObject({ positive: { reason: 'empty-class' } })
    expect(() => predictiveValues(perfect, 1)).toThrow('prevalence')
    expect(() => likelihoodRatios({ ...perfect, falsePositive: 0.5 })).toThrow('falsePositive')
  })
})
