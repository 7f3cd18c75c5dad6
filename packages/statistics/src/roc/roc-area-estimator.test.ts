import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { areaCovariance } from './compare-areas.ts'
import { areaParameters, rocAreaEstimator } from './roc-area-estimator.ts'
import { countedScore, type ScoredCase } from './scored-case.ts'
import { stratifiedArea } from './stratified-area.ts'

const parameters = areaParameters.parse({ operatingPoints: [2.5] })

function released(site: string, cases: readonly ScoredCase[], given = parameters): SiteRelease {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  const summary = rocAreaEstimator.summarise(cases, given)
  return { site, released: rocAreaEstimator.released(given).parse(release(summary, exact)) }
}

function estimate(releases: readonly SiteRelease[], given = parameters): Map<string, Figure> {
  const figures = rocAreaEstimator.estimate(rocAreaEstimator.merge(releases, given), given)
  for (const one of figures) expect(figure.safeParse(one).error).toBeUndefined()
  return new Map(figures.map((one) => [one.id, one]))
}

const areaOf = (releases: readonly SiteRelease[], given = parameters) => {
  const area = estimate(releases, given).get('area')
  if (area?.status !== 'estimated') throw new Error(area?.status)
  return area
}

/** The area of all pairs of a site's cases and its variance, by the functions that are held against pROC and Obuchowski's definition. */
function byDefinition(cases: readonly ScoredCase[]) {
  const own = (truth: boolean) => cases.filter((one) => one.truth === truth)
  const patients = [...new Set(cases.map(({ patient }) => patient))]
  const clusters = (truth: boolean) => Int32Array.from(own(truth), ({ patient }) => patients.indexOf(patient))
  const scores = {
    diseased: Float64Array.from(own(true), countedScore),
    healthy: Float64Array.from(own(false), countedScore),
  }
  const found = areaCovariance([scores], { diseased: clusters(true), healthy: clusters(false) })
  return {
    area: found.status === 'estimated' ? found.areas[0]! : Number.NaN,
    variance: found.status === 'estimated' ? Math.max(0, found.covariance[0]!) : Number.NaN,
    diseased: own(true).length,
    healthy: own(false).length,
  }
}

const oneCase = fc.record({
  patient: fc.integer({ min: 0, max: 30 }).map((number) => `p${number}`),
  truth: fc.boolean(),
  score: fc.option(fc.integer({ min: 0, max: 6 })),
})
const cases = fc.array(oneCase, { minLength: 4, maxLength: 80 })

describe('roc-area', () => {
  it('has one site’s area, and its variance clustered by patient', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const expected = byDefinition(given)
        const found = estimate([released('a', given)]).get('area')
        if (Number.isNaN(expected.area) || Number.isNaN(expected.variance)) {
          expect(found?.status).toBe('undefined')
          return
        }
        if (found?.status !== 'estimated') throw new Error(found?.status)
        expect(found.estimate).toBeCloseTo(expected.area, 12)
        if (found.reference.scale !== 'logit-normal') return
        const error = found.reference.standardError * found.estimate * (1 - found.estimate)
        expect(error).toBeCloseTo(Math.sqrt(expected.variance), 10)
      }),
    )
  })

  it.each(['pairs', 'cases', 'inverse-variance', 'equal'] as const)(
    'is the stratified analysis of the pooled cases with the site as stratum, in any order: weights %s',
    (weights) => {
      const given = areaParameters.parse({ weights, operatingPoints: [2.5] })
      const sites = fc.array(cases, { minLength: 1, maxLength: 40 })
      fc.assert(
        fc.property(sites, (drawn) => {
          const names = drawn.map((_, index) => `s${String(index).padStart(2, '0')}`)
          const releases = drawn.map((own, index) => released(names[index]!, own, given))
          const [merged, turned] = [estimate(releases, given), estimate(releases.toReversed(), given)]
          expect(turned).toEqual(merged)
          const strata = drawn.map((own, index) => ({ site: names[index]!, ...byDefinition(own) }))
          const usable = weights === 'pairs' ? strata.filter(({ diseased, healthy }) => diseased * healthy > 0) : strata
          const expected = usable.some(({ variance }) => Number.isNaN(variance))
            ? undefined
            : stratifiedArea(usable, weights)
          const found = merged.get('area')!
          if (!expected || usable.length === 0 || expected.status === 'undefined') {
            expect(found.status).toBe('undefined')
            return
          }
          if (found.status !== 'estimated') throw new Error(found.status)
          expect(found.estimate).toBeCloseTo(expected.estimate, 12)
          if (found.reference.scale === 'logit-normal') {
            const error = found.reference.standardError * found.estimate * (1 - found.estimate)
            expect(error).toBeCloseTo(Math.sqrt(expected.variance), 10)
          }
          if (expected.heterogeneity) expect(found.heterogeneity?.q).toBeCloseTo(expected.heterogeneity.q, 8)
        }),
        { numRuns: 40 },
      )
    },
  )

  const scored = (site: string, truth: boolean, scores: readonly number[]): ScoredCase[] =>
    scores.map((score, i) => ({ patient: `${site}-${truth}-${i}`, truth, score }))
  const site = (name: string, shift: number) => [
    ...scored(
      name,
      true,
      [2, 3, 4, 5].map((score) => score + shift),
    ),
    ...scored(
      name,
      false,
      [0, 1, 2, 3].map((score) => score + shift),
    ),
  ]

  it('does not see a shift of all scores of a site, which the threshold for all does', () => {
    const alike = [released('a', site('a', 0)), released('b', site('b', 0))]
    const shifted = [alike[0]!, released('b', site('b', 10))]
    // Pairs won: 2, 3½, 4 − ½ … by hand: 2 beats 0, 1 and ties 2: 2.5; 3: 3.5; 4: 4; 5: 4 of 16 pairs.
    expect(areaOf(alike).estimate).toBe(14 / 16)
    expect(areaOf(shifted).estimate).toBe(14 / 16)
    expect(estimate(alike).get('specificity.from-2.5')).toMatchObject({ numerator: 6, denominator: 8 })
    expect(estimate(shifted).get('specificity.from-2.5')).toMatchObject({ numerator: 3, denominator: 8 })
  })

  it('keeps its area under rising transforms, and turns it round with the sign of the scores', () => {
    const given = [...site('a', 0), ...site('c', 1)]
    const changed = (change: (score: number) => number) =>
      areaOf([
        released(
          'a',
          given.map((one) => ({ ...one, score: change(one.score!) })),
        ),
      ])
    const { estimate: area } = areaOf([released('a', given)])
    expect(changed((score) => Math.exp(score)).estimate).toBe(area)
    expect(changed((score) => -score).estimate).toBeCloseTo(1 - area, 14)
  })

  it('leaves out a site without a pair by pairs, and has no figure by other weights', () => {
    const lone = released('b', scored('b', false, [1, 2]))
    const releases = [released('a', site('a', 0)), lone]
    expect(areaOf(releases).estimate).toBe(14 / 16)
    const equal = areaParameters.parse({ weights: 'equal', operatingPoints: [2.5] })
    const [first] = [released('a', site('a', 0), equal)]
    expect(estimate([first, lone], equal).get('area')).toMatchObject({ status: 'undefined', reason: 'empty-class' })
    expect(estimate([lone]).get('area')).toMatchObject({ status: 'undefined', reason: 'empty-class' })
    const one = released('c', [...scored('c', true, [1]), ...scored('c', false, [1, 2])])
    expect(estimate([one]).get('area')).toMatchObject({ status: 'undefined', reason: 'too-few-patients' })
  })

  it('says of classes wholly apart what as many patients can show', () => {
    const apart = released('a', [...scored('a', true, [5, 6, 7]), ...scored('a', false, [1, 2, 3])])
    const found = areaOf([apart])
    // Clopper–Pearson of three in three: 0.025^(1/3).
    expect(found.interval).toMatchObject({ lower: expect.closeTo(0.025 ** (1 / 3), 10), upper: 1 })
    expect(found.heterogeneity).toBeUndefined()
  })

  it('is not estimable where a part did not leave, and refuses what no cases can have given', () => {
    const one = released('a', site('a', 0))
    const withCell = (name: string, cell: ReleasedValue) => ({
      ...one.released,
      cells: { ...one.released.cells, [name]: cell },
    })
    expect(estimate([{ ...one, released: withCell('area.wins', { kind: 'suppressed' }) }]).get('area')).toMatchObject({
      status: 'not-estimable',
      reason: 'suppressed',
      sites: ['a'],
    })
    const refused = (name: string, value: number) =>
      rocAreaEstimator.released(parameters).safeParse(withCell(name, { kind: 'exact', value })).success === false
    expect(refused('area.wins', 17)).toBe(true)
    expect(refused('area.wins', 13.3)).toBe(true)
    expect(refused('area.patients', 9)).toBe(true)
    expect(refused('area.diseased-patients', 5)).toBe(true)
    expect(refused('area.healthy-spread', -1)).toBe(true)
    expect(refused('area.deviation-product', 1)).toBe(true)
    expect(areaParameters.safeParse({ operatingPoints: [] }).success).toBe(false)
  })
})
