import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile } from './beta.ts'
import { chiSquareCdf, chiSquareQuantile, chiSquareTail } from './chi-square.ts'
import { logBeta } from './log-beta.ts'
import { logGamma } from './log-gamma.ts'
import { normalQuantile } from './normal.ts'
import { normalCdf } from './normal-cdf.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'

type Name = 'beta' | 't' | 'normal' | 'chi-square' | 'chi-square-tail'
type Entry = [name: Name, parameters: number[], x: number, probability: number]

/** mpmath to 40 digits, rounded to doubles, each agreeing with scipy: made by bench/oracles/distributions.py. */
const entries = readFileSync(new URL('testing/probabilities.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry)

const of = (name: Name) => entries.filter((entry) => entry[0] === name)

function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected)
}

describe('distributions', () => {
  it('gives log gamma of whole and half numbers', () => {
    expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
  })

  it('gives log beta where gammas would cancel', () => {
    // B(a, 2) = 1 / (a (a + 1)); B(½, ½) = π.
    expect(relativeError(logBeta(1e9, 2), -Math.log(1e9 * (1e9 + 1)))).toBeLessThan(1e-15)
    expect(relativeError(logBeta(0.5, 0.5), Math.log(Math.PI))).toBeLessThan(1e-14)
    expect(logBeta(12, 3.5)).toBe(logBeta(3.5, 12))
  })

  it.each(of('beta'))('gives the %s distribution %j at %f', (_, [a, b], x, probability) => {
    expect(relativeError(betaCdf(x, a!, b!), probability)).toBeLessThan(1e-11)
    expect(relativeError(betaQuantile(probability, a!, b!), x)).toBeLessThan(1e-11)
  })

  it.each(of('t'))('gives the %s distribution %j at %f', (_, [degreesOfFreedom], x, probability) => {
    expect(relativeError(studentTCdf(x, degreesOfFreedom!), probability)).toBeLessThan(1e-11)
    expect(relativeError(studentTQuantile(probability, degreesOfFreedom!), x)).toBeLessThan(1e-11)
  })

  it.each(of('normal'))('gives the %s quantile %j %f', (_, __, x, probability) => {
    // A probability near 1 does not hold more digits of x than this.
    expect(relativeError(normalQuantile(probability), x)).toBeLessThan(x > 3 ? 1e-9 : 1e-13)
  })

  it.each(of('normal'))('gives the %s distribution %j at %f', (_, __, x, probability) => {
    expect(relativeError(normalCdf(x), probability)).toBeLessThan(1e-13)
  })

  it.each(of('chi-square'))('gives the %s distribution %j at %f', (_, [degreesOfFreedom], x, probability) => {
    expect(relativeError(chiSquareCdf(x, degreesOfFreedom!), probability)).toBeLessThan(1e-11)
    expect(relativeError(chiSquareQuantile(probability, degreesOfFreedom!), x)).toBeLessThan(1e-11)
  })

  it.each(of('chi-square-tail'))('gives the %s %j above %f', (_, [degreesOfFreedom], x, probability) => {
    expect(relativeError(chiSquareTail(x, degreesOfFreedom!), probability)).toBeLessThan(1e-11)
  })

  // Fisher and Yates, *Statistical Tables*, two-sided 5 %: 12.706, 2.571, 2.228, 2.086, 1.984.
  it.each([
    [1, 12.706],
    [5, 2.571],
    [10, 2.228],
    [20, 2.086],
    [100, 1.984],
  ])('gives the printed 97.5 % quantile of t with %d degrees of freedom', (degreesOfFreedom, printed) => {
    expect(studentTQuantile(0.975, degreesOfFreedom).toFixed(3)).toBe(printed.toFixed(3))
    expect(studentTQuantile(0.025, degreesOfFreedom)).toBeCloseTo(-studentTQuantile(0.975, degreesOfFreedom), 12)
  })

  it('stays without NaN at the ends', () => {
    expect([betaCdf(0, 2, 3), betaCdf(1, 2, 3), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 0, 1])
    expect(studentTQuantile(0.975, 1e-4)).toBe(Number.POSITIVE_INFINITY)
    expect(studentTQuantile(0.5, 3)).toBe(0)
  })
})
