import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchedCase } from '../detection/match-marks.ts'
import { drawsOf } from '../random/philox.ts'
import {
  changesOf,
  frocDifference,
  markedAreaDifference,
  type VersionCase,
  type VersionEndpoint,
  versionDifference,
  versionEndpoints,
} from './index.ts'
import oracle from './versions.oracle.json' with { type: 'json' }

const level = 0.95

/** The later version errs less. */
function drawCases(count: number, seed: number, casesAPatient = 1): VersionCase[] {
  const draws = drawsOf(seed, 1)
  return Array.from({ length: count }, (_, i) => {
    const truth = draws.below(2)
    const answer = (right: number) => (draws.uniform() < right ? truth : 1 - truth)
    const of = 50 + draws.below(50)
    return {
      patient: `p${Math.floor(i / casesAPatient)}`,
      truth,
      earlier: answer(0.75),
      later: answer(0.85),
      of: { earlier: of, later: of },
    }
  })
}

/** Probabilities of both versions, too extreme the earlier, too low the later. */
function drawForecasts(count: number, seed: number, casesAPatient = 1): VersionCase[] {
  const draws = drawsOf(seed, 5)
  return Array.from({ length: count }, (_, i) => {
    const logit = 1.2 * draws.normal()
    const answer = (slope: number, intercept: number) =>
      1 / (1 + Math.exp(-(slope * logit + intercept + 0.2 * draws.normal())))
    const truth = draws.uniform() < 1 / (1 + Math.exp(-logit)) ? 1 : 0
    return { patient: `p${Math.floor(i / casesAPatient)}`, truth, earlier: answer(1.6, 0), later: answer(1, -0.4) }
  })
}

describe('differences of versions', () => {
  it('have for shares Tango’s interval, as R’s contingencytables gives it for the data of Cavo and others (2012)', () => {
    // 59 both, 6 only the earlier, 16 only the later, 80 neither; the package prints −0.1240 to −0.0054 for the earlier minus the later.
    const of = (count: number, earlier: number, later: number) =>
      Array.from({ length: count }, (_, i) => ({ patient: `${earlier}${later}${i}`, truth: 1, earlier, later }))
    const cases = [...of(59, 1, 1), ...of(6, 1, 0), ...of(16, 0, 1), ...of(80, 0, 0)]
    const found = versionDifference('sensitivity', cases, level)!
    expect(found).toMatchObject({ earlier: 65 / 161, later: 75 / 161, method: 'tango' })
    expect(found.estimate).toBeCloseTo(10 / 161, 14)
    expect([found.lower, found.upper].map((value) => value.toFixed(4))).toEqual(['0.0054', '0.1240'])
  })

  it('have for a ratio the linearised variance, nearly, and for kappa and spread a jackknife’s', () => {
    const draws = drawsOf(3, 1)
    const cases = Array.from({ length: 300 }, (_, i): VersionCase => {
      const of = 100 + draws.below(200)
      return {
        patient: `p${i}`,
        earlier: Math.round(of * (0.8 + 0.1 * draws.uniform())),
        later: Math.round(of * (0.85 + 0.1 * draws.uniform())),
        of: { earlier: of, later: of },
      }
    })
    const found = versionDifference('ratio', cases, level)!
    const total = cases.reduce((sum, { of }) => sum + of!.later, 0)
    const ratio = (side: 'earlier' | 'later') => cases.reduce((sum, one) => sum + one[side], 0) / total
    expect(found.estimate).toBeCloseTo(ratio('later') - ratio('earlier'), 14)
    const squares = cases.reduce((sum, one) => sum + (one.later - one.earlier - found.estimate * one.of!.later) ** 2, 0)
    const linearised = Math.sqrt((300 / 299) * squares) / total
    expect((found.upper - found.lower) / 2 / 1.96793 / linearised).toBeCloseTo(1, 2)
  })

  it('hold the truth about as often as they say: kappa, spread, ICC and O/E, 400 samples', () => {
    const held = (endpoint: VersionEndpoint, truth: number, draw: (seed: number) => VersionCase[]) => {
      let count = 0
      for (let seed = 1; seed <= 400; seed += 1) {
        const found = versionDifference(endpoint, draw(seed), level)
        if (found && found.lower <= truth && truth <= found.upper) count += 1
      }
      return count / 400
    }
    // Agreement of 0.85 and 0.75 with a truth that is a coin toss: kappas 0.7 and 0.5.
    expect(held('kappa', 0.2, (seed) => drawCases(60, seed))).toBeGreaterThan(0.915)
    const measured = (seed: number) => {
      const draws = drawsOf(seed, 2)
      return Array.from({ length: 60 }, (_, i) => ({
        patient: `p${i}`,
        truth: 10,
        earlier: 10 + 2 * draws.normal(),
        later: 10 + draws.normal(),
      }))
    }
    expect(held('spread', -1, measured)).toBeGreaterThan(0.915)
    // ICC of values with error variances 4 and 1 about references of variance 4: 4/8 and 4/5.
    const referred = (seed: number) => {
      const draws = drawsOf(seed, 3)
      return Array.from({ length: 60 }, (_, i) => {
        const truth = 2 * draws.normal()
        return { patient: `p${i}`, truth, earlier: truth + 2 * draws.normal(), later: truth + draws.normal() }
      })
    }
    // Probabilities too low by exp(distance) of either version; near 1 (0.05 and 0.02) as well as far.
    const forecast = (distances: readonly [number, number]) => (seed: number) => {
      const draws = drawsOf(seed, 4)
      return Array.from({ length: 200 }, (_, i) => {
        const probability = 0.1 + 0.5 * draws.uniform()
        const answer = (distance: number) => probability * Math.exp(-distance) * (1 + 0.1 * draws.normal())
        const truth = draws.uniform() < probability ? 1 : 0
        return { patient: `p${i}`, truth, earlier: answer(distances[0]), later: answer(distances[1]) }
      })
    }
    for (const distances of [
      [0.05, 0.02],
      [0.5, 0.1],
      [0.3, -0.3],
    ] as const)
      expect(
        held('observed-expected', Math.abs(distances[1]) - Math.abs(distances[0]), forecast(distances)),
      ).toBeGreaterThan(0.925)
    expect(held('icc', 4 / 4.5 - 4 / 6, referred)).toBeGreaterThan(0.915)
  })

  it('are 0 of the same version, and turn round with the versions (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom(...versionEndpoints),
        fc.constantFrom(1, 3),
        (seed, endpoint, each) => {
          const cases = endpoint.startsWith('calibration-') ? drawForecasts(45, seed, each) : drawCases(45, seed, each)
          const turned = cases.map((one) => ({ ...one, earlier: one.later, later: one.earlier }))
          const [there, back] = [versionDifference(endpoint, cases, level), versionDifference(endpoint, turned, level)]
          expect(back === undefined).toBe(there === undefined)
          if (!there || !back) return
          expect(back.estimate).toBeCloseTo(-there.estimate, 10)
          expect(back.lower).toBeCloseTo(-there.upper, 6)
          const figure = (value: number) => {
            if (endpoint === 'observed-expected') return Math.abs(Math.log(value))
            if (endpoint === 'calibration-in-the-large') return Math.abs(value)
            return endpoint === 'calibration-slope' ? Math.abs(value - 1) : value
          }
          expect(there.estimate).toBeCloseTo(figure(there.later) - figure(there.earlier), 10)
          const same = versionDifference(
            endpoint,
            cases.map((one) => ({ ...one, later: one.earlier })),
            level,
          )
          if (same) expect(same.estimate).toBeCloseTo(0, 12)
          const changes = changesOf(endpoint, cases)
          expect(changesOf(endpoint, turned)).toEqual(changes.map((value) => expect.closeTo(-value, 12)))
        },
      ),
      { numRuns: 80 },
    )
  })

  it('have no interval where there is nothing to go by', () => {
    for (const endpoint of versionEndpoints) {
      expect(versionDifference(endpoint, [], level)).toBeUndefined()
      expect(versionDifference(endpoint, drawCases(1, 4), level)?.estimate ?? 0).not.toBeNaN()
    }
    expect(
      versionDifference(
        'area',
        drawCases(20, 5).map((one) => ({ ...one, truth: 1 })),
        level,
      ),
    ).toBeUndefined()
    expect(
      versionDifference(
        'kappa',
        drawCases(20, 5).map((one) => ({ ...one, truth: 1, earlier: 1, later: 1 })),
        level,
      ),
    ).toBeUndefined()
  })
})

describe('what numpy, scikit-learn, scipy and statsmodels make of the same cases', () => {
  const { patients, truth, scores, values, reference } = oracle
  const casesOf = ([earlier, later]: number[][], right: number[]): VersionCase[] =>
    patients.map((patient, i) => ({
      patient: `p${patient}`,
      truth: right[i]!,
      earlier: earlier![i]!,
      later: later![i]!,
    }))
  const near = ({ estimate, lower, upper }: { estimate: number; lower: number; upper: number }) => ({
    estimate: expect.closeTo(estimate, 11),
    lower: expect.closeTo(lower, 10),
    upper: expect.closeTo(upper, 10),
    method: 'jackknife',
  })

  it('ICC(2,1) with the reference', () => {
    expect(versionDifference('icc', casesOf(values, reference), level)).toMatchObject(near(oracle.icc))
  })

  it.each(oracle.parts)('area over $over from $from to $to', ({ over, from, to, ...peer }) => {
    const part = { over: over as 'specificity' | 'sensitivity', from, to }
    expect(versionDifference('partial-area', casesOf(scores, truth), level, { part })).toMatchObject(near(peer))
  })

  it.each([
    ['observed-expected', Math.exp],
    ['calibration-in-the-large', (deviation: number) => deviation],
    ['calibration-slope', (deviation: number) => deviation + 1],
  ] as const)('%s, by how far it is from right', (endpoint, figureOf) => {
    const { deviations, ...peer } = oracle.calibration[endpoint]
    const [earlier, later] = deviations.map((deviation) => expect.closeTo(figureOf(deviation), 10))
    expect(versionDifference(endpoint, casesOf(scores, truth), level)).toMatchObject({ ...near(peer), earlier, later })
  })

  it('changes of placements within a part sum to the change of the area, but for ties', () => {
    const cases = casesOf(scores, truth)
    for (const [name, is] of [
      ['specificity', 1],
      ['sensitivity', 0],
    ] as const) {
      const part = { over: name, from: 0.5, to: 1 }
      const own = truth.filter((one) => one === is).length
      const changes = changesOf('partial-area', cases, { part })
      const total = changes.reduce((sum, change) => sum + change, 0)
      expect(total / own).toBeCloseTo(versionDifference('partial-area', cases, level, { part })!.estimate, 1)
      for (const [i, change] of changes.entries()) if (truth[i] !== is) expect(change).toBe(0)
    }
  })

  const marked = oracle.marks.map((version) =>
    version.map(
      (one, i): MatchedCase => ({
        case: `c${i}`,
        patient: `c${i}`,
        failed: false,
        ignored: 0,
        lesionWeights: Float64Array.from(one.lesions, () => 1 / one.lesions.length),
        lesionScores: Float64Array.from(one.lesions, (score) => score ?? -Infinity),
        falseScores: Float64Array.from(one.false),
      }),
    ),
  )
  const how = { replicates: 4000, seed: 2, level }

  it('average precision of marks, its interval within the error of 4,000 draws', () => {
    const { earlier, later, percentiles, deviation } = oracle.averagePrecision
    const found = markedAreaDifference('average-precision', marked[0]!, marked[1]!, how)!
    expect(found).toMatchObject({ earlier: expect.closeTo(earlier, 12), later: expect.closeTo(later, 12) })
    // A percentile of 2.5 % has the error √(0.025 × 0.975 / 4000) / φ(1.96) deviations: 0.042.
    for (const [i, end] of [found.lower, found.upper].entries())
      expect(Math.abs(end - percentiles[i]!)).toBeLessThan(3.5 * 0.042 * deviation)
  })

  it('areas of localisation turn round with the versions, and are undefined without lesions', () => {
    for (const area of ['average-precision', 'afroc', 'weighted-afroc', 'lroc'] as const) {
      const [there, back] = [marked, marked.toReversed()].map(
        ([one, other]) => markedAreaDifference(area, one!, other!, { ...how, replicates: 300 })!,
      )
      expect(there!.estimate).toBeCloseTo(-back!.estimate, 12)
      expect(there!.lower).toBeLessThan(there!.estimate)
      const bare = marked[0]!.map((one) => ({ ...one, lesionScores: new Float64Array() }))
      expect(markedAreaDifference(area, bare, bare, { ...how, replicates: 10 })).toBeUndefined()
    }
  })
})

describe('FROC of two versions', () => {
  const draw = (seed: number, found: number): MatchedCase[] => {
    const draws = drawsOf(seed, 1)
    return Array.from({ length: 60 }, (_, i) => ({
      case: `c${i}`,
      patient: `c${i}`,
      failed: false,
      ignored: 0,
      lesionWeights: Float64Array.of(1),
      lesionScores: Float64Array.of(draws.uniform() < found ? draws.uniform() + 0.5 : -Infinity),
      falseScores: Float64Array.from({ length: draws.below(3) }, () => draws.uniform()),
    }))
  }
  const how = { rates: [0.25, 0.5, 1], replicates: 400, seed: 2, level }

  it('is 0 without variation for the same version, and shows one that finds more', () => {
    const one = draw(1, 0.6)
    expect(frocDifference(one, one, how)).toBeUndefined()
    const better = frocDifference(one, draw(9, 0.95), how)!
    expect(better.lower).toBeGreaterThan(0)
    expect(better.estimate).toBeCloseTo(better.later - better.earlier, 12)
    expect(
      frocDifference(
        one.map((matched) => ({ ...matched, lesionScores: new Float64Array() })),
        one,
        how,
      ),
    ).toBeUndefined()
  })
})
