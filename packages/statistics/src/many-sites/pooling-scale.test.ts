import { describe, expect, it } from 'vitest'
import { fromScale, scaleCounts, scaleInterval, scaleStandardError, toScale } from './pooling-scale.ts'

describe('scaleCounts', () => {
  // R 4.2.2, metafor 3.8.1: escalc(measure = "PLO" and "PLN", xi = c(7, 0, 12, 12), ni = c(20, 15, 12, 40)).
  it.each([
    ['logit', 7, 20, -0.619039208406224, 0.21978021978022],
    ['logit', 0, 15, -3.43398720448515, 2.06451612903226],
    ['logit', 12, 12, 3.2188758248682, 2.08],
    ['logit', 12, 40, -0.847297860387204, 0.119047619047619],
    ['log', 7, 20, -1.04982212449868, 0.0928571428571428],
    ['log', 0, 15, -3.46573590279973, 1.9375],
    ['log', 12, 12, -0.0392207131532813, 0.00307692307692307],
    ['log', 12, 40, -1.20397280432594, 0.0583333333333333],
    ['identity', 7, 20, 0.35, 0.011375],
  ] as const)('gives what metafor gives on the %s: %d of %d', (scale, events, total, estimate, variance) => {
    const found = scaleCounts(scale, events, total)
    expect(found.estimate).toBeCloseTo(estimate, 12)
    expect(found.variance).toBeCloseTo(variance, 12)
  })

  it.each([
    [1.5, 3],
    [4, 3],
    [-1, 3],
    [0, 0],
    [Number.NaN, 3],
  ])('refuses %f of %f', (events, total) => {
    expect(() => scaleCounts('logit', events, total)).toThrow(/events/)
  })
})

describe('scales', () => {
  it.each(['identity', 'logit', 'log'] as const)('go there and back: %s', (scale) => {
    for (const value of [1e-9, 0.2, 0.5, 0.999]) expect(fromScale(scale, toScale(scale, value))).toBeCloseTo(value, 14)
  })

  it('take standard errors along by the derivative, intervals by their ends', () => {
    expect(scaleStandardError('logit', 0.8, 0.04).variance).toBeCloseTo(0.0625, 14)
    expect(scaleStandardError('log', 2, 0.5).variance).toBeCloseTo(0.0625, 14)
    expect(scaleStandardError('identity', 2, 0.5).variance).toBe(0.25)
    const { estimate, variance } = scaleInterval('log', 2, { lower: 1, upper: 4, level: 0.95 })
    expect(estimate).toBeCloseTo(Math.log(2), 14)
    expect(Math.sqrt(variance)).toBeCloseTo(Math.log(2) / 1.959963984540054, 13)
  })

  it.each([
    [() => toScale('logit', 1), /logit/],
    [() => toScale('log', 0), /logarithm/],
    [() => toScale('identity', Number.NaN), /finite/],
    [() => scaleStandardError('identity', 1, -1), /standardError/],
    [() => scaleInterval('identity', 1, { lower: 2, upper: 3, level: 0.95 }), /around/],
    [() => scaleInterval('identity', 1, { lower: 0, upper: 3, level: 95 }), /level/],
  ])('refuse what they can’t hold', (act, message) => {
    expect(act).toThrow(message)
  })
})
