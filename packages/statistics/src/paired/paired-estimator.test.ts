import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import { limit } from '../frame/limit.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { likeThese } from '../frame/target.ts'
import { clusteredDifference } from './clustered-difference.ts'
import type { PairedCase } from './paired-case.ts'
import { pairedClassification, pairedParameters } from './paired-estimator.ts'

const parameters = pairedParameters.parse({})

function released(site: string, cases: readonly PairedCase[], given = parameters): SiteRelease {
  const exact = ({ value }: Cell): ReleasedValue => ({ kind: 'exact', value })
  const summary = pairedClassification.summarise(cases, given)
  return { site, released: pairedClassification.released(given).parse(release(summary, exact)) }
}

function estimate(releases: readonly SiteRelease[], given = parameters): Map<string, Figure> {
  const figures = pairedClassification.estimate(pairedClassification.merge(releases, given), given)
  for (const one of figures) expect(figure.safeParse(one).error).toBeUndefined()
  expect(figures.map(({ id }) => id)).toEqual(pairedClassification.figures(given).map(({ id }) => id))
  return new Map(figures.map((one) => [one.id, one]))
}

/** Numbers to 1e-12 relative; ends of intervals are found to 1e-12 only where the score is steep. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number')
    expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(1e-12 + 1e-11 * Math.abs(expected))
  else if (typeof expected !== 'object' || expected === null) expect(actual).toEqual(expected)
  else for (const [key, value] of Object.entries(expected)) expectEqual((actual as Record<string, unknown>)[key], value)
}

const call = fc.option(fc.boolean(), { freq: 8 })
const cases = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 1, max: 60 }),
      truth: fc.boolean(),
      first: call,
      second: call,
      weight: fc.constantFrom(1, 1, 2.5, 40),
    }),
    { minLength: 1, maxLength: 120 },
  )
  .map((all) => all.map((one): PairedCase => ({ ...one, patient: `p${one.patient}` })))

const [tango]: [number] = JSON.parse(
  readFileSync(new URL('differences.oracle.json', import.meta.url), 'utf8'),
).paired.find(({ counts }: { counts: number[] }) => counts[0] === 400).tango

/** Pairs of diseased cases, each of a patient of its own: how many both find, only the first, only the second, none. */
const diseased = (counts: readonly [number, number, number, number], from = ''): PairedCase[] =>
  counts.flatMap((count, k) =>
    Array.from({ length: count }, (_, i) => ({
      patient: `${from}${k}-${i}`,
      truth: true,
      first: k < 2,
      second: k % 2 === 0,
    })),
  )

describe('paired-classification', () => {
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

  it('gives what the units themselves give, and turns round with the tests', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const figures = estimate([released('all', given)])
        const swapped = given.map(({ first, second, ...one }) => ({ ...one, first: second, second: first }))
        const turned = estimate([released('all', swapped)])
        const units = given
          .filter(({ truth }) => !truth)
          .map(({ first, second, ...one }) => {
            return {
              ...one,
              first: first === false ? (1 as const) : (0 as const),
              second: second === false ? (1 as const) : (0 as const),
            }
          })
        const [found, other] = [figures.get('specificity.difference'), turned.get('specificity.difference')]
        expectEqual(found, { ...clusteredDifference(units), id: 'specificity.difference' })
        if (found?.status !== 'estimated' || other?.status !== 'estimated') return
        expect(other.interval.lower).toBeCloseTo(-found.interval.upper, 9)
      }),
      { numRuns: 40 },
    )
  })

  it('shows that a new version is not inferior, or does not', () => {
    const figures = estimate([released('s', diseased([400, 20, 15, 65]))])
    const found = figures.get('sensitivity.difference')
    if (found?.status !== 'estimated') throw new Error(found?.status)
    expect(found.estimate).toBeCloseTo(0.01, 12)
    const lower = limit(found, 'lower', 0.025)
    expect(lower).toBe(found.interval.lower)
    // Tango's limit of independent cases, by bench/oracles/differences.py; here n − 1 cases and t.
    expect(lower).toBeCloseTo(tango, 3)
    expect(lower).toBeLessThan(tango)
  })

  it('counts a failed output as wrong, or leaves the pair out', () => {
    const given: PairedCase[] = [
      { patient: 'a', truth: true, first: true, second: null },
      { patient: 'b', truth: true, first: true, second: true },
      { patient: 'c', truth: true, first: false, second: true },
    ]
    expect(estimate([released('s', given)]).get('sensitivity.difference')).toMatchObject({ estimate: 0 })
    const leftOut = pairedParameters.parse({ failures: 'left-out' })
    const figures = estimate([released('s', given, leftOut)], leftOut)
    expect(figures.get('sensitivity.difference')).toMatchObject({ estimate: -0.5, patients: 2 })
    expect(figures.get('completion.second')).toMatchObject({ numerator: 2, denominator: 3 })
    expect(figures.get('specificity.difference')).toMatchObject({ reason: 'empty-denominator' })
  })

  it('speaks of hospitals like these even where a hospital has no discordant pair', () => {
    const sites = ['a', 'b', 'c', 'd', 'e', 'f'].map((site, i) => {
      const figures = estimate([released(site, diseased(i === 0 ? [50, 0, 0, 9] : [40 + i, 3 + i, 2, 9], site))])
      return { site, figure: figures.get('sensitivity.difference')! }
    })
    const found = likeThese(sites)
    expect(found).toMatchObject({ status: 'estimated', measure: 'difference', heterogeneity: { sites: 6 } })
  })

  it.each([
    ['sensitivity.first.numerator', 9],
    ['sensitivity.second.denominator', 2],
    ['sensitivity.difference.discordant', 0],
    ['sensitivity.difference.discordant', 4],
    ['sensitivity.difference.deviation-squared', 99],
    ['specificity.difference.deviation-product', 1],
  ])('is refused by its schema with numbers that no cases have: %s %f', (name, value) => {
    const { released: given } = released('s', diseased([1, 1, 0, 1]))
    const cells = { ...given.cells, [name]: { kind: 'exact', value } }
    expect(pairedClassification.released(parameters).safeParse({ ...given, cells }).success).toBe(false)
  })
})
