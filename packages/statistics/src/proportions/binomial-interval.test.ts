import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BinomialMethod, binomialLimit, binomialProportion } from './binomial-interval.ts'

/** By statsmodels: bench/oracles/binomial-interval.py. */
const oracle: {
  method: BinomialMethod
  successes: number
  trials: number
  alpha: number
  lower: number
  upper: number
}[] = JSON.parse(readFileSync(new URL('binomial-interval.oracle.json', import.meta.url), 'utf8'))

const methods = ['wilson', 'wilson-continuity', 'clopper-pearson', 'jeffreys', 'agresti-coull'] as const

function ends(successes: number, trials: number, method: BinomialMethod, level = 0.95): [number, number] {
  const found = binomialProportion(successes, trials, method, level)
  if (found.status !== 'estimated') throw new Error(found.status)
  return [found.interval.lower, found.interval.upper]
}

describe('intervals of a share', () => {
  it.each(oracle)(
    '$method of $successes in $trials at $alpha is statsmodels’',
    ({ method, successes, trials, alpha, ...expected }) => {
      const [lower, upper] = ends(successes, trials, method, 1 - alpha)
      expect(Math.abs(lower - expected.lower)).toBeLessThanOrEqual(1e-9 * expected.lower)
      expect(Math.abs(upper - expected.upper)).toBeLessThanOrEqual(1e-9 * expected.upper)
    },
  )

  it.each([
    // Newcombe, Stat. Med. 17:857–872 (1998), table I: methods 3 to 5.
    [81, 263, 'wilson', '0.2553', '0.3662'],
    [81, 263, 'wilson-continuity', '0.2535', '0.3682'],
    [81, 263, 'clopper-pearson', '0.2527', '0.3676'],
    [15, 148, 'wilson', '0.0624', '0.1605'],
    [15, 148, 'wilson-continuity', '0.0598', '0.1644'],
    [15, 148, 'clopper-pearson', '0.0578', '0.1617'],
    [0, 20, 'wilson', '0.0000', '0.1611'],
    [0, 20, 'wilson-continuity', '0.0000', '0.2005'],
    [0, 20, 'clopper-pearson', '0.0000', '0.1684'],
    [1, 29, 'wilson', '0.0061', '0.1718'],
    [1, 29, 'wilson-continuity', '0.0018', '0.1963'],
    [1, 29, 'clopper-pearson', '0.0009', '0.1776'],
  ] as const)('%i in %i by %s is Newcombe’s', (successes, trials, method, lower, upper) => {
    expect(ends(successes, trials, method).map((end) => end.toFixed(4))).toEqual([lower, upper])
  })

  it('mirror each other, hold the estimate, and widen with the level', () => {
    const counts = fc
      .integer({ min: 1, max: 2000 })
      .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
    fc.assert(
      fc.property(counts, fc.constantFrom(...methods), ([x, n], method) => {
        const [lower, upper] = ends(x, n, method)
        const [mirrored] = ends(n - x, n, method)
        expect(1 - upper).toBeCloseTo(mirrored, 12)
        expect(lower).toBeLessThanOrEqual(x / n + 1e-12)
        expect(upper).toBeGreaterThanOrEqual(x / n - 1e-12)
        const [low, high] = ends(x, n, method, 0.99)
        expect(low).toBeLessThanOrEqual(lower)
        expect(high).toBeGreaterThanOrEqual(upper)
        expect(binomialLimit(x, n, method, 'lower', 0.025)).toBeCloseTo(lower, 12)
      }),
    )
  })

  it('are undefined without a case, and refused for what are no counts', () => {
    expect(binomialProportion(0, 0, 'wilson')).toEqual({ status: 'undefined', reason: 'empty-denominator' })
    for (const [x, n] of [
      [2, 1],
      [-1, 3],
      [0.5, 3],
      [Number.NaN, 3],
      [1, Infinity],
    ] as const)
      expect(() => binomialProportion(x, n, 'wilson')).toThrow(RangeError)
    expect(() => binomialProportion(1, 2, 'wilson', 1)).toThrow('level')
  })
})
