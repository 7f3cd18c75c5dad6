import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noncentralTCdf } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { drawsOf } from '../random/philox.ts'
import { blandAltman } from './bland-altman.ts'
import { replicateDifferences } from './bland-altman-replicates.ts'
import { intraclassCorrelations } from './intraclass-correlation.ts'
import { repeatability } from './repeatability.ts'
import { reproducibility } from './reproducibility.ts'

/** By psych and base R: bench/oracles/agreement.R. */
const oracle = JSON.parse(readFileSync(new URL('agreement.oracle.json', import.meta.url), 'utf8'))

describe('intraclass correlations', () => {
  const found = intraclassCorrelations(Float64Array.from(oracle.judges), 4)
  if (found.status !== 'estimated') throw new Error(found.status)

  it('are those of Shrout and Fleiss (1979), table 4', () => {
    expect(found.correlations.map(({ estimate }) => estimate.toFixed(2))).toEqual([
      '0.17',
      '0.29',
      '0.71',
      '0.44',
      '0.62',
      '0.91',
    ])
  })

  it('have psych’s intervals and tests', () => {
    found.correlations.forEach(({ estimate, lower, upper, f, p }, i) => {
      expect(estimate).toBeCloseTo(oracle.icc.estimate[i], 10)
      expect(lower).toBeCloseTo(oracle.icc.lower[i], 10)
      expect(upper).toBeCloseTo(oracle.icc.upper[i], 10)
      expect(f).toBeCloseTo(oracle.icc.f[i], 10)
      expect(p).toBeCloseTo(oracle.icc.p[i], 10)
    })
  })

  it('do not change under a common shift and scale', () => {
    const table = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 12 })
    fc.assert(
      fc.property(table, fc.integer({ min: -9, max: 9 }), (values, shift) => {
        const moved = intraclassCorrelations(
          Float64Array.from(values, (v) => 2 * v + shift),
          3,
        )
        const plain = intraclassCorrelations(Float64Array.from(values), 3)
        expect(moved.status).toBe(plain.status)
        if (plain.status !== 'estimated' || moved.status !== 'estimated') return
        for (const [i, { estimate }] of plain.correlations.entries())
          expect(moved.correlations[i]!.estimate).toBeCloseTo(estimate, 8)
      }),
    )
  })

  it('are undefined, or refused, with the reason', () => {
    expect(intraclassCorrelations(Float64Array.of(1, 2), 2)).toMatchObject({ reason: 'too-few-subjects' })
    expect(intraclassCorrelations(Float64Array.of(1, 2), 1)).toMatchObject({ reason: 'too-few-raters' })
    expect(intraclassCorrelations(Float64Array.of(1, 1, 1, 1), 2)).toMatchObject({ reason: 'no-variation' })
    expect(() => intraclassCorrelations(Float64Array.of(1, 2, 3, Number.NaN), 2)).toThrow('subject 1, rater 1')
  })
})

describe('Bland and Altman’s limits of agreement', () => {
  const [first, second] = [Float64Array.from(oracle.wright), Float64Array.from(oracle.mini)]
  const found = blandAltman(first, second)
  if (found.status !== 'estimated') throw new Error(found.status)

  it('are theirs for the two peak flow meters (1986)', () => {
    expect([found.bias.estimate, found.deviation].map((v) => v.toFixed(1))).toEqual(['-2.1', '38.8'])
    expect([found.bias.lower, found.bias.upper].map((v) => v.toFixed(1))).toEqual(['-22.0', '17.8'])
    expect(found.bias.estimate).toBeCloseTo(oracle.mean, 12)
    expect(found.deviation).toBeCloseTo(oracle.sd, 12)
  })

  it('have exact intervals by noncentral t', () => {
    const [low, high] = oracle.exactLimit
    expect(found.upperLimit.lower).toBeCloseTo(oracle.mean + low * oracle.sd, 6)
    expect(found.upperLimit.upper).toBeCloseTo(oracle.mean + high * oracle.sd, 6)
    expect(found.lowerLimit.upper).toBeCloseTo(oracle.mean - low * oracle.sd, 6)
  })

  it('have the approximate intervals of 1999, near those of 1986', () => {
    const near = blandAltman(first, second, { intervalMethod: 'approximate' })
    if (near.status !== 'estimated') throw new Error(near.status)
    // 1986, with 2 in place of 1.96 and variance 3 s²/n: lower limit −79.7, −114.3 to −45.1.
    expect(Math.abs(near.lowerLimit.lower + 114.3)).toBeLessThan(3)
    expect(Math.abs(near.lowerLimit.upper + 45.1)).toBeLessThan(4)
  })

  it('come with the regression of the difference on the mean', () => {
    const [intercept, slope] = oracle.regression
    expect(found.proportionalBias?.estimate).toBeCloseTo(slope, 12)
    expect(found.proportionalBias?.intercept).toBeCloseTo(intercept, 9)
    expect(found.proportionalBias?.lower).toBeCloseTo(oracle.regressionCi[0], 10)
    expect(found.proportionalBias?.upper).toBeCloseTo(oracle.regressionCi[1], 10)
    expect(found.proportionalBias?.p).toBeCloseTo(oracle.regressionP, 10)
  })

  it('change sign with the order of the methods', () => {
    const turned = blandAltman(second, first)
    if (turned.status !== 'estimated') throw new Error(turned.status)
    expect(turned.bias.estimate).toBeCloseTo(-found.bias.estimate, 12)
    expect(turned.upperLimit.upper).toBeCloseTo(-found.lowerLimit.lower, 8)
  })

  it('take replicates apart into components', () => {
    const { subjects, first, second, squares } = oracle.replicates
    const found = replicateDifferences(subjects.map(String), Float64Array.from(first), Float64Array.from(second))
    if (found.status !== 'estimated') throw new Error(found.status)
    const [between, within] = squares
    const size = (13 - (4 + 9 + 4 + 16 + 4) / 13) / 4
    expect(found.withinSubjects).toBeCloseTo(within, 12)
    expect(found.betweenSubjects).toBeCloseTo(Math.max(0, (between - within) / size), 12)
  })

  it('have the slope of replicates with the error that is robust to cases, by R', () => {
    const { subjects, first, second, slope } = oracle.replicates
    const found = replicateDifferences(subjects.map(String), Float64Array.from(first), Float64Array.from(second))
    if (found.status !== 'estimated' || !found.proportionalBias) throw new Error(found.status)
    const { estimate, lower, upper, intercept, p } = found.proportionalBias
    for (const [at, one] of [estimate, lower, upper, intercept, p].entries()) expect(one).toBeCloseTo(slope[at], 11)
    const same = replicateDifferences(['a', 'a', 'b', 'b'], Float64Array.of(1, 2, 1, 2), Float64Array.of(2, 1, 2, 1))
    expect(same).toMatchObject({ status: 'estimated', proportionalBias: null })
  })

  it('of replicates have intervals that hold the truth as often as they say', () => {
    // 25 subjects of 2 to 4 pairs; components 4 and 1, bias 0.5: the upper limit is 0.5 + 1.96 √5.
    const upper = 0.5 + 1.959963984540054 * Math.sqrt(5)
    const studies = 2000
    let held = 0
    for (let study = 0; study < studies; study += 1) {
      const draws = drawsOf(3, study)
      const normal = () => normalQuantile(draws.uniform())
      const subjects: string[] = []
      const differences: number[] = []
      for (let subject = 0; subject < 25; subject += 1) {
        const own = 0.5 + 2 * normal()
        for (let pair = 0; pair < 2 + (subject % 3); pair += 1) {
          subjects.push(`${subject}`)
          differences.push(own + normal())
        }
      }
      const found = replicateDifferences(subjects, Float64Array.from(differences), new Float64Array(subjects.length))
      if (found.status !== 'estimated') throw new Error(found.status)
      if (found.upperLimit.lower <= upper && upper <= found.upperLimit.upper) held += 1
    }
    // Four standard errors of a share of 2,000.
    expect(Math.abs(held / studies - 0.95)).toBeLessThan(0.02)
  })

  it('of replicates have the interval of a sum of components, worked by hand', () => {
    // Differences 1, 3 and 5, 7: mean squares 16 between (1 degree of freedom) and 2 within (2); two pairs each.
    const [subjects, zero] = [['a', 'a', 'b', 'b'], new Float64Array(4)]
    const found = replicateDifferences(subjects, Float64Array.of(1, 3, 5, 7), zero)
    if (found.status !== 'estimated') throw new Error(found.status)
    expect(found).toMatchObject({ betweenSubjects: 7, withinSubjects: 2, deviation: 3 })
    // Variance of the mean: 7 / 2 + 2 / 4 = 4; t with 1 degree of freedom 12.7062.
    expect(found.bias.estimate).toBe(4)
    expect(found.bias.upper).toBeCloseTo(4 + 2 * 12.7062047, 6)
    // Variance 9 from 8 + 1; χ² quantiles: 5.02389 and 0.000982069 (1), 7.37776 and 0.0506356 (2), any table.
    const [down, up] = [
      Math.hypot(8 * (1 - 1 / 5.0238862), 1 - 2 / 7.3777589),
      Math.hypot(8 * (1 / 0.00098206912 - 1), 2 / 0.050635616 - 1),
    ]
    const [low, high] = [Math.sqrt(9 - down), Math.sqrt(9 + up)]
    const [z, reach] = [1.959963984540054, 2 * 12.7062047]
    expect(found.upperLimit.lower).toBeCloseTo(4 + 3 * z - Math.hypot(reach, z * (3 - low)), 5)
    expect(found.upperLimit.upper / (4 + 3 * z + Math.hypot(reach, z * (high - 3)))).toBeCloseTo(1, 6)
  })

  it('are undefined for two subjects, refused for unequal lengths', () => {
    expect(blandAltman(Float64Array.of(1, 2), Float64Array.of(1, 2))).toMatchObject({ status: 'undefined' })
    expect(() => blandAltman(Float64Array.of(1, 2), Float64Array.of(1))).toThrow('second: 1 values, 2 in first')
    expect(() => blandAltman(Float64Array.of(1, NaN, 3), Float64Array.of(1, 2, 3))).toThrow('first: not finite at 1')
  })
})

describe('noncentral t', () => {
  it('is what R integrates', () => {
    const [a, b, c, d] = oracle.noncentral
    const noncentrality = 1.959963984540054 * Math.sqrt(1000)
    expect(noncentralTCdf(2, 5, 1)).toBeCloseTo(a, 11)
    expect(noncentralTCdf(-1, 3, 0.5)).toBeCloseTo(b, 11)
    expect(noncentralTCdf(70, 999, noncentrality)).toBeCloseTo(c, 11)
    expect(noncentralTCdf(0.3, 1, 0)).toBeCloseTo(d, 11)
  })
})

describe('repeatability', () => {
  const { subjects, first, within } = oracle.replicates

  it('is from the mean square within subjects', () => {
    const found = repeatability(subjects.map(String), Float64Array.from(first))
    if (found.status !== 'estimated') throw new Error(found.status)
    expect(found.withinSubject.estimate ** 2).toBeCloseTo(within, 12)
    expect(found.coefficient.estimate).toBeCloseTo(1.959963984540054 * Math.sqrt(2 * within), 12)
    expect(found.degreesOfFreedom).toBe(8)
    // s √(df / χ²): χ² quantiles with 8 degrees of freedom, 17.534546 and 2.179731 (any table).
    expect(found.withinSubject.lower).toBeCloseTo(Math.sqrt((within * 8) / 17.534546), 6)
    expect(found.withinSubject.upper).toBeCloseTo(Math.sqrt((within * 8) / 2.179731), 6)
  })

  it('is undefined where nothing was repeated', () => {
    expect(repeatability(['a', 'b'], Float64Array.of(1, 2))).toMatchObject({ reason: 'too-few-measurements' })
  })
})

describe('reproducibility', () => {
  it('is from aov’s mean squares', () => {
    const [tension, wool, both, within] = oracle.warpbreaksSquares
    const sizes = { subjects: 3, conditions: 2, repeats: 9 }
    const found = reproducibility(Float64Array.from(oracle.warpbreaks), sizes)
    if (found.status !== 'estimated') throw new Error(found.status)
    expect(found.components.subject).toBeCloseTo(Math.max(0, (tension - both) / 18), 9)
    expect(found.components.condition).toBeCloseTo(Math.max(0, (wool - both) / 27), 9)
    expect(found.components.interaction).toBeCloseTo(Math.max(0, (both - within) / 9), 9)
    expect(found.components.within).toBeCloseTo(within, 9)
  })

  it('has the degrees of freedom of the residual where conditions do not differ', () => {
    const values = Float64Array.of(1, 2, 2, 1, 4, 5, 5, 4)
    const found = reproducibility(values, { subjects: 4, conditions: 2, repeats: 1 })
    expect(found).toMatchObject({ status: 'estimated', degreesOfFreedom: 3 })
  })

  it('is undefined with one condition', () => {
    expect(reproducibility(Float64Array.of(1, 2), { subjects: 2, conditions: 1, repeats: 1 })).toMatchObject({
      reason: 'too-few-conditions',
    })
  })
})
