import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beggGreenes, type CorrectedShare, type VerifiedCalls } from './begg-greenes.ts'

/** By numDeriv from the definition: bench/oracles/begg-greenes.R. */
const oracle: { counts: number[]; sensitivity: number[]; specificity: number[] }[] = JSON.parse(
  readFileSync(new URL('begg-greenes.oracle.json', import.meta.url), 'utf8'),
)

function calls(counts: readonly number[]): [VerifiedCalls, VerifiedCalls] {
  const of = (start: number) => ({
    diseased: counts[start]!,
    healthy: counts[start + 1]!,
    unverified: counts[start + 2]!,
  })
  return [of(0), of(3)]
}

function shareOf(found: CorrectedShare): number[] {
  if (found.status !== 'estimated') throw new Error(found.reason)
  return [found.estimate, found.lower, found.upper]
}

describe('Begg and Greenes', () => {
  it('correct hepatic scintigraphy as published', () => {
    // Drum, Christacopoulos (1972) in Begg, Greenes (1983): 0.90 and 0.63 as verified, 0.84 and 0.74 corrected.
    const found = beggGreenes(...calls([231, 32, 166, 27, 54, 140]))
    expect(shareOf(found.sensitivity)[0]!.toFixed(2)).toBe('0.84')
    expect(shareOf(found.specificity)[0]!.toFixed(2)).toBe('0.74')
    const { sensitivity, specificity } = found.naive
    if (sensitivity.status !== 'estimated' || specificity.status !== 'estimated') throw new Error()
    expect([sensitivity.estimate.toFixed(2), specificity.estimate.toFixed(2)]).toEqual(['0.90', '0.63'])
    expect(found.verified).toEqual({ all: 344 / 650, positive: 263 / 429, negative: 81 / 221 })
  })

  it.each(oracle)('give the digits of the definition, with its delta method: $counts', ({ counts, ...expected }) => {
    const found = beggGreenes(...calls(counts))
    for (const share of ['sensitivity', 'specificity'] as const)
      shareOf(found[share]).forEach((value, i) => {
        expect(Math.abs(value / expected[share][i]! - 1)).toBeLessThan(1e-8)
      })
  })

  it('say what the verified say where all are, or as many of either call', () => {
    const count = fc.integer({ min: 1, max: 500 })
    fc.assert(
      fc.property(count, count, count, count, fc.integer({ min: 0, max: 5 }), (a, b, c, d, times) => {
        const found = beggGreenes(...calls([a, b, times * (a + b), c, d, times * (c + d)]))
        expect(shareOf(found.sensitivity)[0]).toBeCloseTo(a / (a + c), 12)
        expect(shareOf(found.specificity)[0]).toBeCloseTo(d / (b + d), 12)
        expect(found.prevalence).toBeCloseTo((a + c) / (a + b + c + d), 12)
      }),
    )
  })

  it('mirror each other when truth and call are turned', () => {
    const count = fc.integer({ min: 1, max: 500 })
    fc.assert(
      fc.property(fc.array(count, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
        const found = beggGreenes(...calls([a!, b!, c!, d!, e!, f!]))
        const turned = beggGreenes(...calls([e!, d!, f!, b!, a!, c!]))
        expect(turned.sensitivity).toEqual(found.specificity)
      }),
    )
  })

  it('say why there is no share', () => {
    const reason = (counts: number[]) => {
      const { sensitivity } = beggGreenes(...calls(counts))
      return sensitivity.status === 'undefined' ? sensitivity.reason : sensitivity.status
    }
    expect(reason([5, 5, 0, 0, 0, 40])).toBe('empty-denominator')
    expect(reason([0, 5, 0, 0, 9, 40])).toBe('empty-class')
    expect(reason([5, 5, 0, 0, 9, 40])).toBe('no-variance')
    expect(reason([5, 5, 0, 0, 0, 0])).toBe('no-variance')
    expect(beggGreenes(...calls([5, 5, 0, 0, 0, 40])).prevalence).toBeUndefined()
    expect(() => beggGreenes(...calls([0, 0, 0, 0, 0, 0]))).toThrow('no case')
    expect(() => beggGreenes(...calls([1, -1, 0, 0, 0, 0]))).toThrow('positive')
    expect(() => beggGreenes(...calls([1, 1, 1, 1, Number.NaN, 1]))).toThrow('negative')
  })
})
