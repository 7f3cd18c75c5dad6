import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compareCounts, compareWithShares, effectiveKinds } from './compare-counts.ts'
import { cumulativeSums, movingAverages } from './control-chart.ts'

const counts = z.array(z.number())
const result = z.object({ chiSquare: z.number(), p: z.number(), distance: z.number() })
const oracle = z
  .object({
    homogeneity: z.array(result.extend({ counts, others: counts, degreesOfFreedom: z.number() })),
    fit: z.array(result.extend({ counts, shares: counts, degreesOfFreedom: z.number() })),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'shift.oracle.json'), 'utf8')))

describe('compareCounts', () => {
  it.each(oracle.homogeneity)('agrees with scipy on $counts and $others', ({ counts, others, ...expected }) => {
    const found = compareCounts(counts, others)
    expect(found.chiSquare).toBeCloseTo(expected.chiSquare, 10)
    expect(found.p).toBeCloseTo(expected.p, 12)
    expect(found.degreesOfFreedom).toBe(expected.degreesOfFreedom)
    expect(found.distance).toBeCloseTo(expected.distance, 12)
  })

  it('finds no distance between a sample and itself, and all of it between samples with nothing in common', () => {
    expect(compareCounts([3, 5, 0], [6, 10, 0])).toMatchObject({ distance: 0, chiSquare: 0, p: 1, degreesOfFreedom: 1 })
    expect(compareCounts([3, 0], [0, 4]).distance).toBe(1)
  })

  it('refuses samples of other kinds, and empty ones; one kind can not be tested', () => {
    expect(() => compareCounts([1], [1, 2])).toThrow(RangeError)
    expect(() => compareCounts([0, 0], [1, 2])).toThrow(RangeError)
    expect(compareCounts([2], [5])).toMatchObject({ distance: 0, p: Number.NaN })
  })
})

describe('compareWithShares', () => {
  it.each(oracle.fit)('agrees with scipy on $counts', ({ counts, shares, ...expected }) => {
    const found = compareWithShares(counts, shares)
    expect(found.chiSquare).toBeCloseTo(expected.chiSquare, 9)
    expect(found.p).toBeCloseTo(expected.p, 12)
    expect(found.distance).toBeCloseTo(expected.distance, 12)
  })

  it('never expects a kind of share 0', () => {
    expect(compareWithShares([5, 1], [1, 0])).toMatchObject({ chiSquare: Number.POSITIVE_INFINITY, p: 0 })
  })
})

it('counts kinds by their weight', () => {
  expect(effectiveKinds([7, 7, 7])).toBe(3)
  // Shares of a half and two quarters: 1 / (1/4 + 1/16 + 1/16).
  expect(effectiveKinds([2, 1, 1])).toBeCloseTo(8 / 3, 14)
  expect(effectiveKinds([1000, 1])).toBeLessThan(1.01)
  expect(effectiveKinds([4, 0])).toBe(1)
})

describe('control charts', () => {
  it('give the cumulative sums of the NIST/SEMATECH handbook, 6.3.2.3', () => {
    const values = [
      ...[324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6],
      ...[324.625, 325.15, 328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35],
    ]
    const { upper, lower, signal } = cumulativeSums(values, { target: 325, slack: 0.3175, decision: 4.1959 })
    const printed = [0, 0, 0, 0, 0.03, 0, 0, 0, 0, 0, 0, 0, 3.01, 4.94, 7.45, 10.63, 11.99, 14.44, 16, 19.04]
    const printedLower = [0, 0.01, 0, 0.33, 0, 0, 0.56, 0.72, 0.17, 0.25, 0.31]
    upper.forEach((sum, i) => void expect(Math.abs(sum - printed[i]!)).toBeLessThan(0.015))
    printedLower.forEach((sum, i) => void expect(Math.abs(lower[i]! - sum)).toBeLessThan(0.015))
    expect(signal).toBe(13)
  })

  it('give the moving averages of the NIST/SEMATECH handbook, 6.3.2.4', () => {
    const values = [
      ...[52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1],
    ]
    const chart = { target: 50, deviation: 2.0539, weight: 0.3, width: 3 }
    const { averages, limits, signal } = movingAverages(values, chart)
    const printed = [
      ...[50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38],
      ...[49.92, 50.73, 51.23, 51.94, 51.99],
    ]
    averages.forEach((average, i) => void expect(average).toBeCloseTo(printed[i]!, 1.9))
    expect(limits[0]).toBeCloseTo(47.4115, 2)
    expect(limits[1]).toBeCloseTo(52.5884, 2)
    expect(signal).toBeUndefined()
  })
})
