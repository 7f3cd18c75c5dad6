import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { classification, classificationParameters } from './classification-estimator.ts'
import type { ClassifiedCase } from './classified-case.ts'
import { likelihoodRatios } from './predictive-values.ts'

const parameters = classificationParameters.parse({ prevalence: 0.1 })
const logOdds = Math.log(0.1 / 0.9)

function released(site: string, cases: readonly ClassifiedCase[], given = parameters): SiteRelease {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  return {
    site,
    released: classification.released(given).parse(release(classification.summarise(cases, given), exact)),
  }
}

function estimate(releases: readonly SiteRelease[], given = parameters): Map<string, Figure> {
  const figures = classification.estimate(classification.merge(releases, given), given)
  for (const one of figures) expect(figure.safeParse(one).error).toBeUndefined()
  expect(figures.map(({ id }) => id)).toEqual(classification.figures(given).map(({ id }) => id))
  return new Map(figures.map((one) => [one.id, one]))
}

function spreadOf(figures: Map<string, Figure>, id: string) {
  const found = figures.get(id)
  if (found?.status !== 'estimated' || !('standardError' in found.reference)) throw new Error(`${id}: ${found?.status}`)
  return found.reference
}

type Contrast = 'sensitivity' | 'specificity' | 'positive' | 'negative'

/** R 4.2.2, survey 4.1.1, by bench/oracles/classification.R. */
const peers: Record<string, Record<'patient' | 'truth' | 'call' | 'weight', number[]> & Record<Contrast, number[]>> =
  JSON.parse(readFileSync(new URL('classification.oracle.json', import.meta.url), 'utf8'))

/** Numbers to 1e-12 relative. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number')
    expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(1e-12 + 1e-11 * Math.abs(expected))
  else if (typeof expected !== 'object' || expected === null) expect(actual).toEqual(expected)
  else for (const [key, value] of Object.entries(expected)) expectEqual((actual as Record<string, unknown>)[key], value)
}

const cases = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 1, max: 60 }),
      truth: fc.boolean(),
      call: fc.option(fc.boolean(), { freq: 8 }),
      weight: fc.constantFrom(undefined, 1, 2.5, 40),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((all) =>
    all.map(({ weight, ...one }): ClassifiedCase => {
      return { ...one, patient: `p${one.patient}`, ...(weight === undefined ? {} : { weight }) }
    }),
  )

describe('classification', () => {
  it.each(Object.entries(peers))(
    'has survey’s estimates and standard errors where patients have their classes %s',
    (_, peer) => {
      const given = peer.patient.map((patient, i): ClassifiedCase => {
        return { patient: `p${patient}`, truth: peer.truth[i] === 1, call: peer.call[i] === 1, weight: peer.weight[i]! }
      })
      const figures = estimate([released('all', given)])
      const expectSpread = (id: string, [location, standardError]: number[]) => {
        expect(spreadOf(figures, id).location).toBeCloseTo(location!, 11)
        expect(spreadOf(figures, id).standardError).toBeCloseTo(standardError!, 11)
      }
      expectSpread('sensitivity', peer.sensitivity)
      expectSpread('specificity', peer.specificity)
      expectSpread('likelihood-ratio.positive', peer.positive)
      expectSpread('likelihood-ratio.negative', peer.negative)
      expectSpread('predictive-value.positive', [peer.positive[0]! + logOdds, peer.positive[1]!])
      expectSpread('predictive-value.negative', [-peer.negative[0]! - logOdds, peer.negative[1]!])
    },
  )

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
      { numRuns: 60 },
    )
  })

  it('comes to Simel’s likelihood ratios where every patient has one case', () => {
    const table = { truePositive: 90, falseNegative: 10, trueNegative: 160, falsePositive: 40 }
    const of = (count: number, truth: boolean, call: boolean) =>
      Array.from({ length: count }, (_, i): ClassifiedCase => ({ patient: `${truth}-${call}-${i}`, truth, call }))
    const figures = estimate([
      released('all', [
        ...of(90, true, true),
        ...of(10, true, false),
        ...of(160, false, false),
        ...of(40, false, true),
      ]),
    ])
    const simel = likelihoodRatios(table)
    for (const [call, found, diseased, healthy] of [
      ['positive', simel.positive, 1 / 90 - 1 / 100, 1 / 40 - 1 / 200],
      ['negative', simel.negative, 1 / 10 - 1 / 100, 1 / 160 - 1 / 200],
    ] as const) {
      if (found.status !== 'estimated') throw new Error(found.reason)
      const { location, standardError } = spreadOf(figures, `likelihood-ratio.${call}`)
      expect(Math.exp(location)).toBeCloseTo(found.estimate, 12)
      // Simel's variance, but for K / (K − 1) in either class.
      expect(Math.log(found.upper / found.lower) / 2 / 1.959963984540054).toBeCloseTo(Math.sqrt(diseased + healthy), 12)
      expect(standardError ** 2).toBeCloseTo((diseased * 100) / 99 + (healthy * 200) / 199, 12)
    }
    // 0.9 · 0.1 / (0.9 · 0.1 + 0.2 · 0.9) and 0.8 · 0.9 / (0.8 · 0.9 + 0.1 · 0.1).
    expect(figures.get('predictive-value.positive')).toMatchObject({ estimate: expect.closeTo(1 / 3, 12) })
    expect(figures.get('predictive-value.negative')).toMatchObject({ estimate: expect.closeTo(72 / 73, 12) })
  })

  it('counts a failed output as the wrong call, or not, as it is told', () => {
    const given: ClassifiedCase[] = [
      { patient: 'a', truth: true, call: null },
      { patient: 'b', truth: true, call: true },
      { patient: 'c', truth: false, call: null },
      { patient: 'd', truth: false, call: false },
    ]
    const counted = estimate([released('s', given)])
    for (const id of ['sensitivity', 'specificity', 'accuracy', 'completion'])
      expect(counted.get(id)).toMatchObject({ estimate: 0.5 })
    const leftOut = classificationParameters.parse({ failures: 'left-out' })
    const figures = estimate([released('s', [...given, { patient: 'e', truth: true, call: false }], leftOut)], leftOut)
    expect(figures.get('sensitivity')).toMatchObject({ numerator: 1, denominator: 2 })
    expect(figures.get('completion')).toMatchObject({ numerator: 3, denominator: 5 })
  })

  it('says why there is no figure', () => {
    const of = (given: readonly (readonly [string, boolean, boolean])[]) =>
      estimate([
        released(
          's',
          given.map(([patient, truth, call]) => ({ patient, truth, call })),
        ),
      ])
    expect(of([]).get('sensitivity')).toMatchObject({ reason: 'empty-denominator' })
    expect(of([['a', true, true]]).get('sensitivity')).toMatchObject({ reason: 'too-few-patients' })
    expect(of([['a', true, true]]).get('likelihood-ratio.positive')).toMatchObject({ reason: 'empty-class' })
    const perfect = of([
      ['a', true, true],
      ['b', true, true],
      ['c', false, false],
      ['d', false, false],
    ])
    expect(perfect.get('likelihood-ratio.positive')).toMatchObject({ reason: 'empty-denominator' })
    expect(perfect.get('likelihood-ratio.negative')).toMatchObject({ reason: 'no-variance' })
    expect(perfect.get('predictive-value.positive')).toMatchObject({ reason: 'no-variance' })
    expect(perfect.get('sensitivity')).toMatchObject({ estimate: 1, interval: { method: 'korn-graubard' } })
  })

  it('is not estimable where a hospital keeps a cell back, but bounded where the rest says something', () => {
    const { released: given } = released('s', [
      { patient: 'a', truth: true, call: true },
      { patient: 'b', truth: false, call: true },
    ])
    const cells = { ...given.cells, 'sensitivity.numerator': { kind: 'suppressed' as const } }
    const figures = estimate([{ site: 's', released: { ...given, cells }, declared: { cases: 2, patients: 2 } }])
    expect(figures.get('likelihood-ratio.positive')).toMatchObject({ status: 'not-estimable', reason: 'suppressed' })
    expect(figures.get('accuracy')).toMatchObject({ status: 'estimated' })
  })

  it.each([
    ['sensitivity.numerator', 9],
    ['specificity.denominator', 7],
    ['accuracy.numerator', 1],
    ['completion.denominator', 2],
    ['joint.denominators', 99],
    ['joint.deviations', -9],
  ])('is refused by its schema with numbers that no cases have: %s %f', (name, value) => {
    const { released: given } = released('s', [
      { patient: 'a', truth: true, call: true },
      { patient: 'a', truth: false, call: true },
      { patient: 'b', truth: true, call: false },
      { patient: 'b', truth: false, call: false },
    ])
    const cells = { ...given.cells, [name]: { kind: 'exact', value } }
    expect(classification.released(parameters).safeParse({ ...given, cells }).success).toBe(false)
  })
})
