import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { findOneRoundEstimator } from '../registry.ts'
import oracle from './agreement.oracle.json' with { type: 'json' }
import { blandAltman } from './bland-altman.ts'

interface Case {
  patient: string
  reference: number
  device: number | null
}

const estimator = findOneRoundEstimator('bland-altman', 1)!
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const
const released = (site: string, cases: readonly Case[]): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(cases, {}), exact), {}),
})
const figuresOf = (cases: readonly Case[]) => estimator.estimate([released('all', cases)], {})

describe('bland-altman', () => {
  const { wright, mini } = oracle
  const cases = wright.map((reference, i) => ({ patient: `p${i}`, reference, device: mini[i]! }))

  it('is Bland and Altman’s for the two peak flow meters (1986), with the intervals of 1999', () => {
    const peer = blandAltman(Float64Array.from(mini), Float64Array.from(wright), { intervalMethod: 'approximate' })
    if (peer.status !== 'estimated') throw new Error(peer.status)
    const expected = [peer.bias, peer.lowerLimit, peer.upperLimit]
    figuresOf(cases)
      .slice(0, 3)
      .forEach((one, i) => {
        const { estimate, lower, upper } = expected[i]!
        expect(one).toMatchObject({
          status: 'estimated',
          measure: 'number',
          estimate: expect.closeTo(estimate, 11),
          interval: { lower: expect.closeTo(lower, 10), upper: expect.closeTo(upper, 10) },
        })
      })
  })

  it('is the same over 1 to 40 hospitals, in any order, as over the pooled cases', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value, fc.nat(39)), { minLength: 4, maxLength: 60 }), (rows) => {
        const drawn = rows.map(([reference, device, site], i) => ({ patient: `${i}`, reference, device, site }))
        const plain = (some: typeof drawn) =>
          some.map(({ patient, reference, device }) => ({ patient, reference, device }))
        const parts = [...Map.groupBy(drawn, ({ site }) => site)].map(([site, own]) => released(`s${site}`, plain(own)))
        const merged = estimator.estimate(parts, {})
        expect(estimator.estimate(parts.toReversed(), {})).toEqual(merged)
        figuresOf(plain(drawn)).forEach((expected, i) => {
          const found = merged[i]!
          if (found.status !== 'estimated' || expected.status !== 'estimated') return
          expect(Math.abs(found.estimate - expected.estimate)).toBeLessThan(1e-9)
          expect(Math.abs(found.interval.upper - expected.interval.upper)).toBeLessThan(1e-9)
        })
      }),
    )
  })

  it('leaves failed outputs to completion, and says where there are too few', () => {
    const failed = cases.map((one, i) => (i === 0 ? { ...one, device: null } : one))
    expect(figuresOf(failed)[0]).toEqual(figuresOf(cases.slice(1))[0])
    expect(figuresOf(failed)[3]).toMatchObject({ numerator: cases.length - 1, denominator: cases.length })
    expect(figuresOf(cases.slice(0, 2))[1]).toMatchObject({ status: 'undefined', reason: 'too-few-patients' })
  })

  it('refuses several cases of a patient', () => {
    expect(() => estimator.summarise([cases[0], cases[0]], {})).toThrow(/takes one/)
  })
})
