import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { gridParameters } from './grid-parameters.ts'
import { rocArea } from './roc-area.ts'
import { rocGrid } from './roc-grid.ts'
import { countedScore, type ScoredCase } from './scored-case.ts'

const parameters = gridParameters.parse({
  thresholds: [1, 2, 3, 4],
  operatingPoints: [2],
  specificities: [0.8],
  sensitivities: [0.7],
  part: { over: 'specificity', from: 0.5, to: 1 },
})

function released(site: string, cases: readonly ScoredCase[], given = parameters): SiteRelease {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  return { site, released: rocGrid.released(given).parse(release(rocGrid.summarise(cases, given), exact)) }
}

function estimate(releases: readonly SiteRelease[], given = parameters): Map<string, Figure> {
  const figures = rocGrid.estimate(rocGrid.merge(releases, given), given)
  for (const one of figures) expect(figure.safeParse(one).error).toBeUndefined()
  return new Map(figures.map((one) => [one.id, one]))
}

const scored = (truth: boolean, scores: readonly (number | null)[]): ScoredCase[] =>
  scores.map((score, i) => ({ patient: `${truth}-${i}`, truth, score }))

/** Each score put at the lower end of its bin: ties are then what a bin is. */
const binned = (cases: readonly ScoredCase[], truth: boolean) =>
  Float64Array.from(
    cases.filter((one) => one.truth === truth),
    (one) => parameters.thresholds.filter((threshold) => countedScore(one) >= threshold).length,
  )

const cases = fc
  .array(fc.tuple(fc.boolean(), fc.option(fc.double({ min: 0, max: 5, noNaN: true }))), { minLength: 1, maxLength: 60 })
  .map((given) => given.map(([truth, score], i): ScoredCase => ({ patient: `p${i}`, truth, score })))

describe('roc-grid', () => {
  it('has the area and DeLong’s variance of the binned scores, and the scores’ own area within its error', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const found = estimate([released('a', given)]).get('area')
        const bins = rocArea({ diseased: binned(given, true), healthy: binned(given, false) })
        if (bins.status !== 'estimated' || bins.variance === null) {
          const reason = bins.status === 'estimated' ? 'too-few-patients' : 'empty-class'
          expect(found).toMatchObject({ status: 'undefined', reason })
          return
        }
        if (found?.status !== 'estimated') throw new Error(found?.status)
        expect(found.estimate).toBeCloseTo(bins.estimate, 12)
        if (found.reference.scale === 'logit-normal') {
          const error = found.reference.standardError * found.estimate * (1 - found.estimate)
          expect(error ** 2 / bins.variance).toBeCloseTo(1, 7)
        } else expect(bins.variance).toBeLessThan(1e-15)
        const own = (truth: boolean) =>
          Float64Array.from(
            given.filter((one) => one.truth === truth),
            countedScore,
          )
        const area = rocArea({ diseased: own(true), healthy: own(false) })
        if (area.status !== 'estimated') throw new Error(area.status)
        expect(Math.abs(area.estimate - found.estimate)).toBeLessThanOrEqual(found.gridError! + 1e-12)
      }),
    )
  })

  it('is the same for any assignment of patients to sites, in any order', () => {
    const sites = fc.array(fc.integer({ min: 0, max: 39 }), { minLength: 60, maxLength: 60 })
    fc.assert(
      fc.property(cases, sites, (given, assigned) => {
        const groups = Map.groupBy(
          given.map((one, i) => ({ one, i })),
          ({ i }) => assigned[i]!,
        )
        const releases = [...groups].map(([site, own]) =>
          released(
            `s${site}`,
            own.map(({ one }) => one),
          ),
        )
        const [pooled, merged, turned] = [[released('all', given)], releases, releases.toReversed()].map((all) =>
          estimate(all),
        )
        expect(turned).toEqual(merged)
        for (const [id, expected] of pooled!) {
          const found = merged!.get(id)!
          expect(found.status).toBe(expected.status)
          if (found.status !== 'estimated' || expected.status !== 'estimated') continue
          expect(found.estimate).toBeCloseTo(expected.estimate, 12)
          expect(found.interval.lower).toBeCloseTo(expected.interval.lower, 12)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('reads points off the curve, worked by hand', () => {
    // Diseased 4.5 4.5 3.5 2.5 0.5, healthy 3.5 1.5 1.5 0.5 0.5: points (0, .4), (.2, .6), (.2, .8), (.6, .8), (1, 1).
    const given = [...scored(true, [4.5, 4.5, 3.5, 2.5, 0.5]), ...scored(false, [3.5, 1.5, 1.5, 0.5, 0.5])]
    const figures = estimate([released('a', given)])
    const value = (id: string) => {
      const one = figures.get(id)
      return one?.status === 'estimated' ? one.estimate : Number.NaN
    }
    expect(value('sensitivity.at-specificity-0.8')).toBeCloseTo(0.8, 12)
    // Sensitivity 0.7 lies on the step up at a false positive rate of 0.2.
    expect(value('specificity.at-sensitivity-0.7')).toBeCloseTo(0.8, 12)
    expect(value('sensitivity.from-2')).toBeCloseTo(0.8, 12)
    expect(value('specificity.from-2')).toBeCloseTo(0.8, 12)
    expect(value('partial-area')).toBeCloseTo(0.2 * 0.5 + 0.3 * 0.8, 12)
  })

  it('counts a failed output as the wrong extreme', () => {
    const given = [...scored(true, [4.5, null]), ...scored(false, [0.5, null])]
    const figures = estimate([released('a', given)])
    expect(figures.get('sensitivity.from-2')).toMatchObject({ numerator: 1, denominator: 2 })
    expect(figures.get('specificity.from-2')).toMatchObject({ numerator: 1, denominator: 2 })
    expect(figures.get('completion')).toMatchObject({ numerator: 2, denominator: 4 })
    // Within its bin a failed output ties: the area of the scores, 0.25, is a grid error away.
    expect(figures.get('area')).toMatchObject({ estimate: 0.5, gridError: 0.25 })
  })

  it('is not estimable where a bin did not leave', () => {
    const one = released('a', [...scored(true, [4.5, 2.5]), ...scored(false, [0.5, 1.5])])
    const withheld = {
      ...one,
      released: { ...one.released, cells: { ...one.released.cells, 'healthy.bin-0': { kind: 'suppressed' as const } } },
    }
    expect(estimate([withheld]).get('area')).toMatchObject({
      status: 'not-estimable',
      reason: 'suppressed',
      sites: ['a'],
    })
  })

  it('refuses several cases of a patient, parameters that do not fit, and releases that no cases can have given', () => {
    const twice = [...scored(true, [1]), ...scored(true, [2])]
    expect(() => rocGrid.summarise(twice, parameters)).toThrow('a patient has several')
    expect(gridParameters.safeParse({ thresholds: [2, 1] }).success).toBe(false)
    expect(gridParameters.safeParse({ thresholds: [1, 2], operatingPoints: [1.5] }).success).toBe(false)
    const good = released('a', [...scored(true, [4.5]), ...scored(false, [0.5])]).released
    for (const cells of [
      { 'diseased.bin-4': { kind: 'exact', value: 0.5 } },
      { 'diseased.bin-4': { kind: 'exact', value: -1 } },
      { 'sensitivity.from-2.numerator': { kind: 'exact', value: 0 } },
    ])
      expect(rocGrid.released(parameters).safeParse({ ...good, cells: { ...good.cells, ...cells } }).success).toBe(
        false,
      )
  })
})
