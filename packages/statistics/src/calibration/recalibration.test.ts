import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Forecasts } from './forecasts.ts'
import { calibrationInTheLarge, calibrationSlope, type LogisticEstimate } from './recalibration.ts'
import { clusteredOf, forecastsOf, peers } from './testing/oracle.ts'

function slopeOf(forecasts: Forecasts, clip?: number) {
  const fit = calibrationSlope(forecasts, clip === undefined ? {} : { clip })
  if (fit.status !== 'estimated') throw new Error(fit.reason)
  return fit
}

function largeOf(forecasts: Forecasts) {
  const fit = calibrationInTheLarge(forecasts)
  if (fit.status !== 'estimated') throw new Error(fit.reason)
  return fit.intercept
}

function close(actual: number, expected: number | undefined, tolerance = 1e-9): void {
  expect(Math.abs(actual - (expected as number))).toBeLessThan(tolerance * Math.max(1e-3, Math.abs(expected as number)))
}

function agrees({ estimate, standardError, interval }: LogisticEstimate, peer: readonly (number | undefined)[]): void {
  close(estimate, peer[0])
  close(standardError, peer[1])
  close(interval.lower, peer[2])
  close(interval.upper, peer[3])
}

describe.each(peers)('recalibration of forecasts: $name', (peer) => {
  it('is R’s glm', () => {
    const { intercept, slope } = slopeOf(forecastsOf(peer))
    const { glm } = peer
    agrees(intercept, [glm[0], glm[2], glm[4], glm[6]])
    agrees(slope, [glm[1], glm[3], glm[5], glm[7]])
    agrees(largeOf(forecastsOf(peer)), peer.large)
  })

  it('is val.prob of rms, whose own tolerance is coarser', () => {
    const { intercept, slope } = slopeOf(forecastsOf(peer))
    close(intercept.estimate, peer['val.prob'][1], 1e-5)
    close(slope.estimate, peer['val.prob'][2], 1e-5)
  })

  it('has the clustered standard errors of the R package sandwich', () => {
    const { intercept, slope } = slopeOf(clusteredOf(peer))
    close(intercept.standardError, peer.clustered[0])
    close(slope.standardError, peer.clustered[1])
    close(largeOf(clusteredOf(peer)).standardError, peer.clustered[2])
  })
})

const logistic = (x: number) => 1 / (1 + Math.exp(-x))

describe('calibrationSlope', () => {
  it('undoes a shift and a stretch of the forecasts', () => {
    const [peer] = peers
    const given = forecastsOf(peer as (typeof peers)[number])
    const before = slopeOf(given)
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: 0.2, max: 3, noNaN: true }), (a, b) => {
        const moved = given.probabilities.map((p) => logistic(a + b * Math.log(p / (1 - p))))
        const { intercept, slope } = slopeOf({ ...given, probabilities: moved })
        close(slope.estimate, before.slope.estimate / b, 1e-7)
        close(intercept.estimate + a * slope.estimate, before.intercept.estimate, 1e-7)
      }),
      { numRuns: 50 },
    )
  })

  it('changes sign when the label is swapped', () => {
    const given = forecastsOf(peers[1] as (typeof peers)[number])
    const swapped = slopeOf({ ...given, truths: given.truths.map((truth) => 1 - truth) })
    close(swapped.slope.estimate, -slopeOf(given).slope.estimate)
    close(swapped.intercept.estimate, -slopeOf(given).intercept.estimate)
  })

  it.each([
    ['empty-class', [1, 1], [0.2, 0.7]],
    ['empty-class', [], []],
    ['certain-forecast', [1, 0, 1], [0.2, 0.7, 1]],
    ['no-spread', [1, 0, 1], [0.2, 0.2, 0.2]],
    ['separated', [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]],
    ['separated', [0, 0, 1, 1], [0.1, 0.2, 0.2, 0.4]],
    ['separated', [1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4]],
  ] as const)('says why there is no slope: %s, %j, %j', (reason, truths, probabilities) => {
    const given = forecastsOf({ truths: [...truths], probabilities: [...probabilities] })
    expect(calibrationSlope(given)).toEqual({ status: 'undefined', reason })
  })

  it('has an intercept in the large where classes are separated', () => {
    const given = forecastsOf({ truths: [0, 0, 1, 1], probabilities: [0.1, 0.2, 0.3, 0.4] })
    expect(largeOf(given).estimate).toBeGreaterThan(0)
  })

  it('draws certain forecasts in where that is asked for', () => {
    const given = forecastsOf({ truths: [1, 0, 1, 0, 1], probabilities: [0.2, 0.7, 1, 0, 0.6] })
    const drawn = forecastsOf({ truths: [1, 0, 1, 0, 1], probabilities: [0.2, 0.7, 0.99, 0.01, 0.6] })
    expect(slopeOf(given, 0.01)).toEqual(slopeOf(drawn))
  })

  it('converges on nearly separated and on very extreme forecasts', () => {
    const near = forecastsOf({
      truths: [0, 0, 0, 1, 0, 1, 1, 1],
      probabilities: [0.1, 0.11, 0.12, 0.2, 0.2001, 0.5, 0.6, 0.9],
    })
    expect(slopeOf(near).slope.estimate).toBeGreaterThan(1)
    const extreme = forecastsOf({
      truths: [0, 1, 1, 0, 1, 1, 0, 0],
      probabilities: [1e-300, 1e-200, 0.5, 1 - 1e-15, 1 - 1e-16, 0.9, 0.1, 1e-12],
    })
    const { slope } = slopeOf(extreme)
    expect([slope.estimate, slope.standardError].every(Number.isFinite)).toBe(true)
  })

  it('refuses one cluster, a level and a clip that are none', () => {
    const given = forecastsOf({ truths: [1, 0, 1, 0], probabilities: [0.2, 0.7, 0.8, 0.3] })
    expect(calibrationSlope({ ...given, clusters: new Int32Array(4) })).toMatchObject({ reason: 'too-few-clusters' })
    expect(() => calibrationSlope(given, { level: 1 })).toThrow(/level/)
    expect(() => calibrationSlope(given, { clip: 0.5 })).toThrow(/clip/)
    expect(() => calibrationSlope({ ...given, probabilities: Float64Array.of(Number.NaN) })).toThrow(/probabilities/)
  })
})
