import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaInterval } from './area-interval.ts'
import {
  areaCovariance,
  type ClassClusters,
  equalAreasTest,
  pairedAreaDifference,
  unpairedAreaDifference,
} from './compare-areas.ts'
import { type Part, partialArea } from './partial-area.ts'
import { placementsOf } from './placements.ts'
import { rocArea } from './roc-area.ts'
import { falsePositiveRatesAt, rocCurve, sensitivitiesAt } from './roc-curve.ts'
import { type ClassScores, splitByTruth } from './scores.ts'
import { stratifiedArea } from './stratified-area.ts'

interface Single {
  scores: number[]
  area: number
  variance: number
  wald: number[]
  specificity90to100: number[]
  specificity60to85: number[]
  sensitivity80to100: number[]
  sensitivityAt: number[]
  specificityAt: number[]
}

/** By pROC on its data set aSAH: bench/oracles/roc.R. */
const oracle: Record<'s100b' | 'ndka' | 'wfns', Single> & {
  truth: number[]
  covariance: number
  paired: number[]
  paired2: number[]
  unpaired: number[]
  cluster: number[]
  clustered: number[]
} = JSON.parse(readFileSync(new URL('roc.oracle.json', import.meta.url), 'utf8'))

const truth = Uint8Array.from(oracle.truth)
const of = (name: 's100b' | 'ndka' | 'wfns') => splitByTruth(truth, Float64Array.from(oracle[name].scores))

describe.each(['s100b', 'ndka', 'wfns'] as const)('the marker %s of aSAH', (name) => {
  const scores = of(name)
  const expected = oracle[name]
  const curve = rocCurve(scores)!

  it('has pROC’s area, DeLong’s variance and interval', () => {
    const area = rocArea(scores)
    if (area.status !== 'estimated') throw new Error(area.status)
    expect(area.estimate).toBeCloseTo(expected.area, 14)
    expect(area.variance! / expected.variance).toBeCloseTo(1, 12)
    const interval = areaInterval(area, 'wald')!
    expect(interval.lower).toBeCloseTo(expected.wald[0]!, 12)
    expect(interval.upper).toBeCloseTo(Math.min(1, expected.wald[2]!), 12)
  })

  it.each([
    ['specificity90to100', { over: 'specificity', from: 0.9, to: 1 }],
    ['specificity60to85', { over: 'specificity', from: 0.6, to: 0.85 }],
    ['sensitivity80to100', { over: 'sensitivity', from: 0.8, to: 1 }],
  ] as const)('has pROC’s partial area, plain and standardised: %s', (part, given: Part) => {
    const { plain, standardised } = partialArea(curve, given)
    expect(plain).toBeCloseTo(expected[part][0]!, 12)
    expect(standardised).toBeCloseTo(expected[part][1]!, 12)
  })

  it('has pROC’s sensitivity at a specificity, and the reverse', () => {
    const rates = [0.9, 0.83, 0.5].map((specificity) => 1 - specificity)
    for (const [i, value] of sensitivitiesAt(curve, rates).entries())
      expect(value).toBeCloseTo(expected.sensitivityAt[i]!, 12)
    for (const [i, value] of falsePositiveRatesAt(curve, [0.9, 0.83, 0.5]).entries())
      expect(1 - value).toBeCloseTo(expected.specificityAt[i]!, 12)
  })
})

describe('comparisons', () => {
  it('have pROC’s covariance, and its paired and unpaired tests', () => {
    const found = areaCovariance([of('s100b'), of('ndka')])
    expect(found.status === 'estimated' && found.covariance[1]! / oracle.covariance).toBeCloseTo(1, 12)
    const cases = [
      [pairedAreaDifference(of('s100b'), of('ndka')), oracle.paired],
      [pairedAreaDifference(of('wfns'), of('s100b')), oracle.paired2],
    ] as const
    for (const [difference, [z, p]] of cases) {
      if (difference.status !== 'estimated') throw new Error(difference.reason)
      expect(difference.z).toBeCloseTo(z!, 10)
      expect(difference.p).toBeCloseTo(p!, 10)
    }
    // pROC refers the unpaired statistic to t; the statistic itself is the same.
    const unpaired = unpairedAreaDifference(of('s100b'), of('ndka'))
    expect(unpaired.status === 'estimated' && unpaired.z).toBeCloseTo(oracle.unpaired[0]!, 10)
  })

  it('of three tests at once agree with the one of two', () => {
    const two = areaCovariance([of('s100b'), of('ndka')])
    const three = areaCovariance([of('s100b'), of('ndka'), of('wfns')])
    if (two.status !== 'estimated' || three.status !== 'estimated') throw new Error('undefined')
    expect(equalAreasTest(two)?.statistic).toBeCloseTo(oracle.paired[0]! ** 2, 9)
    expect(equalAreasTest(three)?.degreesOfFreedom).toBe(2)
    expect(equalAreasTest(areaCovariance([of('wfns'), of('wfns')]) as typeof two)).toBeUndefined()
  })

  it('cluster as Obuchowski defines it', () => {
    const clusters: ClassClusters = {
      diseased: Int32Array.from(oracle.cluster.filter((_, i) => truth[i] === 1)),
      healthy: Int32Array.from(oracle.cluster.filter((_, i) => truth[i] === 0)),
    }
    const found = areaCovariance([of('s100b'), of('ndka')], clusters)
    if (found.status !== 'estimated') throw new Error(found.reason)
    const [v11, v12, , v22] = found.covariance
    expect([v11, v12, v22].map((value, i) => value! / oracle.clustered[i]!)).toEqual(
      [1, 1, 1].map((one) => expect.closeTo(one, 12)),
    )
  })

  it('cluster in hundreds of thousands of patients', () => {
    const patients = Int32Array.from({ length: 400_000 }, (_, i) => i)
    const scores = Float64Array.from(patients, (i) => (i * 7919) % 100_003)
    const found = areaCovariance([{ diseased: scores, healthy: scores }], { diseased: patients, healthy: patients })
    expect(found).toMatchObject({ status: 'estimated', clusters: 400_000 })
  })

  it('with each case a cluster of its own are DeLong’s', () => {
    const clusters = {
      diseased: Int32Array.from(oracle.s100b.scores.keys()).filter((i) => truth[i] === 1),
      healthy: Int32Array.from(oracle.s100b.scores.keys()).filter((i) => truth[i] === 0),
    }
    const [plain, clustered] = [areaCovariance([of('ndka')]), areaCovariance([of('ndka')], clusters)]
    if (plain.status !== 'estimated' || clustered.status !== 'estimated') throw new Error('undefined')
    expect(clustered.covariance[0]! / plain.covariance[0]!).toBeCloseTo(1, 12)
  })
})

const score = fc.integer({ min: -4, max: 4 })
const classes = fc.record({
  diseased: fc.array(score, { minLength: 1, maxLength: 12 }),
  healthy: fc.array(score, { minLength: 1, maxLength: 12 }),
})
const scoresOf = ({ diseased, healthy }: { diseased: number[]; healthy: number[] }): ClassScores => ({
  diseased: Float64Array.from(diseased),
  healthy: Float64Array.from(healthy),
})

describe('any scores', () => {
  it('have the area and the variance of all pairs, by definition', () => {
    fc.assert(
      fc.property(classes, ({ diseased, healthy }) => {
        const psi = (x: number, y: number) => (x > y ? 1 : x === y ? 0.5 : 0)
        const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
        const v10 = diseased.map((x) => mean(healthy.map((y) => psi(x, y))))
        const v01 = healthy.map((y) => mean(diseased.map((x) => psi(x, y))))
        const area = mean(v10)
        const spread = (v: number[]) => v.reduce((sum, one) => sum + (one - area) ** 2, 0) / (v.length - 1) / v.length
        const found = rocArea(scoresOf({ diseased, healthy }))
        if (found.status !== 'estimated') throw new Error(found.status)
        expect(found.estimate).toBeCloseTo(area, 12)
        const isDefined = diseased.length > 1 && healthy.length > 1
        if (isDefined) expect(found.variance).toBeCloseTo(spread(v10) + spread(v01), 12)
        else expect(found.variance).toBeNull()
        const placements = placementsOf(scoresOf({ diseased, healthy }))
        for (const [i, value] of v10.entries()) expect(placements.diseased[i]).toBeCloseTo(value, 12)
        for (const [i, value] of v01.entries()) expect(placements.healthy[i]).toBeCloseTo(value, 12)
      }),
    )
  })

  it('keep their area under rising transforms, and turn it round with their sign or with the classes', () => {
    fc.assert(
      fc.property(classes, (given) => {
        const area = (scores: ClassScores) => {
          const found = rocArea(scores)
          return found.status === 'estimated' ? [found.estimate, found.variance ?? -1] : []
        }
        const scores = scoresOf(given)
        const [estimate, variance] = area(scores) as [number, number]
        const map = (f: (x: number) => number) => ({ diseased: scores.diseased.map(f), healthy: scores.healthy.map(f) })
        expect(area(map((x) => Math.exp(x) - 3))).toEqual([estimate, variance])
        const [turned, same] = area(map((x) => -x)) as [number, number]
        expect([turned, same]).toEqual([expect.closeTo(1 - estimate, 12), expect.closeTo(variance, 12)])
        const [swapped] = area({ diseased: scores.healthy, healthy: scores.diseased })
        expect(swapped).toBeCloseTo(1 - estimate, 12)
        const curve = rocCurve(scores)!
        expect(partialArea(curve, { over: 'specificity', from: 0, to: 1 }).plain).toBeCloseTo(estimate, 12)
        expect(partialArea(curve, { over: 'sensitivity', from: 0, to: 1 }).plain).toBeCloseTo(estimate, 12)
      }),
    )
  })

  it('have a typed answer where they degenerate', () => {
    const empty = rocArea(scoresOf({ diseased: [], healthy: [1] }))
    expect(empty).toMatchObject({ status: 'undefined', reason: 'empty-class' })
    expect(areaInterval(empty)).toBeUndefined()
    const tied = rocArea(scoresOf({ diseased: [1, 1], healthy: [1, 1, 1] }))
    expect(tied).toMatchObject({ estimate: 0.5, variance: 0 })
    const perfect = rocArea(scoresOf({ diseased: [2, 3, Infinity], healthy: [-Infinity, 0, 1, 1] }))
    // Clopper and Pearson's lower limit of 3 in 3: 0.025^(1/3).
    expect(areaInterval(perfect)).toMatchObject({
      upper: 1,
      method: 'clopper-pearson',
      lower: expect.closeTo(0.025 ** (1 / 3), 9),
    })
    expect(() => rocArea(scoresOf({ diseased: [1, Number.NaN], healthy: [0] }))).toThrow('diseased: not a number at 1')
    expect(() => splitByTruth(Uint8Array.of(0, 2), Float64Array.of(1, 2))).toThrow('truth: neither 0 nor 1 at 1')
    expect(pairedAreaDifference(of('wfns'), of('wfns'))).toMatchObject({ reason: 'no-variance' })
    expect(areaCovariance([scoresOf({ diseased: [1], healthy: [0, 2] })])).toMatchObject({ reason: 'too-few-cases' })
    expect(rocCurve(scoresOf({ diseased: [], healthy: [1] }))).toBeUndefined()
  })

  it('keep 12 digits of the variance of large, nearly perfect classes', () => {
    const size = 20_000
    const diseased = Float64Array.from({ length: size }, (_, i) => i + 10)
    const healthy = Float64Array.from({ length: size }, (_, i) => i - size)
    healthy[0] = 12.5
    const found = rocArea({ diseased, healthy })
    // One healthy case is above three diseased ones.
    const [wins, n] = [3, size]
    const area = 1 - wins / n / n
    const spread = (count: number, value: number) => count * (value - (1 - area)) ** 2 + (n - count) * (1 - area) ** 2
    const variance = (spread(3, 1 / n) + spread(1, 3 / n)) / (n - 1) / n
    expect(found.status === 'estimated' && found.variance! / variance).toBeCloseTo(1, 8)
  })
})

describe('areas within sites', () => {
  const sites = [
    { site: 'a', area: 0.9, variance: 0.0004, diseased: 50, healthy: 100 },
    { site: 'b', area: 0.8, variance: 0.0016, diseased: 20, healthy: 50 },
  ]

  it('are weighted as was named', () => {
    const estimate = (how: Parameters<typeof stratifiedArea>[1]) => {
      const found = stratifiedArea(sites, how)
      return found.status === 'estimated' ? found.estimate : Number.NaN
    }
    expect(estimate('equal')).toBeCloseTo(0.85, 12)
    expect(estimate('inverse-variance')).toBeCloseTo(0.88, 12)
    expect(estimate('pairs')).toBeCloseTo((0.9 * 5 + 0.8) / 6, 12)
    expect(estimate('cases')).toBeCloseTo((0.9 * 150 + 0.8 * 70) / 220, 12)
  })

  it('say how they differ', () => {
    const found = stratifiedArea(sites, 'pairs')
    // Q = (0.02)² / 0.0004 + (0.08)² / 0.0016 = 5 about 0.88.
    expect(found).toMatchObject({
      heterogeneity: { q: expect.closeTo(5, 10), degreesOfFreedom: 1, iSquared: expect.closeTo(0.8, 10) },
    })
    expect(stratifiedArea([], 'equal')).toMatchObject({ reason: 'too-few-sites' })
    const fixed = [{ ...sites[0]!, variance: 0 }, sites[1]!]
    expect(stratifiedArea(fixed, 'inverse-variance')).toMatchObject({ reason: 'no-variance' })
    expect(stratifiedArea(fixed, 'equal')).toMatchObject({ variance: 0.0004, heterogeneity: null })
  })
})
