import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import oracle from '../proportions/clustered-proportion.oracle.json' with { type: 'json' }
import { findOneRoundEstimator } from '../registry.ts'

interface Case {
  patient: string
  score: number | null
}

const estimator = findOneRoundEstimator('case-mean', 1)!
const released = (site: string, cases: readonly Case[], parameters = {}): SiteRelease => {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  return { site, released: estimator.readReleased(release(estimator.summarise(cases, parameters), exact), parameters) }
}
const figure = (releases: readonly SiteRelease[], id = 'mean', parameters = {}) => {
  const found = estimator.estimate(releases, parameters).find((one) => one.id === id)!
  if (found.status !== 'estimated') throw new Error(found.status)
  return found
}

describe('case-mean', () => {
  it('has the mean and the standard error of R’s survey for records within patients', () => {
    const { ratios, patients, average, standardError } = oracle.records
    const { estimate, reference } = figure([
      released(
        'a',
        ratios.map((score, i) => ({ patient: `p${patients[i]}`, score })),
      ),
    ])
    expect(estimate).toBeCloseTo(average, 14)
    if (reference.scale !== 'logit-t') throw new Error(reference.scale)
    expect(reference.standardError * estimate * (1 - estimate)).toBeCloseTo(standardError, 13)
  })

  it('counts a failed output as the worst, or leaves it to the completion rate, as declared', () => {
    const cases = [
      { patient: 'a', score: 0.9 },
      { patient: 'b', score: 0.6 },
      { patient: 'c', score: null },
    ]
    expect(figure([released('x', cases)]).estimate).toBeCloseTo(0.5, 14)
    const leftOut = { failures: 'left-out' }
    expect(figure([released('x', cases, leftOut)], 'mean', leftOut).estimate).toBeCloseTo(0.75, 14)
    expect(figure([released('x', cases)], 'completion')).toMatchObject({ numerator: 2, denominator: 3 })
  })

  it('is the same over 1 to 40 hospitals, in any order, as over the pooled cases', () => {
    const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 8 })
    const drawn = fc.array(fc.tuple(fc.nat(30), fc.nat(39), score), { minLength: 3, maxLength: 80 })
    fc.assert(
      fc.property(drawn, (rows) => {
        // All cases of a patient are at one hospital.
        const site = new Map(rows.map(([patient, at]) => [patient, at]))
        const cases = rows.map(([patient, , value]) => ({
          patient: `p${patient}`,
          score: value,
          site: site.get(patient)!,
        }))
        const plain = (some: typeof cases) => some.map(({ patient, score: value }) => ({ patient, score: value }))
        const releases = [...Map.groupBy(cases, (one) => one.site)].map(([at, own]) => released(`s${at}`, plain(own)))
        const [pooled, merged, turned] = [[released('all', plain(cases))], releases, releases.toReversed()].map((all) =>
          estimator.estimate(all, {}),
        )
        expect(turned).toEqual(merged)
        for (const [index, expected] of pooled!.entries()) {
          const found = merged![index]!
          expect(found.status).toBe(expected.status)
          if (found.status !== 'estimated' || expected.status !== 'estimated') continue
          expect(found.estimate).toBeCloseTo(expected.estimate, 12)
          expect(found.interval.lower).toBeCloseTo(expected.interval.lower, 9)
        }
      }),
    )
  })

  it('refuses scores and releases that can not be', () => {
    expect(() => estimator.summarise([{ patient: 'a', score: 1.1 }], {})).toThrow()
    const one = released('a', [
      { patient: 'a', score: 0.5 },
      { patient: 'b', score: 0.7 },
    ])
    const cells = { ...one.released.cells, 'mean.numerator': { kind: 'exact', value: 3 } }
    expect(() => estimator.readReleased({ ...one.released, cells }, {})).toThrow()
  })
})
