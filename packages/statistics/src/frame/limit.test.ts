import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BoundedFigure, type EstimatedFigure, figure } from './figure.ts'
import { limit, limitOf, limitRange } from './limit.ts'
import { type Reference, reference } from './reference.ts'

/** R 4.2.2, by bench/oracles/limits.R. */
const peer = JSON.parse(readFileSync(new URL('limit.oracle.json', import.meta.url), 'utf8')) as Record<string, number[]>
const spread = { location: 0.4, standardError: 0.25 }

describe('limitOf', () => {
  it.each<[string, Reference]>([
    ['normal', { scale: 'normal', ...spread }],
    ['t', { scale: 't', ...spread, degreesOfFreedom: 7 }],
    ['logit-normal', { scale: 'logit-normal', ...spread }],
    ['logit-t', { scale: 'logit-t', ...spread, degreesOfFreedom: 7 }],
    ['log-normal', { scale: 'log-normal', ...spread }],
    ['wilson', { scale: 'counts', method: 'wilson', counts: { successes: 81, trials: 263 } }],
  ])('gives both limits as R does: %s', (name, given) => {
    const [lower, upper] = peer[name] as [number, number]
    expect(limitOf(given, 'lower', 0.025)).toBeCloseTo(lower, 13)
    expect(limitOf(given, 'upper', 0.025)).toBeCloseTo(upper, 13)
    expect(reference.parse(JSON.parse(JSON.stringify(given)))).toEqual(given)
  })

  it('draws limits in to what the figure can be', () => {
    const near: Reference = { scale: 't', location: 0.98, standardError: 0.1, degreesOfFreedom: 3, within: [-1, 1] }
    expect(limitOf(near, 'upper', 0.025)).toBe(1)
    expect(limitOf(near, 'lower', 0.4)).toBeGreaterThan(-1)
  })

  it('refuses counts that its method needs and does not have', () => {
    expect(() => limitOf({ scale: 'counts', method: 'wilson', counts: { trials: 9 } }, 'lower', 0.025)).toThrow(
      RangeError,
    )
  })

  it('is finite, and moves away from the other limit as the error asked for gets smaller, on every scale', () => {
    const location = fc.double({ min: -5, max: 5, noNaN: true })
    const standardError = fc.double({ min: 1e-6, max: 50, noNaN: true })
    const degreesOfFreedom = fc.double({ min: 0.05, max: 1e6, noNaN: true })
    const any: fc.Arbitrary<Reference> = fc.oneof(
      fc.record({ scale: fc.constantFrom('normal', 'logit-normal', 'log-normal'), location, standardError }),
      fc.record({ scale: fc.constantFrom('t', 'logit-t'), location, standardError, degreesOfFreedom }),
      fc.integer({ min: 1, max: 1e9 }).chain((trials) =>
        fc.record({
          scale: fc.constant('counts' as const),
          method: fc.constant('wilson' as const),
          counts: fc.record({ successes: fc.integer({ min: 0, max: trials }), trials: fc.constant(trials) }),
        }),
      ),
    )
    fc.assert(
      fc.property(any, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (given, alpha) => {
        const [far, near, across] = [
          limitOf(given, 'lower', alpha / 2),
          limitOf(given, 'lower', alpha),
          limitOf(given, 'upper', alpha),
        ]
        for (const one of [far, near, across]) expect(Number.isFinite(one)).toBe(true)
        expect(far).toBeLessThanOrEqual(near)
        expect(near).toBeLessThanOrEqual(across)
      }),
    )
  })
})

describe('figures', () => {
  it('need no counts behind them', () => {
    const area: EstimatedFigure = {
      id: 'area',
      measure: 'number',
      status: 'estimated',
      estimate: 0.9,
      patients: 120,
      effectivePatients: 120,
      interval: { level: 0.95, lower: 0.85, upper: 0.94, method: 'delong-logit' },
      reference: { scale: 'logit-normal', location: Math.log(9), standardError: 0.2 },
      heterogeneity: { q: 3.1, iSquared: 0.03, tauSquared: 0.01, sites: 4 },
    }
    expect(figure.parse(JSON.parse(JSON.stringify(area)))).toEqual(area)
    expect(limit(area, 'lower', 0.025)).toBeCloseTo(1 / (1 + Math.exp(1.959963984540054 * 0.2) / 9), 12)
  })

  it('that are bounded have limits between those of their references', () => {
    const references: Reference[] = [
      { scale: 'normal', location: 0.2, standardError: 0.1 },
      { scale: 'normal', location: 0.3, standardError: 0.01 },
    ]
    const bounded: BoundedFigure = {
      ...({ id: 'f', status: 'bounded', reason: 'rounded', sites: ['a'], references } as const),
      estimate: { lower: 0.2, upper: 0.3 },
      patients: { lower: 9, upper: 11 },
      interval: { level: 0.95, lower: 0, upper: 0.4, method: 'wald' },
      effectivePatients: { lower: 8, upper: 11 },
    }
    expect(figure.parse(bounded)).toEqual(bounded)
    const z = 1.959963984540054
    const { lower, upper } = limitRange(bounded, 'lower', 0.025)
    expect(lower).toBeCloseTo(0.2 - 0.1 * z, 12)
    expect(upper).toBeCloseTo(0.3 - 0.01 * z, 12)
  })
})
