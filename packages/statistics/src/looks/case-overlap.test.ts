import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { normalOrthant } from '../distributions/normal-orthant.ts'
import { drawsOf } from '../random/philox.ts'
import { adjustedEstimates } from './adjusted-estimate.ts'
import { correlationOf, overlapOfCases, overlapOfCounts } from './case-overlap.ts'
import { type Spending, spendOverFamily } from './error-spending.ts'
import { falseApprovals } from './false-approval.ts'
import { evenlyAccumulating, overlappingFamily } from './look-family.ts'

interface Peer {
  name: string
  shared: number[][]
  spending: Spending
  alpha: number
  limits: number[]
  look: number
  statistic: number
  adjusted: [number, number, number, number]
}

/** By scipy's multivariate_normal.cdf: bench/oracles/looks.py. */
const peers = JSON.parse(readFileSync(new URL('looks.oracle.json', import.meta.url), 'utf8')) as Peer[]

const set = (from: number, to: number) => new Set(Array.from({ length: to - from }, (_, i) => `${from + i}`))

describe('overlap of cases', () => {
  it('counts what looks share, and those never used', () => {
    const overlap = overlapOfCases([set(0, 100), set(50, 200), set(0, 220)])
    const shared = [
      [100, 50, 100],
      [50, 150, 150],
      [100, 150, 220],
    ]
    expect(overlap.shared).toEqual(shared)
    expect(overlap.neverUsed.map(({ most }) => most)).toEqual([100, 100, 20])
    // Of counts alone: the third look has at most 150 + 100 of the first two's cases, and at least 150.
    expect(overlapOfCounts(shared).neverUsed[2]).toEqual({ fewest: 0, most: 70 })
    expect(correlationOf(overlap, 0.5)[0]![1]).toBeCloseTo((0.5 * 50) / Math.sqrt(100 * 150), 12)
  })

  it('is that of accumulating cases where each look has all before, by both ways of integration', () => {
    const overlap = overlapOfCases([set(0, 100), set(0, 200), set(0, 300), set(0, 400)])
    const quantiles = (sameCase: number) =>
      spendOverFamily('pocock', 0.025, overlappingFamily(overlap, sameCase)!).map(({ quantile }) => quantile)
    const even = spendOverFamily('pocock', 0.025, evenlyAccumulating(4)).map(({ quantile }) => quantile)
    expect(quantiles(1)).toEqual(even)
    // Just below 1 the lattice is used, and not the recursion.
    quantiles(0.9999).forEach((quantile, i) => {
      expect(Math.abs(quantile - even[i]!)).toBeLessThan(5e-4)
    })
  })

  it('spends by cases where they accumulate unevenly', () => {
    const family = overlappingFamily(overlapOfCases([set(0, 100), set(0, 400)]), 1)!
    expect(family.times).toEqual([0.25, 1])
    // gsDesign and ldbounds: Lan and DeMets’ Pocock, α log(1 + (e − 1) t), at a quarter of the cases.
    expect(spendOverFamily('pocock', 0.025, family)[0]!.spent).toBeCloseTo(0.025 * Math.log(1 + (Math.E - 1) / 4), 14)
  })

  it('makes looks without common cases independent, and those with the same cases one', () => {
    const disjoint = overlappingFamily(overlapOfCases([set(0, 50), set(50, 90), set(90, 200)]), 1)!
    expect(falseApprovals([1.96, 1.96, 1.96], disjoint).at(-1)).toBeCloseTo(1 - 0.9750021 ** 3, 7)
    const same = overlappingFamily(overlapOfCases([set(0, 50), set(0, 50), set(0, 50)]), 1)!
    // Taken as correlated by 0.9999: a little above 0.025, and never below.
    const rate = falseApprovals([1.959964, 1.959964, 1.959964], same).at(-1)!
    expect(rate).toBeGreaterThan(0.025)
    expect(rate).toBeLessThan(0.0257)
  })

  it('refuses counts that no cases have', () => {
    const impossible = [
      [100, 90, 0],
      [90, 100, 90],
      [0, 90, 100],
    ]
    expect(overlappingFamily(overlapOfCounts(impossible), 1)).toBeUndefined()
  })

  it.each(peers)('has scipy’s limits and adjusted estimates: $name, $spending', (peer) => {
    const family = overlappingFamily(overlapOfCounts(peer.shared), 1)!
    const plan = spendOverFamily(peer.spending, peer.alpha, family)
    plan.forEach(({ quantile }, i) => {
      expect(Math.abs(quantile - peer.limits[i]!)).toBeLessThan(1.5e-3)
    })
    const { look, statistic } = peer
    const found = adjustedEstimates(family, plan, 0.95)({ look, statistic, standardError: 0.1 })
    const values = [found.estimate, found.lower, found.upper, found.p]
    values.forEach((value, i) => {
      expect(Math.abs(value - peer.adjusted[i]!)).toBeLessThan(3e-4)
    })
  })

  it('approves falsely as often as it says, by simulation of the cases themselves', () => {
    const sets = [set(0, 60), set(30, 90), set(10, 50), set(70, 120)]
    const plan = spendOverFamily('pocock', 0.1, overlappingFamily(overlapOfCases(sets), 1)!)
    const looks = sets.map((cases) => [...cases].map(Number))
    const runs = 8000
    let approved = 0
    for (let run = 0; run < runs; run += 1) {
      const draws = drawsOf(23, run)
      const scores = Float64Array.from({ length: 120 }, () => draws.normal())
      const isAbove = looks.some((cases, i) => {
        const sum = cases.reduce((total, one) => total + scores[one]!, 0)
        return sum / Math.sqrt(cases.length) > plan[i]!.quantile
      })
      if (isAbove) approved += 1
    }
    expect(Math.abs(approved / runs - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / runs))
  })
})

describe('normal orthants', () => {
  it('have the closed forms in two and three dimensions, and are products where nothing is shared', () => {
    const equal = (size: number, r: number) =>
      Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : r)))
    for (const r of [-0.4, 0.1, 0.5, 0.9]) {
      expect(normalOrthant(equal(2, r), [0, 0])).toBeCloseTo(0.25 + Math.asin(r) / (2 * Math.PI), 4)
      expect(normalOrthant(equal(3, r), [0, 0, 0])).toBeCloseTo(0.125 + (3 * Math.asin(r)) / (4 * Math.PI), 4)
    }
    // Equally correlated by a half, 1 in k + 1 (order statistics of k + 1 independent ones).
    expect(normalOrthant(equal(10, 0.5), new Array(10).fill(0))).toBeCloseTo(1 / 11, 3)
    expect(normalOrthant(equal(5, 0), [0, 0, 0, 0, 0])).toBeCloseTo(1 / 32, 12)
    expect(() => normalOrthant(equal(3, -0.9), [0, 0, 0])).toThrow(RangeError)
  })
})
