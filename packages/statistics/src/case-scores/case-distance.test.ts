import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import oracle from '../proportions/clustered-proportion.oracle.json' with { type: 'json' }
import { findOneRoundEstimator } from '../registry.ts'
import { clusteredMean } from './clustered-mean.ts'

interface Case {
  patient: string
  distance: number
  failed: boolean
}

const estimator = findOneRoundEstimator('case-distance', 1)!
const parameters = { most: 400 }
const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
const released = (site: string, cases: readonly Case[]): SiteRelease => {
  const summary = estimator.summarise(cases, parameters)
  return { site, released: estimator.readReleased(release(summary, exact), parameters) }
}
const figure = (releases: readonly SiteRelease[], id = 'mean') => {
  const found = estimator.estimate(releases, parameters).find((one) => one.id === id)!
  if (found.status !== 'estimated') throw new Error(found.status)
  return found
}

describe('case-distance', () => {
  it('has the mean and the standard error of R’s survey for records within patients, in millimetres', () => {
    const { ratios, patients, average, standardError } = oracle.records
    const cases = ratios.map((ratio, i) => ({ patient: `p${patients[i]}`, distance: 400 * ratio, failed: false }))
    const { estimate, reference, measure } = figure([released('a', cases)])
    expect(measure).toBe('number')
    expect(estimate).toBeCloseTo(400 * average, 11)
    if (reference.scale !== 't') throw new Error(reference.scale)
    expect(reference.standardError).toBeCloseTo(400 * standardError, 10)
  })

  it('has the interval of a mean over clusters', () => {
    const cases = [3, 9, 4.5, 1, 22, 7].map((distance, i) => ({ patient: `p${i >> 1}`, distance, failed: false }))
    const found = figure([released('a', cases.slice(0, 4)), released('b', cases.slice(4))])
    const values = cases.map(({ patient, distance }) => ({ patient, value: distance }))
    const { estimate, lower, upper } = clusteredMean(values, 0.95)!
    expect(found.estimate).toBeCloseTo(estimate, 12)
    expect(found.interval.lower).toBeCloseTo(Math.max(0, lower), 9)
    expect(found.interval.upper).toBeCloseTo(upper, 9)
  })

  it('counts what is farther as the largest, and failures in the completion', () => {
    const cases = [
      { patient: 'a', distance: 2, failed: false },
      { patient: 'b', distance: 1e9, failed: true },
    ]
    expect(figure([released('x', cases)]).estimate).toBeCloseTo(201, 12)
    expect(figure([released('x', cases)], 'completion')).toMatchObject({ numerator: 1, denominator: 2 })
  })

  it('gives no figure where parts are withheld, or nothing varies', () => {
    const one = released('a', [
      { patient: 'a', distance: 2, failed: false },
      { patient: 'b', distance: 4, failed: false },
    ])
    const cells = { ...one.released.cells, 'mean.numerator': { kind: 'suppressed' as const } }
    const [withheld] = estimator.estimate([{ ...one, released: { ...one.released, cells } }], parameters)
    expect(withheld).toMatchObject({ id: 'mean', status: 'not-estimable', reason: 'suppressed' })
    const same = ['a', 'b', 'c'].map((patient) => ({ patient, distance: 2, failed: false }))
    expect(estimator.estimate([released('a', same)], parameters)[0]).toMatchObject({ reason: 'no-variance' })
  })

  it('is the same over 1 to 40 hospitals, in any order, as over the pooled cases', () => {
    const distance = fc.integer({ min: 0, max: 40_000 }).map((hundredths) => hundredths / 100)
    const drawn = fc.array(fc.tuple(fc.nat(30), fc.nat(39), distance), { minLength: 3, maxLength: 60 })
    fc.assert(
      fc.property(drawn, (rows) => {
        // All cases of a patient are at one hospital.
        const site = new Map(rows.map(([patient, at]) => [patient, at]))
        const cases = rows.map(([patient, , value]) => ({ patient: `p${patient}`, distance: value, failed: false }))
        const bySite = Map.groupBy(cases, (_, i) => site.get(rows[i]![0])!)
        const releases = [...bySite].map(([at, own]) => released(`s${at}`, own))
        const [expected] = estimator.estimate([released('all', cases)], parameters)
        const [found] = estimator.estimate(releases, parameters)
        expect(estimator.estimate(releases.toReversed(), parameters)[0]).toEqual(found)
        expect(found!.status).toBe(expected!.status)
        if (found!.status !== 'estimated' || expected!.status !== 'estimated') return
        expect(Math.abs(found!.estimate / expected!.estimate - 1)).toBeLessThan(1e-12)
      }),
    )
  })

  it('refuses distances and releases that can not be', () => {
    expect(() => estimator.summarise([{ patient: 'a', distance: -1, failed: false }], parameters)).toThrow()
    expect(() => estimator.summarise([{ patient: 'a', distance: Infinity, failed: false }], parameters)).toThrow()
    const one = released('a', [{ patient: 'a', distance: 5, failed: false }])
    const cells = { ...one.released.cells, 'mean.numerator': { kind: 'exact', value: 3 } }
    expect(() => estimator.readReleased({ ...one.released, cells }, parameters)).toThrow()
  })
})
