import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatchedCase } from '../detection/match-marks.ts'
import { drawsOf } from '../random/philox.ts'
import {
  changesOf,
  frocDifference,
  type VersionCase,
  type VersionEndpoint,
  versionDifference,
  versionEndpoints,
} from './index.ts'

const level = 0.95

/** The later version errs less. */
function drawCases(count: number, seed: number, casesAPatient = 1): VersionCase[] {
  const draws = drawsOf(seed, 1)
  return Array.from({ length: count }, (_, i) => {
    const truth = draws.below(2)
    const answer = (right: number) => (draws.uniform() < right ? truth : 1 - truth)
    const of = 50 + draws.below(50)
    return {
      ...{ patient: `p${Math.floor(i / casesAPatient)}`, truth, earlier: answer(0.75), later: answer(0.85) },
      of: { earlier: of, later: of },
    }
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
        ...{ patient: `p${i}`, earlier: Math.round(of * (0.8 + 0.1 * draws.uniform())) },
        ...{ later: Math.round(of * (0.85 + 0.1 * draws.uniform())), of: { earlier: of, later: of } },
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

  it('hold the truth about as often as they say: kappa and spread, 400 samples of 60 patients', () => {
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
        ...{ patient: `p${i}`, truth: 10, earlier: 10 + 2 * draws.normal(), later: 10 + draws.normal() },
      }))
    }
    expect(held('spread', -1, measured)).toBeGreaterThan(0.915)
  })

  it('are 0 of the same version, and turn round with the versions (property)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom(...versionEndpoints),
        fc.constantFrom(1, 3),
        (seed, endpoint, each) => {
          const cases = drawCases(45, seed, each)
          const turned = cases.map((one) => ({ ...one, earlier: one.later, later: one.earlier }))
          const [there, back] = [versionDifference(endpoint, cases, level), versionDifference(endpoint, turned, level)]
          expect(back === undefined).toBe(there === undefined)
          if (!there || !back) return
          expect(back.estimate).toBeCloseTo(-there.estimate, 10)
          expect(back.lower).toBeCloseTo(-there.upper, 6)
          expect(there.estimate).toBeCloseTo(there.later - there.earlier, 10)
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

describe('FROC of two versions', () => {
  const draw = (seed: number, found: number): MatchedCase[] => {
    const draws = drawsOf(seed, 1)
    return Array.from({ length: 60 }, (_, i) => ({
      ...{ case: `c${i}`, patient: `c${i}`, failed: false, ignored: 0, lesionWeights: Float64Array.of(1) },
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
