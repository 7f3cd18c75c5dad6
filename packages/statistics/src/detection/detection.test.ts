import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrecisions } from './average-precision.ts'
import { bootstrapAreas } from './bootstrap-areas.ts'
import { sortScores } from './detection-scores.ts'
import type { DetectionCase, Lesion, Mark, Place } from './findings.ts'
import { bootstrapFroc } from './froc-bootstrap.ts'
import { drawnSensitivities, frocCurve, sensitivitiesAt, sevenRates } from './froc-curve.ts'
import { hitRule, nearness } from './hit-rule.ts'
import { afrocArea, lrocArea, rankLocalisations } from './localisation-areas.ts'
import { type MatchedCase, matching, matchMarks } from './match-marks.ts'

const luna16 = matching.parse({ rule: { rule: 'distance', limit: 'radius' }, multiplicity: 'luna16' })
const oneToOne = matching.parse({ ...luna16, multiplicity: 'one-to-one' })

function lesion(id: string, centre: Place, diameter: number, more: Partial<Lesion> = {}): Lesion {
  return { id, centre, diameter, ...more }
}

function scan(lesions: Lesion[], marks: [Place, number][]): DetectionCase {
  return { case: 'c', patient: 'p', lesions, marks: marks.map(([centre, score]) => ({ centre, score })) }
}

describe('LUNA16', () => {
  /** By LUNA16's rules, scikit-learn and numpy: bench/oracles/froc.py. */
  const oracle = JSON.parse(readFileSync(new URL('froc.oracle.json', import.meta.url), 'utf8'))
  const cases: DetectionCase[] = oracle.scans.map(
    (one: { case: string; lesions: { centre: Place; diameter: number; excluded: boolean }[]; marks: Mark[] }) => ({
      case: one.case,
      patient: one.case,
      marks: one.marks,
      lesions: one.lesions.map(({ centre, diameter, excluded }, i) =>
        lesion(`${i}`, centre, diameter, { irrelevant: excluded }),
      ),
    }),
  )
  const matched = cases.map((one) => matchMarks(one, luna16))
  const scores = sortScores(matched)

  it('counts hits and false positives as its evaluation does', () => {
    expect(scores.lesions.reduce((a, b) => a + b, 0)).toBe(oracle.lesions)
    expect(scores.isLesion.reduce((a, b) => a + b, 0)).toBe(oracle.hits)
    expect(scores.scores.length - oracle.hits).toBe(oracle.falsePositives)
  })

  it('gives its sensitivities at the seven rates, and their mean', () => {
    const found = sensitivitiesAt(frocCurve(scores), sevenRates)
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(oracle.sensitivities[i], 13)
    expect(found.reduce((a, b) => a + b, 0) / 7).toBeCloseTo(oracle.mean, 13)
  })

  it('gives scikit-learn’s average precision', () => {
    const found = averagePrecisions(scores)
    expect(found.status === 'estimated' && found.step).toBeCloseTo(oracle.averagePrecision, 13)
  })

  it('has a bootstrap that comes out the same again, around the estimate', () => {
    const [one, two] = [1, 2].map(() => bootstrapFroc(scores, sevenRates, 200, 7))
    expect(one).toEqual(two)
    const means = Array.from({ length: 200 }, (_, r) => one!.values[r * 8 + 7]!)
    expect(means.reduce((a, b) => a + b, 0) / 200).toBeCloseTo(oracle.mean, 1)
    // Each patient once: the draw is the data.
    const once = new Int32Array(scores.patients.length).fill(1)
    expect(frocCurve(scores, once)).toEqual(frocCurve(scores))
  })
})

describe('hit rules', () => {
  const truth = lesion('a', [10, 10, 10], 6, { box: { from: [8, 8, 10], to: [12, 12, 10] } })
  const at = (centre: Place, box?: Mark['box']): Mark => ({ centre, score: 1, ...(box ? { box } : {}) })

  it.each([
    [{ rule: 'distance', limit: 'radius' }, at([13, 10, 10]), false],
    [{ rule: 'distance', limit: 'radius', boundary: 'included' }, at([13, 10, 10]), true],
    [{ rule: 'distance', limit: 'radius' }, at([12.9, 10, 10]), true],
    [{ rule: 'distance', limit: 5 }, at([14, 10, 10]), true],
    [{ rule: 'distance-over-size', limit: 0.5 }, at([13, 10, 10]), true],
    [{ rule: 'distance-over-size', limit: 0.5, boundary: 'excluded' }, at([13, 10, 10]), false],
    [{ rule: 'centre-in-truth' }, at([12, 8, 10]), true],
    [{ rule: 'centre-in-truth', boundary: 'excluded' }, at([12, 8, 10]), false],
    [{ rule: 'centre-in-truth' }, at([12.1, 8, 10]), false],
    // Boxes 4 × 4 and 4 × 4, shifted by 2: common 8, union 24.
    [{ rule: 'iou', limit: 0.3 }, at([0, 0, 0], { from: [10, 8, 10], to: [14, 12, 10] }), true],
    [{ rule: 'iou', limit: 1 / 3 }, at([0, 0, 0], { from: [10, 8, 10], to: [14, 12, 10] }), false],
    [{ rule: 'overlap-over-mark', limit: 0.5 }, at([0, 0, 0], { from: [10, 8, 10], to: [14, 12, 10] }), true],
    [{ rule: 'overlap-over-mark', limit: 0.51 }, at([0, 0, 0], { from: [10, 8, 10], to: [14, 12, 10] }), false],
    [{ rule: 'iou', limit: 0 }, at([0, 0, 0], { from: [20, 20, 10], to: [21, 21, 10] }), false],
  ])('%j', (rule, mark, hits) => {
    expect(nearness(hitRule.parse(rule), truth, mark) !== undefined).toBe(hits)
  })

  it('need boxes where they speak of boxes', () => {
    expect(() => nearness(hitRule.parse({ rule: 'iou', limit: 0 }), truth, at([0, 0, 0]))).toThrow('needs a box')
  })
})

describe('matching', () => {
  const [a, b] = [lesion('a', [0, 0, 0], 10), lesion('b', [4, 0, 0], 10)]

  it('lets one mark hit two lesions under luna16, and one under one-to-one', () => {
    const both = scan([a, b], [[[2, 0, 0], 0.9]])
    expect([...matchMarks(both, luna16).lesionScores]).toEqual([0.9, 0.9])
    expect([...matchMarks(both, oneToOne).lesionScores]).toEqual([0.9, -Infinity])
  })

  it('ignores further marks on a lesion, or takes them for false, as declared', () => {
    const twice = scan(
      [a],
      [
        [[0, 0, 0], 0.5],
        [[1, 0, 0], 0.9],
      ],
    )
    for (const how of [luna16, oneToOne]) {
      const found = matchMarks(twice, how)
      expect([[...found.lesionScores], [...found.falseScores], found.ignored]).toEqual([[0.9], [], 1])
      expect([...matchMarks(twice, { ...how, duplicates: 'false-positive' }).falseScores]).toEqual([0.5])
    }
  })

  it('ignores marks on irrelevant findings, before or after lesions, as declared', () => {
    const near = scan(
      [a, lesion('x', [4, 0, 0], 10, { irrelevant: true })],
      [
        [[2, 0, 0], 0.9],
        [[8, 0, 0], 0.8],
      ],
    )
    expect(matchMarks(near, luna16)).toMatchObject({ lesionScores: Float64Array.of(0.9), ignored: 1 })
    const other = matchMarks(near, { ...luna16, precedence: 'irrelevant' })
    expect(other).toMatchObject({ lesionScores: Float64Array.of(-Infinity), ignored: 2 })
    expect(other.falseScores).toHaveLength(0)
  })

  it('takes the nearest free lesion by falling score: as an exhaustive search of the greedy order does', () => {
    const places = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 4 })), { maxLength: 4 })
    fc.assert(
      fc.property(places, places, (lesions, marks) => {
        const one = scan(
          lesions.map(([x], i) => lesion(`${i}`, [x, 0, 0], 8)),
          marks.map(([x, score]) => [[x, 0.1, 0], score]),
        )
        expect([...matchMarks(one, oneToOne).lesionScores]).toEqual(exhaustive(one))
      }),
    )
  })

  it('refuses a score that is no number', () => {
    expect(() => matchMarks(scan([a], [[[0, 0, 0], Number.NaN]]), luna16)).toThrow('case c has no score')
  })
})

/** Of all one-to-one assignments the one that is first by (score, nearness) of the marks in their order. */
function exhaustive({ lesions, marks }: DetectionCase): number[] {
  const order = marks.map((mark, i) => ({ mark, i })).sort((x, y) => y.mark.score - x.mark.score || x.i - y.i)
  const distance = (mark: Mark, l: Lesion) => (mark.centre[0] - l.centre[0]) ** 2 + mark.centre[1] ** 2
  const assignments: (number | undefined)[][] = order.reduce<(number | undefined)[][]>(
    (partial, { mark }) =>
      partial.flatMap((taken) => {
        const free = lesions.flatMap((l, i) => (distance(mark, l) < 16 && !taken.includes(i) ? [i] : []))
        return [undefined, ...free].map((choice) => [...taken, choice])
      }),
    [[]],
  )
  const rank = (taken: (number | undefined)[]) =>
    order.map(({ mark }, i) => (taken[i] === undefined ? 1e9 : distance(mark, lesions[taken[i]]!) + taken[i] / 100))
  const best = assignments.sort((x, y) => {
    const [p, q] = [rank(x), rank(y)]
    const first = p.findIndex((value, i) => value !== q[i])
    return first < 0 ? 0 : p[first]! - q[first]!
  })[0]!
  return lesions.map((_, i) => (best.includes(i) ? order[best.indexOf(i)]!.mark.score : -Infinity))
}

/** Scores of lesions and false positives of a few scans, without geometry. */
const matchedCases = fc.array(
  fc.record({
    lesions: fc.array(fc.integer({ min: -1, max: 5 }), { maxLength: 3 }),
    wrong: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
)

function matchedOf(given: { lesions: number[]; wrong: number[] }[]): MatchedCase[] {
  return given.map(({ lesions, wrong }, i) => ({
    case: `${i}`,
    patient: `p${i % 5}`,
    failed: false,
    ignored: 0,
    lesionScores: Float64Array.from(lesions, (score) => (score < 0 ? -Infinity : score)),
    lesionWeights: new Float64Array(lesions.length).fill(1 / lesions.length),
    falseScores: Float64Array.from(wrong),
  }))
}

describe('curves and areas', () => {
  it('rise, and do not change under an increasing transform of the scores', () => {
    fc.assert(
      fc.property(matchedCases, (given) => {
        const cases = matchedOf(given)
        const moved = cases.map((one) => ({
          ...one,
          lesionScores: one.lesionScores.map((s) => Math.exp(s) - (s === -Infinity ? Infinity : 0)),
          falseScores: one.falseScores.map(Math.exp),
        }))
        const [curve, other] = [cases, moved].map((all) => frocCurve(sortScores(all)))
        expect(other!.falsePositives).toEqual(curve!.falsePositives)
        expect(other!.sensitivities).toEqual(curve!.sensitivities)
        expect([...curve!.sensitivities].sort((a, b) => a - b)).toEqual([...curve!.sensitivities])
      }),
    )
  })

  it('are the same for a draw of patients, with the curve and without', () => {
    fc.assert(
      fc.property(matchedCases, fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }), (given, times) => {
        const scores = sortScores(matchedOf(given))
        const drawn = Int32Array.from(scores.patients, (_, i) => times[i % 60]!)
        const of = (counts: Int32Array) => counts.reduce((sum, count, i) => sum + count * drawn[i]!, 0)
        fc.pre(of(scores.lesions) > 0 && of(scores.scans) > 0)
        const rates = [0.1, 0.25, 0.5, 1, 2, 8]
        expect(drawnSensitivities(scores, drawn, rates)).toEqual(sensitivitiesAt(frocCurve(scores, drawn), rates))
      }),
    )
  })

  it('are what pairs say, one by one', () => {
    fc.assert(
      fc.property(matchedCases, (given) => {
        const cases = matchedOf(given)
        const normal = cases.filter(({ lesionScores }) => lesionScores.length === 0)
        const diseased = cases.filter(({ lesionScores }) => lesionScores.length > 0)
        const ranked = rankLocalisations(cases)
        const weighted = afrocArea(ranked, true)
        fc.pre(normal.length > 0 && diseased.length > 0)
        const top = (one: MatchedCase) => Math.max(-Infinity, ...one.falseScores)
        const psi = (x: number, y: number) => (y > x ? 1 : y === x ? 0.5 : 0)
        let [sum, plain, lesions, located] = [0, 0, 0, 0]
        for (const n of normal)
          for (const d of diseased) {
            d.lesionScores.forEach((score, l) => {
              sum += d.lesionWeights[l]! * psi(top(n), score)
              plain += psi(top(n), score)
              lesions += 1
            })
            const best = Math.max(...d.lesionScores)
            if (best > -Infinity && best >= top(d)) located += psi(top(n), best)
          }
        const pairs = normal.length * diseased.length
        expect(weighted.status === 'estimated' && weighted.estimate).toBeCloseTo(sum / pairs, 12)
        const unweighted = afrocArea(ranked, false)
        expect(unweighted.status === 'estimated' && unweighted.estimate).toBeCloseTo(plain / lesions, 12)
        const lroc = lrocArea(ranked)
        expect(lroc.status === 'estimated' && lroc.estimate).toBeCloseTo(located / pairs, 12)
      }),
    )
  })

  it('of a draw are those of a sample that has each patient as often as drawn', () => {
    fc.assert(
      fc.property(matchedCases, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (given, times) => {
        const cases = matchedOf(given)
        const [scores, ranked] = [sortScores(cases), rankLocalisations(cases)]
        expect(ranked.patients).toEqual(scores.patients)
        const drawn = Int32Array.from(scores.patients, (_, place) => times[place]!)
        const sample = cases.flatMap((one) => {
          const copies = drawn[scores.patients.indexOf(one.patient)]!
          return Array.from({ length: copies }, (_, copy) => ({ ...one, patient: `${one.patient}/${copy}` }))
        })
        fc.pre(sample.length > 0)
        const [drawnScores, drawnRanks] = [sortScores(sample), rankLocalisations(sample)]
        const pairs = [
          [afrocArea(ranked, true, drawn), afrocArea(drawnRanks, true)],
          [afrocArea(ranked, false, drawn), afrocArea(drawnRanks, false)],
          [lrocArea(ranked, drawn), lrocArea(drawnRanks)],
          ...(['step', 'interpolated', 'coco'] as const).map((how) =>
            [averagePrecisions(scores, drawn), averagePrecisions(drawnScores)].map((one) =>
              one.status === 'estimated' ? { status: one.status, estimate: one[how] } : one,
            ),
          ),
        ] as const
        for (const [found, expected] of pairs) {
          expect(found!.status).toBe(expected!.status)
          if (found!.status === 'estimated' && expected!.status === 'estimated')
            expect(found!.estimate).toBeCloseTo(expected!.estimate, 12)
        }
      }),
    )
  })

  it('have replicates that are undefined where a draw lacks a kind of case', () => {
    const cases = matchedOf([
      { lesions: [3], wrong: [] },
      { lesions: [], wrong: [1] },
    ])
    const { estimates, values } = bootstrapAreas(cases, 40, 3)
    expect(estimates).toEqual([1, 1, 1, 1, 1, 1])
    // Both patients drawn: all is 1. The one with the lesion twice: no area, and a precision of 1. The other twice: nothing.
    const rows = new Set(Array.from({ length: 40 }, (_, r) => [...values.subarray(6 * r, 6 * r + 6)].join()))
    expect(rows).toEqual(new Set(['1,1,1,1,1,1', 'NaN,NaN,NaN,1,1,1', 'NaN,NaN,NaN,NaN,NaN,NaN']))
  })

  it('average precision three ways, on a worked example', () => {
    // Falling: hit, wrong, hit, wrong, wrong, hit of 4 lesions. Precisions at hits 1, 2/3, 1/2 at recalls ¼, ½, ¾.
    const scores = sortScores(
      matchedOf([{ lesions: [6, 4, 1, -1], wrong: [5, 3, 2] }].map(({ lesions, wrong }) => ({ lesions, wrong }))),
    )
    const of = (how: 'step' | 'interpolated' | 'coco') => {
      const found = averagePrecisions(scores)
      return found.status === 'estimated' ? found[how] : Number.NaN
    }
    expect(of('step')).toBeCloseTo((1 + 2 / 3 + 1 / 2) / 4, 13)
    expect(of('interpolated')).toBeCloseTo((1 + 2 / 3 + 1 / 2) / 4, 13)
    // 26 points at precision 1 (0 … 0.25), 25 at 2/3, 25 at 1/2, 25 at 0.
    expect(of('coco')).toBeCloseTo((26 + (25 * 2) / 3 + 25 / 2) / 101, 13)
    expect(averagePrecisions(sortScores(matchedOf([{ lesions: [], wrong: [1] }])))).toMatchObject({
      reason: 'no-lesion',
    })
  })

  it('say nothing where there is no lesion, and 0 where there is no mark', () => {
    const none = sortScores(matchedOf([{ lesions: [], wrong: [1] }]))
    expect(bootstrapFroc(none, sevenRates, 10, 1)).toBeUndefined()
    const silent = sortScores(matchedOf([{ lesions: [-1], wrong: [] }]))
    expect(sensitivitiesAt(frocCurve(silent), sevenRates)).toEqual([0, 0, 0, 0, 0, 0, 0])
  })
})
