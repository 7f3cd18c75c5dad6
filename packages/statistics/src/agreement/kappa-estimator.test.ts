import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { drawsOf } from '../random/philox.ts'
import { findOneRoundEstimator } from '../registry.ts'
import { type AgreementWeights, weightMatrix } from './agreement-weights.ts'
import { cohenKappa } from './cohen-kappa.ts'

interface Case {
  patient: string
  reference: string
  device: string | null
}

const estimator = findOneRoundEstimator('kappa', 1)!
const categories = ['none', 'mild', 'severe']
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const
const released = (site: string, cases: readonly Case[], parameters: object): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(cases, parameters), exact), parameters),
})
const figuresOf = (cases: readonly Case[], parameters: object = { categories }) =>
  estimator.estimate([released('all', cases, parameters)], parameters)

function drawCases(count: number, aPatient: number, seed: number): Case[] {
  const draws = drawsOf(seed, 2)
  return Array.from({ length: count }, (_, i) => {
    const reference = draws.below(3)
    const device = draws.uniform() < 0.7 ? reference : draws.below(3)
    return { patient: `p${Math.floor(i / aPatient)}`, reference: categories[reference]!, device: categories[device]! }
  })
}

describe('kappa', () => {
  it.each<AgreementWeights>(['identity', 'linear', 'quadratic'])(
    'has Fleiss, Cohen and Everitt’s error for one case a patient, %s weights',
    (weights) => {
      const cases = drawCases(90, 1, 7)
      const table = new Float64Array(9)
      for (const { reference, device } of cases)
        table[3 * categories.indexOf(reference) + categories.indexOf(device!)]! += 1
      const peer = cohenKappa(table, weightMatrix(weights, 3))
      const found = figuresOf(cases, { categories, weights })[0]!
      if (found.status !== 'estimated' || found.reference.scale !== 't' || peer.status !== 'estimated')
        throw new Error()
      expect(found.estimate).toBeCloseTo(peer.estimate, 13)
      // Between patients there is one degree of freedom less.
      expect(found.reference.standardError).toBeCloseTo(peer.standardError * Math.sqrt(90 / 89), 13)
    },
  )

  it('has the variance of a jackknife over patients, near enough, where they have several cases', () => {
    const cases = drawCases(300, 3, 8)
    const estimate = (some: readonly Case[]) => {
      const [found] = figuresOf(some)
      return found!.status === 'estimated' ? found!.estimate : Number.NaN
    }
    const patients = [...new Set(cases.map(({ patient }) => patient))]
    const left = patients.map((patient) => estimate(cases.filter((one) => one.patient !== patient)))
    const mean = left.reduce((sum, value) => sum + value, 0) / left.length
    const n = left.length
    const jackknife = Math.sqrt(((n - 1) / n) * left.reduce((sum, value) => sum + (value - mean) ** 2, 0))
    const found = figuresOf(cases)[0]!
    if (found.status !== 'estimated' || found.reference.scale !== 't') throw new Error()
    expect(found.reference.standardError / jackknife).toBeCloseTo(1, 1)
  })

  it('is the same over 1 to 40 hospitals, in any order, to the bit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 40 }), (seed, sites) => {
        const cases = drawCases(120, 2, seed)
        const parameters = { categories, weights: 'linear' }
        const parts = [...Map.groupBy(cases, ({ patient }) => Number(patient.slice(1)) % sites)].map(([site, own]) =>
          released(`s${site}`, own, parameters),
        )
        const merged = estimator.estimate(parts, parameters)
        expect(estimator.estimate(parts.toReversed(), parameters)).toEqual(merged)
        expect(merged.slice(0, 2)).toEqual(figuresOf(cases, parameters).slice(0, 2))
      }),
      { numRuns: 30 },
    )
  })

  it('leaves failed outputs to completion', () => {
    const cases = drawCases(40, 1, 9)
    const failed = cases.map((one, i) => (i < 5 ? { ...one, device: null } : one))
    expect(figuresOf(failed)[0]).toEqual(figuresOf(cases.slice(5))[0])
    expect(figuresOf(failed)[2]).toMatchObject({ numerator: 35, denominator: 40 })
  })

  it('says why there is none, and refuses what is no category', () => {
    const alike = drawCases(20, 1, 9).map((one) => ({ ...one, reference: 'mild', device: 'mild' }))
    expect(figuresOf(alike)[0]).toMatchObject({ status: 'undefined', reason: 'no-variance' })
    expect(figuresOf(alike.slice(0, 1))[0]).toMatchObject({ status: 'undefined', reason: 'too-few-patients' })
    expect(() => figuresOf([{ patient: 'a', reference: 'none', device: 'other' }])).toThrow(/category/)
    expect(() => estimator.readParameters({ categories: ['a', 'a'] })).toThrow()
  })
})
