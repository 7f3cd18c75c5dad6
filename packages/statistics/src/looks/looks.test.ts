import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalQuantile } from '../distributions/normal.ts'
import { drawsOf } from '../random/philox.ts'
import { boostingAttack } from './boosting-attack.ts'
import { spendings, spendOverFamily, spendOverLooks } from './error-spending.ts'
import { falseApproval } from './false-approval.ts'
import { ladderFeedback } from './feedback.ts'
import { evenlyAccumulating } from './look-family.ts'

describe('error spending', () => {
  it('has the boundaries of R’s gsDesign and ldbounds for five looks at cases that accumulate', () => {
    // Lan and DeMets' spending functions, one-sided 0.025.
    const quantiles = (spending: 'obrien-fleming' | 'pocock') =>
      spendOverFamily(spending, 0.025, evenlyAccumulating(5)).map(({ quantile }) => Number(quantile.toFixed(3)))
    expect(quantiles('obrien-fleming')).toEqual([4.877, 3.357, 2.68, 2.29, 2.031])
    expect(quantiles('pocock')).toEqual([2.438, 2.427, 2.41, 2.397, 2.386])
  })

  it('is crossed as often as it says, by simulation', () => {
    const looks = spendOverFamily('pocock', 0.05, evenlyAccumulating(4))
    let crossed = 0
    for (let run = 0; run < 20_000; run += 1) {
      const draws = drawsOf(3, run)
      let score = 0
      const isCrossed = looks.some(({ look, quantile }) => {
        score += draws.normal()
        return score / Math.sqrt(look) > quantile
      })
      if (isCrossed) crossed += 1
    }
    expect(Math.abs(crossed / 20_000 - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / 20_000))
  })

  it('spends all and no more over any looks, and so never approves falsely more often', () => {
    fc.assert(
      fc.property(
        ...([fc.constantFrom(...spendings), fc.integer({ min: 1, max: 20 })] as const),
        ...([fc.double({ min: 0.001, max: 0.2, noNaN: true }), fc.double({ min: 0, max: 0.99, noNaN: true })] as const),
        (spending, looks, alpha, correlation) => {
          const plan = spendOverLooks(spending, alpha, looks)
          expect(plan.at(-1)!.spent).toBeCloseTo(alpha, 12)
          expect(plan.reduce((sum, one) => sum + one.alpha, 0)).toBeCloseTo(alpha, 12)
          expect(
            falseApproval(
              plan.map(({ quantile }) => quantile),
              correlation,
            ),
          ).toBeLessThanOrEqual(alpha + 1e-6)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('false approval', () => {
  const quantile = normalQuantile(0.975)

  it('is 1 − 0.975ᵏ for looks that have nothing in common, and goes down with what they have', () => {
    for (const looks of [1, 5, 20])
      expect(falseApproval(new Array(looks).fill(quantile), 0)).toBeCloseTo(1 - 0.975 ** looks, 12)
    const rates = [0, 0.3, 0.6, 0.9].map((correlation) => falseApproval(new Array(10).fill(quantile), correlation))
    expect([...rates].sort((a, b) => b - a)).toEqual(rates)
    expect(rates[3]).toBeGreaterThan(0.025)
  })

  it('is what a simulation of equally correlated looks shows', () => {
    let approved = 0
    for (let run = 0; run < 20_000; run += 1) {
      const draws = drawsOf(9, run)
      const shared = Math.sqrt(0.5) * draws.normal()
      if (Array.from({ length: 8 }, () => shared + Math.sqrt(0.5) * draws.normal()).some((value) => value > quantile))
        approved += 1
    }
    const expected = falseApproval(new Array(8).fill(quantile), 0.5)
    expect(Math.abs(approved / 20_000 - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 20_000))
  })
})

describe('feedback', () => {
  it('of the Ladder moves only for what is better by more than chance', () => {
    const ladder = ladderFeedback()
    const losses = (wrong: number) => Float64Array.from({ length: 1000 }, (_, i) => (i < wrong ? 1 : 0))
    expect(ladder.tell(losses(300))).toBe(0.3)
    expect(ladder.tell(losses(299))).toBe(0.3)
    expect(ladder.tell(losses(200))).toBe(0.2)
    expect(ladder.tell(losses(500))).toBe(0.2)
  })

  it('lets an attacker gain about as much as the square root of the queries, and the Ladder and Thresholdout far less', () => {
    const gain = (mechanism: 'plain' | 'ladder' | 'thresholdout') => {
      const gains = [1, 2, 3, 4, 5].map((seed) => boostingAttack(mechanism, 2000, 400, seed))
      return gains.reduce((sum, value) => sum + value, 0) / gains.length
    }
    const [plain, ladder, thresholdout] = [gain('plain'), gain('ladder'), gain('thresholdout')]
    // Half the submissions are better than chance, each by about 1 in √n: their majority is better by √(k / 2) times as much, less chance.
    expect(plain).toBeGreaterThan(0.08)
    expect(ladder).toBeLessThan(0.04)
    expect(thresholdout).toBeLessThan(0.04)
  })
})
