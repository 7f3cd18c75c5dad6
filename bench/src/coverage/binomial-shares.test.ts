import { describe, expect, it } from 'vitest'
import { binomialShares, coverageAt, intervalsOf } from './binomial-shares.ts'

function wald(trials: number) {
  return Array.from({ length: trials + 1 }, (_, successes) => {
    const share = successes / trials
    const reach = 1.959964 * Math.sqrt((share * (1 - share)) / trials)
    return { lower: share - reach, upper: share + reach }
  })
}

describe('coverage of intervals of a share', () => {
  it.each([
    // Brown, Cai, DasGupta, Stat. Sci. 16:101–133 (2001), section 2, of the standard interval.
    [17, 0.5, '0.951'],
    [18, 0.5, '0.904'],
    [40, 0.5, '0.919'],
    [30, 0.2, '0.946'],
    [98, 0.2, '0.928'],
  ])('is that of Brown, Cai and DasGupta for %i cases at %f: %s', (trials, share, published) => {
    expect(coverageAt(wald(trials), share).covered.toFixed(3)).toBe(published)
  })

  it('has Wilson’s mean over shares, by Agresti and Coull, and its dips, by Newcombe', () => {
    // Agresti, Coull, Am. Stat. 52:119–126 (1998), table 1: score, 10 and 30 cases. Newcombe (1998): least about 0.83.
    if (binomialShares.how.kind !== 'enumerated') throw new Error()
    for (const [trials, published] of [
      [10, '0.954'],
      [30, '0.952'],
    ] as const) {
      const { wilson } = binomialShares.how.enumerate(trials)
      expect(wilson!.covered.toFixed(3)).toBe(published)
      expect(wilson!.least!.covered).toBeGreaterThan(0.83)
      expect(wilson!.least!.covered).toBeLessThan(0.84)
    }
  })

  it('of all counts adds up', () => {
    const { covered, tooHigh, tooLow, none, total } = coverageAt(intervalsOf(1000, 'jeffreys'), 0.013)
    expect(covered + tooHigh + tooLow + none).toBeCloseTo(1, 12)
    expect(total).toBeCloseTo(1, 12)
  })
})
