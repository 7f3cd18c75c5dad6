import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random/philox.ts'
import { computeCountedReplicates } from './counted-sample.ts'
import { drawBinomial } from './draw-binomial.ts'
import { planResampling } from './resampling-plan.ts'
import { weightedShare } from './weighted-share.ts'
import { columnOf, computeReplicates } from './weighted-statistic.ts'

/** Σ (seen − expected)² / expected over the values of 0 … most whose expectation is at least 5, the rest as one. */
function chiSquare(seen: readonly number[], expected: readonly number[]): { value: number; degrees: number } {
  const common = expected.flatMap((each, k) => (each >= 5 ? [k] : []))
  const rest = (of: readonly number[]) => of.reduce((sum, each, k) => (expected[k]! >= 5 ? sum : sum + each), 0)
  const term = (found: number, mean: number) => (mean > 0 ? (found - mean) ** 2 / mean : 0)
  const value = common.reduce((sum, k) => sum + term(seen[k]!, expected[k]!), term(rest(seen), rest(expected)))
  return { value, degrees: common.length }
}

describe('binomial draws', () => {
  it.each([
    [1, 0.3],
    [7, 0.5],
    [20, 0.02],
    [60, 0.97],
    [400, 0.35],
  ])('of %i with %f have the probabilities of the distribution', (trials, share) => {
    const times = 100_000
    const draws = drawsOf(99, trials)
    const seen = new Array<number>(trials + 1).fill(0)
    for (let i = 0; i < times; i += 1) seen[drawBinomial(trials, share, draws)]! += 1
    let probability = (1 - share) ** trials
    const expected = seen.map((_, k) => {
      if (k > 0) probability *= ((trials - k + 1) / k) * (share / (1 - share))
      return times * probability
    })
    const { value, degrees } = chiSquare(seen, expected)
    expect(value).toBeLessThan(degrees + 4 * Math.sqrt(2 * degrees) + 6) // far beyond the upper 0.1 %
  })

  it('have their ends, and the mean and variance of huge counts', () => {
    const draws = drawsOf(1, 1)
    expect([drawBinomial(0, 0.4, draws), drawBinomial(9, 0, draws), drawBinomial(9, 1, draws)]).toEqual([0, 0, 9])
    const [trials, share, times] = [1e9, 0.2, 300]
    const z = Array.from({ length: times }, () => {
      return (drawBinomial(trials, share, draws) - trials * share) / Math.sqrt(trials * share * (1 - share))
    })
    const mean = z.reduce((sum, each) => sum + each, 0) / times
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(times))
    expect(z.reduce((sum, each) => sum + each * each, 0) / times).toBeGreaterThan(0.7)
    expect(z.reduce((sum, each) => sum + each * each, 0) / times).toBeLessThan(1.4)
  })
})

describe('replicates of counts', () => {
  it('are distributed as those of cases drawn one by one', () => {
    const site = Int32Array.from({ length: 60 }, (_, i) => (i < 20 ? 0 : 1))
    const success = Uint8Array.from({ length: 60 }, (_, i) => Number(i % 4 !== 0 || i > 50))
    const sample = [0, 1].map((each) => {
      const here = [...success].filter((_, i) => site[i] === each)
      const found = here.filter((value) => value === 1).length
      return [found, here.length - found]
    })
    const share = weightedShare(Uint8Array.from([1, 0, 1, 0]))
    const times = 40_000
    const counted = columnOf(computeCountedReplicates(sample, share, 1, 0, times), 0)
    const cases = columnOf(
      computeReplicates(planResampling({ cases: 60, site }), weightedShare(success), 2, 0, times),
      0,
    )
    const histogram = (values: Float64Array) => {
      const bins = new Array<number>(61).fill(0)
      for (const value of values) bins[Math.round(value * 60)]! += 1
      return bins
    }
    const { value, degrees } = chiSquare(histogram(counted), histogram(cases))
    expect(value / 2).toBeLessThan(degrees + 4 * Math.sqrt(2 * degrees) + 6)
  })

  it('draw each kind of several in proportion, and keep each stratum’s number', () => {
    const sample = [
      [10, 0, 30, 60],
      [5, 5],
    ]
    const sums = new Float64Array(6)
    const statistic = {
      columns: 1,
      evaluate(counts: Float64Array, values: Float64Array) {
        counts.forEach((count, k) => {
          sums[k]! += count / 4000
        })
        values[0] = counts[0]! + counts[1]! + counts[2]! + counts[3]!
      },
    }
    const found = computeCountedReplicates(sample, statistic, 5, 0, 4000)
    expect(new Set(found.values)).toEqual(new Set([100]))
    sample.flat().forEach((count, k) => {
      expect(Math.abs(sums[k]! - count)).toBeLessThan(0.4)
    })
    expect(() => computeCountedReplicates([[1.5]], statistic, 1, 0, 1)).toThrow('count')
  })
})
