import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { decomposeBrier } from './brier-decomposition.ts'
import { brierScore } from './brier-score.ts'
import { calibrationError } from './calibration-error.ts'
import { calibration, calibrationParameters, edgesOf } from './calibration-estimator.ts'
import { mergedBins } from './calibration-figures.ts'
import { sumBins } from './forecast-bins.ts'
import type { ForecastCase } from './forecast-case.ts'
import type { Forecasts } from './forecasts.ts'
import { observedOverExpected } from './observed-over-expected.ts'
import { reliabilityBins } from './reliability-bins.ts'

const parameters = calibrationParameters.parse({})

function released(site: string, cases: readonly ForecastCase[], given = parameters): SiteRelease {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  return { site, released: calibration.released(given).parse(release(calibration.summarise(cases, given), exact)) }
}

function estimate(releases: readonly SiteRelease[], given = parameters): Map<string, Figure> {
  const figures = calibration.estimate(calibration.merge(releases, given), given)
  for (const one of figures) expect(figure.safeParse(one).success).toBe(true)
  return new Map(figures.map((one) => [one.id, one]))
}

function estimated(figures: Map<string, Figure>, id: string) {
  const found = figures.get(id)
  if (found?.status !== 'estimated') throw new Error(`${id}: ${found?.status}`)
  return found
}

function close(actual: number | undefined | null, expected: number | undefined | null, tolerance = 1e-12): void {
  if (typeof actual !== 'number' || typeof expected !== 'number') throw new Error(`${actual} for ${expected}`)
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1e-3, Math.abs(expected)))
}

/** Numbers to 1e-12 relative, and to √1e-24 where a square root was taken of what is nothing but rounding. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number') {
    const distance = Math.abs((actual as number) - expected)
    expect(distance).toBeLessThanOrEqual(1e-12 + 1e-11 * Math.abs(expected))
  } else if (typeof expected !== 'object' || expected === null) expect(actual).toEqual(expected)
  else for (const [key, value] of Object.entries(expected)) expectEqual((actual as Record<string, unknown>)[key], value)
}

/** Where there is a figure, and an interval on the logit or the logarithm, it is this. */
function agrees(found: Figure | undefined, expected: { estimate: number | null; lower?: number | undefined }): void {
  if (found?.status !== 'estimated') return
  close(found.estimate, expected.estimate, 1e-11)
  if (expected.lower !== undefined && found.interval.method !== 'korn-graubard')
    close(found.interval.lower, expected.lower, 1e-7)
}

const cases = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 1, max: 60 }),
      truth: fc.boolean(),
      probability: fc.option(
        fc.oneof(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.nat(10).map((n) => n / 10),
        ),
        { freq: 20 },
      ),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((all) => all.map((one): ForecastCase => ({ ...one, patient: `p${one.patient}` })))

function forecastsOf(given: readonly ForecastCase[]): Forecasts {
  const names = [...new Set(given.map(({ patient }) => patient))]
  return {
    truths: Uint8Array.from(given, ({ truth }) => (truth ? 1 : 0)),
    probabilities: Float64Array.from(given, ({ truth, probability }) => probability ?? (truth ? 0 : 1)),
    clusters: Int32Array.from(given, ({ patient }) => names.indexOf(patient)),
  }
}

describe('calibration', () => {
  it('gives over 1 to 40 hospitals, in any order, what it gives over the pooled cases', () => {
    const assignment = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 61, maxLength: 61 })
    fc.assert(
      fc.property(cases, assignment, (given, hospitalOf) => {
        const bySite = Map.groupBy(given, ({ patient }) => `h${hospitalOf[Number(patient.slice(1))]}`)
        const releases = [...bySite].map(([site, own]) => released(site, own))
        const merged = estimate([...releases, released('empty', [])])
        expect(estimate([released('empty', []), ...releases.toReversed()])).toEqual(merged)
        for (const [id, pooled] of estimate([released('all', given)])) expectEqual(merged.get(id), pooled)
      }),
      { numRuns: 40 },
    )
  })

  it('gives what the cases themselves give', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const figures = estimate([released('all', given)])
        const forecasts = forecastsOf(given)
        const [score, ratio] = [brierScore(forecasts), observedOverExpected(forecasts)]
        const bins = sumBins(forecasts.truths, forecasts.probabilities, edgesOf(10))
        if (score.status !== 'estimated') throw new Error(score.reason)
        agrees(figures.get('brier'), { estimate: score.brier, lower: score.interval?.lower })
        agrees(figures.get('brier.skill'), { estimate: score.skill })
        if (ratio.status === 'estimated')
          agrees(figures.get('observed-over-expected'), { estimate: ratio.ratio, lower: ratio.interval?.lower })
        agrees(figures.get('expected-calibration-error'), { estimate: calibrationError(bins).expected })
      }),
      { numRuns: 40 },
    )
  })

  it('merges to the bins, the decomposition and the reliability diagram of all cases', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const half = Math.ceil(given.length / 2)
        // A patient who is in two hospitals counts as two, which sums over cases do not see.
        const merged = calibration.merge(
          [released('a', given.slice(0, half)), released('b', given.slice(half))],
          parameters,
        )
        const found = mergedBins(merged, edgesOf(10))
        if (!found.known) throw new Error(found.reason)
        const { truths, probabilities } = forecastsOf(given)
        const [actual, expected] = [
          decomposeBrier(found.bins),
          decomposeBrier(sumBins(truths, probabilities, edgesOf(10))),
        ]
        for (const key of Object.keys(expected) as (keyof typeof expected)[])
          expect(Math.abs(actual[key] - expected[key])).toBeLessThan(1e-13)
      }),
      { numRuns: 40 },
    )
  })

  it('has the intervals of its parts', () => {
    const given = Array.from({ length: 200 }, (_, i): ForecastCase => {
      const probability = ((i * 37) % 100) / 100
      return { patient: `p${i % 90}`, truth: (i * 61) % 100 < 80 * probability + 10, probability }
    })
    const figures = estimate([
      released('a', given.slice(0, 90)),
      released(
        'b',
        given.slice(90).map((one) => ({ ...one, patient: `b${one.patient}` })),
      ),
    ])
    const distinct = given.map((one, i) => (i < 90 ? one : { ...one, patient: `b${one.patient}` }))
    const bins = reliabilityBins(forecastsOf(distinct), { kind: 'equal-width', count: 10 })
    bins.forEach((bin, k) => {
      const name = `bin-${String(k + 1).padStart(2, '0')}`
      close(estimated(figures, `${name}.observed`).interval.lower, bin.interval?.lower, 1e-10)
      close(estimated(figures, `${name}.difference`).estimate, (bin.predicted ?? 0) - (bin.observed ?? 0), 1e-10)
    })
    // Skill by its influence function over patients, term by term.
    const patients = [...Map.groupBy(distinct, ({ patient }) => patient).values()]
    const sum = (of: (one: ForecastCase) => number) => distinct.reduce((total, one) => total + of(one), 0)
    const error = ({ truth, probability }: ForecastCase) => ((probability ?? 0) - (truth ? 1 : 0)) ** 2
    const [brier, share] = [sum(error) / 200, sum(({ truth }) => (truth ? 1 : 0)) / 200]
    const uncertainty = share * (1 - share)
    const influences = patients.map((own) =>
      own.reduce((total, one) => {
        const byShare = ((one.truth ? 1 : 0) - share) * (1 - 2 * share)
        return total - (error(one) - brier) / uncertainty + (brier * byShare) / uncertainty ** 2
      }, 0),
    )
    const squares = influences.reduce((total, influence) => total + influence * influence, 0)
    const skill = estimated(figures, 'brier.skill')
    if (skill.reference.scale !== 't') throw new Error(skill.reference.scale)
    close(skill.reference.standardError, Math.sqrt((patients.length / (patients.length - 1)) * squares) / 200, 1e-11)
  })

  it('has the linearised variance of the calibration error where each patient has one case', () => {
    const given = Array.from({ length: 150 }, (_, i): ForecastCase => {
      const probability = ((i * 37) % 100) / 100
      return { patient: `p${i}`, truth: (i * 61) % 100 < 60 * probability + 5, probability }
    })
    const error = estimated(estimate([released('a', given)]), 'expected-calibration-error')
    const { truths, probabilities } = forecastsOf(given)
    const bins = sumBins(truths, probabilities, edgesOf(10))
    const signs = bins.map((bin) =>
      Math.sign((bin.lower + bin.upper) / 2 + bin.offset / bin.cases - bin.events / bin.cases),
    )
    const deviations = given.map(({ truth, probability }) => {
      const bin = Math.max(0, Math.ceil((probability ?? 0) * 10 - 1e-9) - 1)
      return (signs[bin] as number) * ((probability ?? 0) - (truth ? 1 : 0)) - error.estimate
    })
    const variance = deviations.reduce((sum, one) => sum + one * one, 0) / 150 / 149
    if (error.reference.scale !== 't') throw new Error(error.reference.scale)
    close(error.reference.standardError, Math.sqrt(variance), 1e-11)
  })

  it('takes a failed output for the worst forecast, or leaves it out, as declared', () => {
    const given: ForecastCase[] = [
      { patient: 'a', truth: true, probability: null },
      { patient: 'b', truth: false, probability: null },
      { patient: 'c', truth: true, probability: 0.5 },
      { patient: 'd', truth: false, probability: 0.5 },
    ]
    expect(estimated(estimate([released('s', given)]), 'brier').estimate).toBe(0.625)
    const leftOut = calibrationParameters.parse({ failures: 'left-out' })
    const figures = estimate([released('s', given, leftOut)], leftOut)
    expect(estimated(figures, 'brier').estimate).toBe(0.25)
    expect(estimated(figures, 'completion').estimate).toBe(0.5)
  })

  it('says why there is no figure', () => {
    const none = estimate([released('s', [])])
    expect(none.get('brier')).toMatchObject({ status: 'undefined', reason: 'empty-denominator' })
    expect(none.get('brier.skill')).toMatchObject({ reason: 'empty-denominator' })
    expect(none.get('observed-over-expected')).toMatchObject({ reason: 'empty-denominator' })
    const one = estimate([released('s', [{ patient: 'a', truth: true, probability: 0.5 }])])
    expect(one.get('brier.skill')).toMatchObject({ reason: 'empty-class' })
    expect(one.get('expected-calibration-error')).toMatchObject({ reason: 'too-few-patients' })
    const never = estimate([released('s', [{ patient: 'a', truth: false, probability: 0.5 }])])
    expect(never.get('observed-over-expected')).toMatchObject({ reason: 'empty-class' })
  })

  it('is not estimable where a hospital keeps a cell back', () => {
    const site = released('s', [{ patient: 'a', truth: true, probability: 0.5 }])
    const kept = {
      ...site,
      released: {
        ...site.released,
        cells: { ...site.released.cells, 'bin-05.event-offset': { kind: 'suppressed' as const } },
      },
    }
    expect(estimate([kept]).get('expected-calibration-error')).toEqual({
      id: 'expected-calibration-error',
      status: 'not-estimable',
      reason: 'suppressed',
      sites: ['s'],
    })
  })

  it('is refused by its schema with a cell too few', () => {
    const { released: given } = released('s', [])
    const { expected: _, ...cells } = given.cells
    expect(calibration.released(parameters).safeParse({ ...given, cells }).success).toBe(false)
  })

  it.each([
    ['brier.numerator', 99],
    ['events.numerator', 2],
    ['bin-05.observed.denominator', 7],
    ['bin-05.difference.numerator', -3],
    ['bin-05.squared-offset', 1],
    ['bin-05.event-offset', 0.2],
  ])('is refused by its schema with numbers that no cases have: %s %f', (name, value) => {
    const { released: given } = released('s', [
      { patient: 'a', truth: true, probability: 0.45 },
      { patient: 'b', truth: false, probability: 0.45 },
    ])
    const cells = { ...given.cells, [name]: { kind: 'exact', value } }
    expect(calibration.released(parameters).safeParse({ ...given, cells }).success).toBe(false)
  })
})
