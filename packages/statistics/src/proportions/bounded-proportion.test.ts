import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CriteriaRules } from '../criteria/criterion-rule.ts'
import { decide } from '../criteria/decide.ts'
import { type BoundedFigure, type Figure, figure } from '../frame/figure.ts'
import { limit, limitRange } from '../frame/limit.ts'
import { mergeCells } from '../frame/merge-cells.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import type { Declared, SiteRelease } from '../frame/site-summary.ts'
import { clusteredProportion } from './clustered-proportion.ts'
import { type RatioPart, ratioCellNames, ratioCells } from './ratio-cells.ts'

/** Patients of a site, each with what was found and of how many. */
type Patients = readonly (readonly [found: number, all: number])[]

const names = Object.values(ratioCellNames('f'))
const asItIs = (value: number): ReleasedValue => ({ kind: 'exact', value })
const suppressed: ReleasedValue = { kind: 'suppressed' }

function siteOf(
  site: string,
  patients: Patients,
  leaves: (value: number, place: number) => ReleasedValue = asItIs,
  declared?: Declared,
): SiteRelease {
  const parts = patients.map(
    ([numerator, denominator], index): RatioPart => ({ patient: `p${index}`, numerator, denominator }),
  )
  const cells = Object.fromEntries(ratioCells('f', parts).map(({ name, value }, place) => [name, leaves(value, place)]))
  return { site, released: { estimator: 'e', version: 1, cells }, ...(declared ? { declared } : {}) }
}

function estimate(sites: readonly SiteRelease[], mostPerCase?: number): Figure {
  return clusteredProportion('f', mergeCells(sites, names), 'f', mostPerCase)
}

function bounded(sites: readonly SiteRelease[], mostPerCase?: number): BoundedFigure {
  const found = estimate(sites, mostPerCase)
  if (found.status !== 'bounded') throw new Error(found.status)
  return found
}

const rounding = 1e-9

/** Whether a figure that nothing was kept back from lies within bounds: estimate, limits, K_eff. */
function expectWithin(whole: Figure, bounds: BoundedFigure): void {
  const { estimate, patients, effectivePatients } = bounds
  if (whole.status !== 'estimated') {
    expect(effectivePatients.lower).toBe(0)
    return
  }
  expectBetween(whole.estimate, estimate)
  expectBetween(whole.patients, patients)
  expectBetween(whole.effectivePatients, effectivePatients)
  for (const side of ['lower', 'upper'] as const)
    for (const alpha of [0.005, 0.1]) expectBetween(limit(whole, side, alpha), limitRange(bounds, side, alpha))
}

function expectBetween(value: number, { lower, upper }: { lower: number; upper: number }): void {
  expect(value).toBeGreaterThanOrEqual(lower - rounding * Math.abs(lower))
  expect(value).toBeLessThanOrEqual(upper + rounding * Math.abs(upper))
}

/** Every way in which so many cases, each found or not, fall to patients; a case may count for nothing. */
function completionsOf(cases: number): Patients[] {
  const partitions = (left: number, most: number): number[][] =>
    left === 0
      ? [[]]
      : Array.from({ length: Math.min(left, most) }, (_, index) => index + 1).flatMap((first) =>
          partitions(left - first, first).map((rest) => [first, ...rest]),
        )
  const found = (sizes: readonly number[]): Patients[] =>
    sizes.reduce<Patients[]>(
      (ways, all) =>
        ways.flatMap((way) => Array.from({ length: all + 1 }, (_, count) => [...way, [count, all] as const])),
      [[]],
    )
  return Array.from({ length: cases + 1 }, (_, counted) => partitions(counted, counted))
    .flat()
    .flatMap(found)
}

const big: Patients = [
  ...Array.from({ length: 60 }, () => [1, 1] as const),
  ...Array.from({ length: 10 }, () => [2, 2] as const),
  ...Array.from({ length: 4 }, () => [0, 1] as const),
  ...Array.from({ length: 3 }, () => [1, 2] as const),
]

describe('a clustered proportion with a site kept back', () => {
  it.each([
    ['some are missed', big],
    ['all are found', big.map(([, all]) => [all, all] as const)],
    ['none are found', big.map(([, all]) => [0, all] as const)],
    ['the others are few', big.slice(66, 72)],
    ['the others are alike', Array.from({ length: 9 }, () => [1, 2] as const)],
  ])('encloses every completion, where %s', (_, known) => {
    for (const cases of [0, 1, 4]) {
      const bounds = estimate([siteOf('a', known), siteOf('b', [], () => suppressed, { cases })], 1)
      if (cases === 0) expect(bounds).toMatchObject({ status: 'bounded', estimate: { lower: expect.any(Number) } })
      for (const hidden of completionsOf(cases))
        expectWithin(estimate([siteOf('a', known), siteOf('b', hidden)]), bounds as BoundedFigure)
    }
  })

  it('is as narrow as what is kept back is little', () => {
    const whole = estimate([siteOf('a', big)])
    if (whole.status !== 'estimated') throw new Error(whole.status)
    const { estimate: share, interval } = bounded(
      [siteOf('a', big), siteOf('b', [], () => suppressed, { cases: 2 })],
      1,
    )
    expect(share.lower).toBeCloseTo(83 / 92, 12)
    expect(share.upper).toBeCloseTo(85 / 92, 12)
    expect(whole.interval.lower - interval.lower).toBeLessThan(0.05)
    const nothing = bounded([siteOf('a', big), siteOf('b', [], () => suppressed, { cases: 0 })], 1)
    expect(nothing.interval.lower).toBeCloseTo(whole.interval.lower, 12)
    expect(nothing.interval.upper).toBeCloseTo(whole.interval.upper, 12)
  })

  it('is not estimable where nothing bounds what is kept back', () => {
    const known = siteOf('a', big)
    const hidden = (declared?: Declared) => siteOf('b', [[1, 2]], () => suppressed, declared)
    const open = { status: 'not-estimable', reason: 'suppressed', sites: ['b'] }
    expect(estimate([known, hidden()], 1)).toMatchObject(open)
    expect(estimate([known, hidden({ cases: 4 })])).toMatchObject(open)
    expect(estimate([known, siteOf('b', [[1, 2]], () => ({ kind: 'site-offline' }), { cases: 4 })], 1)).toMatchObject({
      status: 'not-estimable',
      reason: 'site-offline',
    })
  })
})

describe('a clustered proportion with cells kept back or rounded', () => {
  /** A device from poor to perfect. */
  const patient = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1, 0.25, 0.5, 0.9))
    .map(([all, share]) => [Math.round(all * share * 4) / 4, all] as const)
  const perfect = fc.integer({ min: 1, max: 4 }).map((all) => [all, all] as const)
  const site: fc.Arbitrary<Patients> = fc.oneof(
    fc.array(patient, { minLength: 0, maxLength: 12 }),
    fc.array(perfect, { minLength: 0, maxLength: 12 }),
    fc.array(fc.constant([2, 4] as const), { minLength: 0, maxLength: 12 }),
  )
  const leaving = fc.constantFrom('exact', 'exact', 'suppressed', 'rounded')
  const hidden = fc.record({ patients: site, leaves: fc.array(leaving, { minLength: 6, maxLength: 6 }) })
  const to = 5

  function leave(kind: string | undefined, value: number): ReleasedValue {
    if (kind === 'suppressed') return suppressed
    return kind === 'rounded' ? { kind: 'rounded', value: to * Math.round(value / to), to } : asItIs(value)
  }

  it('encloses whatever it was made from', () => {
    let enclosed = 0
    fc.assert(
      fc.property(
        fc.array(site, { maxLength: 3 }),
        fc.array(hidden, { minLength: 1, maxLength: 3 }),
        (open, closed) => {
          const known = open.map((patients, index) => siteOf(`a${index}`, patients))
          const whole = [...known, ...closed.map(({ patients }, index) => siteOf(`b${index}`, patients))]
          const kept = closed.map(({ patients, leaves }, index) => {
            const cases = patients.map(([, all]) => all).reduce((sum, all) => sum + all, 0)
            return siteOf(`b${index}`, patients, (value, place) => leave(leaves[place], value), { cases })
          })
          const found = estimate([...known, ...kept], 1)
          if (found.status !== 'bounded') return
          enclosed++
          expect(figure.parse(found)).toEqual(found)
          expectWithin(estimate(whole), found)
        },
      ),
      { numRuns: 300 },
    )
    expect(enclosed).toBeGreaterThan(100)
  })

  it('bounds what is rounded without knowing any number of cases', () => {
    const round = (value: number): ReleasedValue => leave('rounded', value)
    const { estimate: share, sites, reason } = bounded([siteOf('a', big), siteOf('b', big, round)])
    expect([sites, reason]).toEqual([['b'], 'rounded'])
    expect(share.upper - share.lower).toBeLessThan(0.06)
  })

  it('refuses rounded cells that no patients have', () => {
    const impossible = (value: number, place: number): ReleasedValue =>
      place === 0 ? { kind: 'rounded', value: 900, to } : asItIs(value)
    expect(estimate([siteOf('a', big), siteOf('b', big, impossible)])).toMatchObject({ status: 'not-estimable' })
  })
})

describe('a criterion on a bounded figure', () => {
  const rule = (side: 'lower' | 'upper', bound: number): CriteriaRules => ({
    id: 'c',
    endpoint: 'e',
    figure: 'f',
    side,
    bound,
    alpha: 0.025,
    leastEffectivePatients: 20,
  })
  const verdictOf = (found: Figure, side: 'lower' | 'upper', bound: number) =>
    decide(rule(side, bound), () => [found]).verdict

  it('is met only if every completion meets it, not met only if every one fails it', () => {
    for (const cases of [1, 2, 4]) {
      const found = bounded([siteOf('a', big), siteOf('b', [], () => suppressed, { cases })], 1)
      const all = completionsOf(cases).map((hidden) => estimate([siteOf('a', big), siteOf('b', hidden)]))
      const verdicts = new Set<string>()
      for (let bound = 0.7; bound <= 1; bound += 0.01)
        for (const side of ['lower', 'upper'] as const) {
          const verdict = verdictOf(found, side, bound)
          verdicts.add(verdict)
          const settled = new Set(all.map((one) => verdictOf(one, side, bound)))
          if (verdict === 'met' || verdict === 'not-met') expect([...settled]).toEqual([verdict])
          if (settled.size > 1) expect(verdict).toBe('inconclusive')
        }
      expect([...verdicts].sort()).toEqual(['inconclusive', 'met', 'not-met'])
    }
  })

  it('shows the worst limit, and assesses nothing on patients that may be too few', () => {
    const found = bounded([siteOf('a', big), siteOf('b', [], () => suppressed, { cases: 3 })], 1)
    const { lower } = limitRange(found, 'lower', 0.025)
    expect(decide(rule('lower', 0.5), () => [found]).outcomes[0]).toMatchObject({ outcome: 'met', limit: lower })
    const patients = { lower: 12, upper: 19 }
    expect(verdictOf({ ...found, effectivePatients: patients }, 'lower', 0.5)).toBe('not-assessable')
    expect(verdictOf({ ...found, effectivePatients: { ...patients, upper: 21 } }, 'lower', 0.5)).toBe('inconclusive')
  })
})
