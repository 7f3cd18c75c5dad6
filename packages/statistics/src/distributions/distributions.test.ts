import { describe, expect, it } from 'vitest'
import { betaCdf, betaQuantile } from './beta.ts'
import { logGamma } from './log-gamma.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'

describe('distributions', () => {
  it('gives log gamma of whole and half numbers', () => {
    expect(logGamma(10)).toBeCloseTo(Math.log(362_880), 12)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
  })

  // scipy 1.10 (Debian python3-scipy): scipy.stats.beta.cdf and .ppf, t.cdf and .ppf.
  it.each([
    [0.3, 2, 5, 0.579825],
    [0.5, 0.5, 0.5, 0.5],
    [0.9, 10, 1, 0.3486784401],
  ])('gives the beta distribution at %f (%f, %f)', (x, a, b, expected) => {
    expect(betaCdf(x, a, b)).toBeCloseTo(expected, 10)
    expect(betaQuantile(expected, a, b)).toBeCloseTo(x, 10)
  })

  // Published table of Student's t (two-sided 95 %): 12.706, 2.571, 2.228, 2.086, 1.984.
  it.each([
    [1, 12.7062047364],
    [5, 2.5705818356],
    [10, 2.228138852],
    [20, 2.0859634473],
    [100, 1.9839715185],
  ])('gives the 97.5 % quantile of t with %d degrees of freedom', (degreesOfFreedom, expected) => {
    expect(studentTQuantile(0.975, degreesOfFreedom)).toBeCloseTo(expected, 9)
    expect(studentTCdf(expected, degreesOfFreedom)).toBeCloseTo(0.975, 10)
    expect(studentTQuantile(0.025, degreesOfFreedom)).toBeCloseTo(-expected, 9)
  })
})
