import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weightMatrix } from './agreement-weights.ts'
import { fleissKappa, gwetCoefficient } from './chance-corrected.ts'
import { cohenKappa, crossTable } from './cohen-kappa.ts'
import { krippendorffAlpha } from './krippendorff-alpha.ts'
import type { Ratings } from './ratings.ts'

/** By vcd and psych: bench/oracles/agreement.R. */
const oracle = JSON.parse(readFileSync(new URL('agreement.oracle.json', import.meta.url), 'utf8'))

const _ = -1
/** Four raters, twelve units, five categories, with gaps: Krippendorff (2011), Gwet (2014). */
const rows = [
  [1, 1, _, 1],
  [2, 2, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3],
  [2, 2, 2, 2],
  [1, 2, 3, 4],
  [4, 4, 4, 4],
  [1, 1, 2, 1],
  [2, 2, 2, 2],
  [_, 5, 5, 5],
  [_, _, 1, 1],
  [_, _, 3, _],
]
const gaps: Ratings = {
  subjects: 12,
  raters: 4,
  categories: 5,
  codes: Int32Array.from(rows.flat(), (value) => (value === _ ? -1 : value - 1)),
}
const gapsAsNumbers = Float64Array.from(rows.flat(), (value) => (value === _ ? Number.NaN : value))

describe('agreement of many raters', () => {
  const identity = weightMatrix('identity', 5)

  it('gives AC1 as R’s irrCAC does for Gwet’s data', () => {
    // irrCAC 1.0, vignette "Computing Chance-corrected Agreement Coefficients", gwet.ac1.raw(cac.raw4raters).
    const ac1 = gwetCoefficient(gaps, identity)
    expect(ac1).toMatchObject({ status: 'estimated', subjects: 12, pairedSubjects: 11, degreesOfFreedom: 11 })
    if (ac1.status !== 'estimated') return
    expect([ac1.observed, ac1.expected, ac1.estimate].map((v) => v.toFixed(5))).toEqual([
      '0.81818',
      '0.19032',
      '0.77544',
    ])
    expect([ac1.standardError, ac1.lower].map((v) => v.toFixed(3))).toEqual(['0.143', '0.461'])
    expect(ac1.upper).toBe(1)
  })

  it('gives Fleiss’ kappa as R’s irrCAC does for Gwet’s data', () => {
    const kappa = fleissKappa(gaps, identity)
    if (kappa.status !== 'estimated') throw new Error(kappa.status)
    expect([kappa.expected, kappa.estimate, kappa.standardError].map((v) => v.toFixed(5))).toEqual([
      ...['0.23872', '0.76117', '0.15302'],
    ])
  })

  it('gives AC2 with linear weights, worked by hand', () => {
    // Pairs 1 1, 1 2, 2 3, 3 3: observed (1 + ½ + ½ + 1) / 4; shares ⅜, ¼, ⅜; weights sum to 5, so that chance is
    // 5 / (3 · 2) · (2 · ⅜ · ⅝ + ¼ · ¾).
    const ratings = { subjects: 4, raters: 2, categories: 3, codes: Int32Array.of(0, 0, 0, 1, 1, 2, 2, 2) }
    const ac2 = gwetCoefficient(ratings, weightMatrix('linear', 3))
    if (ac2.status !== 'estimated') throw new Error(ac2.status)
    expect(ac2.observed).toBeCloseTo(0.75, 12)
    expect(ac2.expected).toBeCloseTo((5 / 6) * (42 / 64), 12)
    expect(ac2.estimate).toBeCloseTo(0.203125 / 0.453125, 12)
  })

  it.each([
    ['nominal', '0.743'],
    ['ordinal', '0.815'],
    ['interval', '0.849'],
    ['ratio', '0.797'],
  ] as const)('gives Krippendorff’s alpha, %s, as his paper of 2011 does: %s', (metric, published) => {
    const alpha = krippendorffAlpha(gapsAsNumbers, 4, metric)
    expect(alpha.status === 'estimated' && alpha.estimate.toFixed(3)).toBe(published)
  })

  it('gives alpha a jackknife error near the linearised one of irrCAC (0.14557)', () => {
    const alpha = krippendorffAlpha(gapsAsNumbers, 4, 'nominal')
    if (alpha.status !== 'estimated') throw new Error(alpha.status)
    expect(Math.abs(alpha.standardError - 0.14557)).toBeLessThan(0.001)
  })

  it('agrees with Fleiss’ psychiatrists (1971): kappa 0.430', () => {
    // Fleiss (1971), table 1: 30 patients, 6 psychiatrists, 5 diagnoses.
    const counts = [
      [0, 0, 0, 6, 0],
      [0, 3, 0, 0, 3],
      [0, 1, 4, 0, 1],
      [0, 0, 0, 0, 6],
      [0, 3, 0, 3, 0],
      [2, 0, 4, 0, 0],
      [0, 0, 4, 0, 2],
      [2, 0, 3, 1, 0],
      [2, 0, 0, 4, 0],
      [0, 0, 0, 0, 6],
      [1, 0, 0, 5, 0],
      [1, 1, 0, 4, 0],
      [0, 3, 3, 0, 0],
      [1, 0, 0, 5, 0],
      [0, 2, 0, 3, 1],
      [0, 0, 5, 0, 1],
      [3, 0, 0, 1, 2],
      [5, 1, 0, 0, 0],
      [0, 2, 0, 4, 0],
      [1, 0, 2, 0, 3],
      [0, 0, 0, 0, 6],
      [0, 1, 0, 5, 0],
      [0, 2, 0, 1, 3],
      [2, 0, 0, 4, 0],
      [1, 0, 0, 4, 1],
      [0, 5, 0, 1, 0],
      [4, 0, 0, 0, 2],
      [0, 2, 0, 4, 0],
      [1, 0, 5, 0, 0],
      [0, 0, 0, 0, 6],
    ]
    const codes = Int32Array.from(counts.flatMap((own) => own.flatMap((count, k) => Array<number>(count).fill(k))))
    const kappa = fleissKappa({ subjects: 30, raters: 6, categories: 5, codes }, identity)
    expect(kappa.status === 'estimated' && kappa.estimate.toFixed(3)).toBe('0.430')
  })

  it('does not depend on the order of subjects and raters, nor on the names of categories', () => {
    const ratings = fc.array(fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 3, maxLength: 3 }), {
      minLength: 2,
      maxLength: 12,
    })
    fc.assert(
      fc.property(ratings, (given) => {
        const of = (all: number[][]) => ({
          subjects: all.length,
          raters: 3,
          categories: 3,
          codes: Int32Array.from(all.flat()),
        })
        const turned = given.toReversed().map((own) => own.toReversed().map((code) => (code < 0 ? code : 2 - code)))
        for (const coefficient of [fleissKappa, gwetCoefficient]) {
          const [a, b] = [given, turned].map((all) => coefficient(of(all), weightMatrix('quadratic', 3)))
          expect(b?.status).toBe(a?.status)
          if (a?.status !== 'estimated' || b?.status !== 'estimated') continue
          expect(b.estimate).toBeCloseTo(a.estimate, 10)
          expect(b.standardError).toBeCloseTo(a.standardError, 10)
          expect(a.estimate).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('says why there is no coefficient', () => {
    const all = (codes: number[], raters: number) => ({
      subjects: codes.length / raters,
      raters,
      categories: 2,
      codes: Int32Array.from(codes),
    })
    const weights = weightMatrix('identity', 2)
    expect(fleissKappa(all([0, 0], 2), weights)).toMatchObject({ reason: 'too-few-subjects' })
    expect(fleissKappa(all([0, -1, -1, 1], 2), weights)).toMatchObject({ reason: 'no-pairs' })
    expect(fleissKappa(all([0, 0, 0, 0], 2), weights)).toMatchObject({ reason: 'no-variation' })
    // Where all agree on one category, AC1 knows that chance agrees little.
    expect(gwetCoefficient(all([0, 0, 0, 0], 2), weights)).toMatchObject({ estimate: 1 })
    expect(krippendorffAlpha(Float64Array.of(1, 1, 1, 1), 2, 'interval')).toMatchObject({ reason: 'no-variation' })
    expect(() => fleissKappa(all([0, 3, 0, 1], 2), weights)).toThrow('no category 3 (subject 0, rater 1)')
    expect(() => krippendorffAlpha(Float64Array.of(1, Infinity), 2, 'interval')).toThrow('unit 0')
  })
})

describe('Cohen’s kappa', () => {
  const table = Float64Array.from(oracle.msTable)

  it('is vcd’s for two neurologists, with its standard errors', () => {
    for (const weights of ['linear', 'quadratic'] as const) {
      const found = cohenKappa(table, weightMatrix(weights, 4))
      const [estimate, error] = oracle.kappas[weights].weighted
      if (found.status !== 'estimated') throw new Error(found.status)
      expect(found.estimate).toBeCloseTo(estimate, 12)
      expect(found.standardError).toBeCloseTo(error, 12)
    }
    const plain = cohenKappa(table, weightMatrix('identity', 4))
    if (plain.status !== 'estimated') throw new Error(plain.status)
    expect(plain.estimate).toBeCloseTo(oracle.kappas.linear.plain[0], 12)
    expect(plain.standardError).toBeCloseTo(oracle.kappas.linear.plain[1], 12)
    expect([plain.lower, plain.estimate, plain.upper].map((v) => v.toFixed(9))).toEqual(
      oracle.psychPlain.map((v: number) => v.toFixed(9)),
    )
  })

  it('is (observed − expected) / (1 − expected)', () => {
    // 45 and 15 of 100 agree: observed 0.60, expected 0.7 · 0.6 + 0.3 · 0.4 = 0.54.
    const found = cohenKappa(Float64Array.of(45, 15, 25, 15), weightMatrix('identity', 2))
    expect(found.status === 'estimated' && found.estimate).toBeCloseTo(0.06 / 0.46, 12)
  })

  it('counts pairs, and leaves out subjects that one rater lacks', () => {
    const table = crossTable(Int32Array.of(0, 1, -1, 1), Int32Array.of(0, 0, 1, 1), 2)
    expect([...table]).toEqual([1, 0, 1, 1])
    expect(() => crossTable(Int32Array.of(2), Int32Array.of(0), 2)).toThrow('no category 2 (subject 0)')
  })

  it('is refused for what are no counts', () => {
    expect(() => cohenKappa(Float64Array.of(1, 2, 3, Number.NaN), weightMatrix('identity', 2))).toThrow(RangeError)
    expect(cohenKappa(Float64Array.of(9, 0, 0, 0), weightMatrix('identity', 2))).toMatchObject({
      reason: 'no-variation',
    })
  })
})
