import { describe, expect, it } from 'vitest'
import { drawsOf } from '../random/philox.ts'
import { unpairedAreaDifference } from '../roc/compare-areas.ts'
import { type ExposedCase, type ExposureEndpoint, exposureDifference } from './exposure-difference.ts'

const cases = (scores: readonly number[], truth?: number, name = 'p'): ExposedCase[] =>
  scores.map((score, i) => ({ patient: `${name}${truth ?? ''}${i}`, score, ...(truth === undefined ? {} : { truth }) }))

describe('reused cases beside those never used', () => {
  it('means: R’s t.test of two samples with unequal variances', () => {
    const [reused, fresh] = [
      cases([0.9, 0.8, 0.85, 0.95, 0.7, 0.88]),
      cases([0.7, 0.75, 0.9, 0.6, 0.65], undefined, 'q'),
    ]
    const found = exposureDifference('score', reused, fresh, 0.95)!
    expect(found.estimate).toBeCloseTo(5.08 / 6 - 3.6 / 5, 12)
    expect(found.method).toBe('welch')
    // t.test(c(.9, .8, .85, .95, .7, .88), c(.7, .75, .9, .6, .65))$conf.int
    expect([found.lower, found.upper]).toEqual([
      expect.closeTo(-0.0198854571795, 10),
      expect.closeTo(0.2732187905128, 10),
    ])
  })

  it('shares: Newcombe (1998), table II, method 5, 56/70 and 48/80; of the class that counts', () => {
    const of = (hits: number, all: number, name: string) => [
      ...cases(
        Array.from({ length: all }, (_, i) => (i < hits ? 1 : 0)),
        1,
        name,
      ),
      ...cases([1, 0, 1], 0, name),
    ]
    const found = exposureDifference('sensitivity', of(56, 70, 'a'), of(48, 80, 'b'), 0.95)!
    expect(found).toMatchObject({ reused: 0.8, neverUsed: 0.6, method: 'miettinen-nurminen' })
    expect([found.lower, found.upper].map((value) => value.toFixed(4))).toEqual(['0.0528', '0.3382'])
    const healthy = exposureDifference('specificity', of(56, 70, 'a'), of(48, 80, 'b'), 0.95)!
    expect(healthy.reused).toBeCloseTo(1 / 3, 14)
  })

  it('areas: those of two tests on different cases; where cases cluster, copies of cases change nothing', () => {
    const draws = drawsOf(4, 1)
    const scores = (n: number, shift: number) => Float64Array.from({ length: n }, () => shift + draws.normal())
    const [one, other] = [0, 1].map(() => ({ diseased: scores(20, 1), healthy: scores(25, 0) })) as [
      { diseased: Float64Array; healthy: Float64Array },
      { diseased: Float64Array; healthy: Float64Array },
    ]
    const as = ({ diseased, healthy }: typeof one) => [...cases([...diseased], 1), ...cases([...healthy], 0)]
    const found = exposureDifference('area', as(one), as(other), 0.95)!
    const peer = unpairedAreaDifference(one, other)
    expect(peer).toMatchObject({ estimate: expect.closeTo(found.estimate, 12), lower: expect.closeTo(found.lower, 12) })
    const twice = exposureDifference('area', [...as(one), ...as(one)], [...as(other), ...as(other)], 0.95)!
    expect(twice.upper).toBeCloseTo(found.upper, 3)
  })

  it('hold what is true: shares of clustered cases, 500 samples', () => {
    let held = 0
    for (let seed = 1; seed <= 500; seed += 1) {
      const draws = drawsOf(seed, 2)
      const part = (share: number, name: string) =>
        Array.from({ length: 60 }, (_, i) => {
          const own = Math.min(1, Math.max(0, share + 0.15 * draws.normal()))
          return [0, 1].map(() => ({ patient: `${name}${i}`, truth: 1, score: draws.uniform() < own ? 1 : 0 }))
        }).flat()
      const found = exposureDifference('sensitivity', part(0.7, 'a'), part(0.6, 'b'), 0.95)!
      if (found.lower <= 0.1 && 0.1 <= found.upper) held += 1
    }
    expect(held / 500).toBeGreaterThan(0.92)
  })

  it.each(['score', 'sensitivity', 'area'] as ExposureEndpoint[])('have none where a part is empty: %s', (endpoint) => {
    expect(exposureDifference(endpoint, cases([1, 0, 1], 1), [], 0.95)).toBeUndefined()
  })
})
