import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decomposeBrier } from './brier-decomposition.ts'
import { brierScore } from './brier-score.ts'
import { calibrationError } from './calibration-error.ts'
import { type Binning, binEdges, sumBins } from './forecast-bins.ts'
import type { Forecasts } from './forecasts.ts'
import { observedOverExpected } from './observed-over-expected.ts'
import { reliabilityBins } from './reliability-bins.ts'
import { clusteredOf, forecastsOf, peers } from './testing/oracle.ts'

function estimated<T extends { status: string }>(result: T): Extract<T, { status: 'estimated' }> {
  if (result.status !== 'estimated') throw new Error(result.status)
  return result as Extract<T, { status: 'estimated' }>
}

function close(actual: number | null | undefined, expected: number | undefined, tolerance = 1e-10): void {
  if (typeof actual !== 'number' || expected === undefined) throw new Error(`${actual} for ${expected}`)
  expect(Math.abs(actual - expected)).toBeLessThan(tolerance * Math.max(1e-6, Math.abs(expected)))
}

function binsOf({ truths, probabilities }: Forecasts, binning: Binning) {
  return sumBins(truths, probabilities, binEdges(binning, probabilities))
}

describe.each(peers)('forecasts: $name', (peer) => {
  it('have the Brier score of scikit-learn and rms, and Spiegelhalter’s test of rms', () => {
    const { brier, spiegelhalter } = estimated(brierScore(forecastsOf(peer)))
    close(brier, peer.brierScoreLoss)
    close(brier, peer['val.prob'][0])
    close(spiegelhalter?.z, peer['val.prob'][3])
    close(spiegelhalter?.p, peer['val.prob'][4])
  })

  it('have the clustered standard errors of the R package survey', () => {
    const { standardError } = estimated(brierScore(clusteredOf(peer)))
    close(standardError, peer.brier[1])
    const { ratio, standardError: ofLogarithm } = estimated(observedOverExpected(clusteredOf(peer)))
    close(ratio, peer.ratio[0])
    close(ratio * (ofLogarithm ?? 0), peer.ratio[1])
  })

  it.each([
    ['uniform', 'equal-width', 5],
    ['uniform', 'equal-width', 10],
    ['quantile', 'equal-count', 5],
    ['quantile', 'equal-count', 10],
  ] as const)('have the calibration curve of scikit-learn: %s, %s, %d', (strategy, kind, count) => {
    const filled = reliabilityBins(forecastsOf(peer), { kind, count }).filter(({ cases }) => cases > 0)
    const curve = peer.curves[`${strategy} ${count}`]
    expect(filled.length).toBe(curve?.observed.length)
    filled.forEach(({ observed, predicted }, k) => {
      close(observed, curve?.observed[k])
      close(predicted, curve?.predicted[k])
    })
  })
})

const forecasts = fc
  .array(
    fc.tuple(
      fc.nat(1),
      fc.oneof(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(10).map((n) => n / 10),
      ),
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((all): Forecasts => forecastsOf({ truths: all.map(([y]) => y), probabilities: all.map(([, p]) => p) }))
const binning = fc.record({
  kind: fc.constantFrom('equal-width' as const, 'equal-count' as const),
  count: fc.integer({ min: 1, max: 20 }),
})

describe('decomposeBrier', () => {
  it('sums to the Brier score, whatever the bins are', () => {
    fc.assert(
      fc.property(forecasts, binning, (given, how) => {
        const parts = decomposeBrier(binsOf(given, how))
        const sum =
          parts.reliability - parts.resolution + parts.uncertainty + parts.withinVariance - parts.withinCovariance
        expect(Math.abs(sum - estimated(brierScore(given)).brier)).toBeLessThan(1e-13)
      }),
    )
  })

  it('gives what is worked by hand', () => {
    // Two bins: 0.2 (one event of four) and 0.8 (three of four).
    const given = forecastsOf({
      truths: [1, 0, 0, 0, 1, 1, 1, 0],
      probabilities: [0.2, 0.2, 0.2, 0.2, 0.8, 0.8, 0.8, 0.8],
    })
    const parts = decomposeBrier(binsOf(given, { kind: 'equal-width', count: 2 }))
    close(parts.reliability, 0.05 ** 2)
    close(parts.resolution, 0.25 ** 2)
    close(parts.uncertainty, 0.25)
    expect(Math.abs(parts.withinVariance) + Math.abs(parts.withinCovariance)).toBeLessThan(1e-15)
    const { brier, skill } = estimated(brierScore(given))
    close(brier, 0.19)
    close(skill, 1 - 0.19 / 0.25)
  })
})

describe('calibrationError', () => {
  it('lies between its kinds, and is 0 where every bin is right', () => {
    fc.assert(
      fc.property(forecasts, binning, (given, how) => {
        const { expected, rootMeanSquare, largest } = calibrationError(binsOf(given, how))
        expect(expected).toBeLessThanOrEqual(rootMeanSquare + 1e-12)
        expect(rootMeanSquare).toBeLessThanOrEqual(largest + 1e-12)
      }),
    )
    const right = forecastsOf({ truths: [1, 0, 0, 0], probabilities: [0.25, 0.25, 0.25, 0.25] })
    expect(calibrationError(binsOf(right, { kind: 'equal-width', count: 10 }))).toEqual({
      expected: 0,
      rootMeanSquare: 0,
      largest: 0,
      largestBin: 2,
    })
  })

  it('gives what is worked by hand', () => {
    const given = forecastsOf({ truths: [1, 1, 0, 0], probabilities: [0.9, 0.7, 0.4, 0.4] })
    const { expected, rootMeanSquare, largest, largestBin } = calibrationError(
      binsOf(given, { kind: 'equal-width', count: 2 }),
    )
    close(expected, (0.2 + 0.4) / 2)
    close(rootMeanSquare, Math.sqrt((0.04 + 0.16) / 2))
    close(largest, 0.4)
    expect(largestBin).toBe(0)
  })
})

describe('binEdges', () => {
  it('puts an edge into the bin below it, and 0 into the first', () => {
    const probabilities = Float64Array.from([0, 0.1, 0.3, 0.6, 0.7, 1])
    const bins = sumBins(new Uint8Array(6), probabilities, binEdges({ kind: 'equal-width', count: 10 }, probabilities))
    expect(bins.map(({ cases }) => cases)).toEqual([2, 0, 1, 0, 0, 1, 1, 0, 0, 1])
  })

  it('never splits equal probabilities', () => {
    const probabilities = Float64Array.from([0.2, 0.2, 0.2, 0.2, 0.9])
    const edges = binEdges({ kind: 'equal-count', count: 4 }, probabilities)
    expect([...edges]).toEqual([0.2, 0.9])
    const same = Float64Array.from([0.4, 0.4])
    expect(sumBins(new Uint8Array(2), same, binEdges({ kind: 'equal-count', count: 3 }, same))).toMatchObject([
      { cases: 2 },
    ])
  })

  it.each([0, 1.5, 1001, Number.NaN])('refuses %f bins', (count) => {
    expect(() => binEdges({ kind: 'equal-width', count }, new Float64Array(1))).toThrow(/bins/)
  })
})

describe('reliabilityBins', () => {
  it('has Wilson’s interval, and with clusters that of a clustered proportion', () => {
    const given = forecastsOf({ truths: [1, 0, 1, 0, 0, 1, 0, 0, 0, 1], probabilities: new Array(10).fill(0.35) })
    const [bin] = reliabilityBins(given, { kind: 'equal-width', count: 1 })
    // R 4.2.2, prop.test(4, 10, correct = FALSE).
    close(bin?.interval?.lower, 0.168180329706236, 1e-9)
    close(bin?.interval?.upper, 0.687326230266342, 1e-9)
    const clusters = Int32Array.from([0, 0, 1, 1, 2, 2, 3, 3, 4, 4])
    const [clustered] = reliabilityBins({ ...given, clusters }, { kind: 'equal-width', count: 1 })
    expect(clustered?.interval?.method).toBe('linearised-logit-t')
    expect(
      reliabilityBins({ ...given, clusters: new Int32Array(10) }, { kind: 'equal-width', count: 1 })[0]?.interval,
    ).toBeNull()
    const [narrower] = reliabilityBins({ ...given, clusters }, { kind: 'equal-width', count: 1 }, 0.9)
    expect(narrower?.interval?.lower).toBeGreaterThan(clustered?.interval?.lower ?? 1)
    expect(() => reliabilityBins(given, { kind: 'equal-width', count: 1 }, 1)).toThrow(/level/)
  })

  it('has empty bins without numbers', () => {
    const [first, second] = reliabilityBins(forecastsOf({ truths: [1], probabilities: [0.9] }), {
      kind: 'equal-width',
      count: 2,
    })
    expect(first).toMatchObject({ cases: 0, predicted: null, observed: null, interval: null })
    expect(second).toMatchObject({ cases: 1, observed: 1 })
  })
})

describe('degenerate forecasts', () => {
  const none = forecastsOf({ truths: [], probabilities: [] })
  it('say why there is no number', () => {
    expect(brierScore(none)).toEqual({ status: 'undefined', reason: 'no-cases' })
    expect(observedOverExpected(none)).toEqual({ status: 'undefined', reason: 'no-cases' })
    expect(observedOverExpected(forecastsOf({ truths: [0], probabilities: [0.2] }))).toMatchObject({
      reason: 'empty-class',
    })
    expect(observedOverExpected(forecastsOf({ truths: [1], probabilities: [0] }))).toMatchObject({
      reason: 'nothing-expected',
    })
  })

  it('have no interval where there is nothing to take it from', () => {
    expect(estimated(brierScore(forecastsOf({ truths: [1], probabilities: [0.2] })))).toMatchObject({
      standardError: null,
      interval: null,
      skill: null,
    })
    expect(estimated(brierScore(forecastsOf({ truths: [1, 0, 1], probabilities: [1, 0, 1] })))).toMatchObject({
      brier: 0,
      interval: null,
      skill: 1,
      spiegelhalter: null,
    })
    expect(estimated(observedOverExpected(forecastsOf({ truths: [1], probabilities: [0.5] })))).toMatchObject({
      ratio: 2,
      interval: null,
    })
  })

  it.each([
    [{ truths: Uint8Array.of(2), probabilities: Float64Array.of(0.5) }, /truths/],
    [{ truths: Uint8Array.of(1), probabilities: Float64Array.of(Number.NaN) }, /probabilities/],
    [{ truths: Uint8Array.of(1), probabilities: Float64Array.of(1.01) }, /probabilities/],
    [{ truths: Uint8Array.of(1), probabilities: Float64Array.of(0.1, 0.2) }, /probabilities/],
    [{ truths: Uint8Array.of(1), probabilities: Float64Array.of(0.1), clusters: Int32Array.of(-1) }, /clusters/],
    [{ truths: Uint8Array.of(1), probabilities: Float64Array.of(0.1), clusters: Int32Array.of(1, 2) }, /clusters/],
  ])('are refused where they are none: %j', (given, message) => {
    expect(() => brierScore(given)).toThrow(message)
    expect(() => observedOverExpected(given)).toThrow(message)
  })
})
