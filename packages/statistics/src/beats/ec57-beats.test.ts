import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Figure, figure } from '../frame/figure.ts'
import type { ReleasedValue } from '../frame/released-value.ts'
import { release, type SiteRelease } from '../frame/site-summary.ts'
import { findOneRoundEstimator } from '../registry.ts'
import { ec57Beats } from './ec57-beats.ts'
import type { BeatCaseScore } from './ec57-parameters.ts'

const parameters = ec57Beats.parameters.parse({})

function score(patient: string, record: string, matrix: BeatCaseScore['matrix']): BeatCaseScore {
  return { patient, record, matrix, paced: false, scoredSeconds: 1500, shutdownSeconds: 0, failure: null }
}

function released(site: string, cases: BeatCaseScore[]): SiteRelease {
  return { site, released: release(ec57Beats.summarise(cases, parameters), ({ value }) => ({ kind: 'exact', value })) }
}

function estimate(releases: SiteRelease[]): Map<string, Figure> {
  const figures = ec57Beats.estimate(ec57Beats.merge(releases, parameters), parameters)
  return new Map(figures.map((one) => [one.id, one]))
}

/** Devices from poor to nearly perfect: few errors among many beats are where sums could lose digits. */
const found = fc.nat(2000)
const errors = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(2000))
const scores = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 1, max: 15 }),
      matrix: fc.record({
        Nn: found,
        No: errors,
        On: errors,
        Vv: found,
        Vn: errors,
        Vo: errors,
        Nv: errors,
        Qv: errors,
        Xs: errors,
        Ss: found,
        So: errors,
        Ns: errors,
        Fs: errors,
      }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => list.map(({ patient, matrix }, index) => score(`p${patient}`, `r${index}`, matrix)))

describe('ec57-beats', () => {
  it('gives over any hospitals, in any order, what it gives over the pooled records', () => {
    const assignment = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(scores, assignment, fc.nat(), (cases, hospitalOf, turn) => {
        const bySite = Map.groupBy(cases, ({ patient }) => `h${hospitalOf[Number(patient.slice(1))]}`)
        const releases = [...bySite].map(([site, own]) => released(site, own))
        const turned = [...releases.slice(turn % releases.length), ...releases.slice(0, turn % releases.length)]
        const merged = estimate([...releases, released('empty', [])])
        expect(estimate([...turned.toReversed(), released('empty', [])])).toEqual(merged)
        for (const [id, pooled] of estimate([released('all', cases)])) {
          expectEqual(merged.get(id), pooled)
          if (!id.endsWith('.average')) expect(countsOf(merged.get(id))).toEqual(countsOf(pooled))
        }
      }),
      { numRuns: 200 },
    )
  })

  it('reproduces a linearised interval worked by hand', () => {
    // Three patients, 90/100, 40/50 and 150/150 VEBs found: p = 280/300; deviations a − pn = −10/3, −20/3, 10;
    // Σ = 11.11 + 44.44 + 100 = 155.56; v = 3/2 · 155.56/300² = 0.0025926; K_eff = 300²/35000 = 2.5714.
    const figures = estimate([
      released('a', [
        score('1', 'a', { Vv: 90, Vo: 10 }),
        score('2', 'b', { Vv: 40, Vo: 10 }),
        score('3', 'c', { Vv: 150 }),
      ]),
    ])
    const found = figures.get('veb.sensitivity.gross')
    if (found?.status !== 'estimated' || found.reference.scale !== 'logit-t') throw new Error('not estimated')
    expect(found.estimate).toBeCloseTo(280 / 300, 14)
    expect(found.effectivePatients).toBeCloseTo(2.571428571, 9)
    expect(found.reference.standardError).toBeCloseTo(Math.sqrt(0.0025925926) / ((280 / 300) * (20 / 300)), 7)
    expect(found.reference.degreesOfFreedom).toBeCloseTo(1.571428571, 9)
  })

  it('averages over the records where the ratio is defined, and prints their number', () => {
    const figures = estimate([
      released('a', [score('1', 'a', { Vv: 1, Vo: 1 }), score('2', 'b', { Nn: 9 }), score('3', 'c', { Vv: 9, Vo: 1 })]),
    ])
    expect(figures.get('veb.sensitivity.average')).toMatchObject({ estimate: 0.7, denominator: 2 })
  })

  it('counts a failed output as one in which nothing was found, and completion apart', () => {
    const failed = { ...score('2', 'b', { No: 90, Vo: 10 }), failure: 'timed-out' as const }
    const figures = estimate([released('a', [score('1', 'a', { Nn: 90, Vv: 10 }), failed])])
    expect(figures.get('qrs.sensitivity.gross')).toMatchObject({ numerator: 100, denominator: 200 })
    expect(figures.get('veb.sensitivity.average')).toMatchObject({ estimate: 0.5, denominator: 2 })
    expect(figures.get('completion')).toMatchObject({ numerator: 1, denominator: 2 })
    const summary = ec57Beats.summarise([failed], parameters)
    expect(summary.cells.find(({ name }) => name === 'records.timed-out')).toEqual({
      name: 'records.timed-out',
      value: 1,
      patients: 1,
      largest: [1],
    })
  })

  it('tells the gate who stands behind a cell', () => {
    const cases = [score('1', 'a', { Vv: 7 }), score('1', 'b', { Vv: 5, Vo: 1 }), score('2', 'c', { Vv: 20 })]
    const summary = ec57Beats.summarise([...cases, score('3', 'd', { Nn: 9 })], parameters)
    const cell = (name: string) => summary.cells.find((one) => one.name === name)
    expect(summary.patients).toBe(3)
    expect(cell('veb.sensitivity.gross.numerator')).toMatchObject({ value: 32, patients: 2, largest: [20, 12] })
    expect(cell('beats.Vo')).toMatchObject({ value: 1, patients: 1, largest: [1] })
    expect(cell('veb.sensitivity.average.denominator')).toMatchObject({ value: 3, largest: [2, 1] })
  })

  it('leaves paced records out of the figures and counts them', () => {
    const paced = { ...score('2', 'b', { Qq: 50, No: 50 }), paced: true }
    const summary = ec57Beats.summarise([score('1', 'a', { Nn: 10 }), paced], parameters)
    const cellValue = (name: string) => summary.cells.find((cell) => cell.name === name)?.value
    expect(cellValue('records.paced')).toBe(1)
    expect(cellValue('qrs.sensitivity.gross.denominator')).toBe(10)
  })

  it('says what is undefined, and what did not leave a hospital', () => {
    const empty = estimate([released('a', [])])
    expect(empty.get('veb.sensitivity.gross')).toEqual({
      id: 'veb.sensitivity.gross',
      status: 'undefined',
      reason: 'empty-denominator',
      patients: 0,
    })
    const whole = released('a', [score('1', 'a', { Vv: 5, Vo: 1 })])
    const withheld: SiteRelease = {
      site: 'b',
      released: release(ec57Beats.summarise([score('2', 'b', { Vv: 5 })], parameters), () => ({ kind: 'suppressed' })),
    }
    expect(estimate([whole, withheld]).get('veb.sensitivity.gross')).toMatchObject({
      status: 'not-estimable',
      reason: 'suppressed',
      sites: ['b'],
    })
  })

  it('gives only what its own schemas accept', () => {
    fc.assert(
      fc.property(scores, (cases) => {
        const { released: given } = released('a', cases)
        expect(ec57Beats.released(parameters).parse(given)).toEqual(given)
        for (const one of estimate([{ site: 'a', released: given }]).values()) expect(figure.parse(one)).toEqual(one)
      }),
      { numRuns: 30 },
    )
    expect(ec57Beats.released(parameters).safeParse(released('a', []).released).success).toBe(true)
  })

  it.each([
    ['a number that is none', { 'beats.Nn': exact(Number.NaN) }],
    ['an infinity', { 'seconds.scored': exact(Number.POSITIVE_INFINITY) }],
    ['a count below zero', { 'records.paced': exact(-1) }],
    ['half a beat', { 'beats.Nf': exact(0.5) }],
    ['more found than there was', { 'qrs.sensitivity.average.numerator': exact(1e9) }],
    ['beats that the matrix does not have', { 'beats.Vv': exact(1) }],
    ['a cell of its own', { invented: exact(1) }],
  ])('refuses a release with %s', (_, cells) => {
    const { released: given } = released('a', [score('1', 'a', { Nn: 90, Vv: 10 }), score('2', 'b', { Nn: 30, Vo: 3 })])
    const registered = findOneRoundEstimator('ec57-beats', 1)!
    expect(() => registered.readReleased({ ...given, cells: { ...given.cells, ...cells } }, {})).toThrow()
    expect(registered.readReleased(given, {})).toEqual(given)
  })

  it('refuses a release with a cell missing, or of another estimator', () => {
    const { released: given } = released('a', [score('1', 'a', { Nn: 90 })])
    const { 'beats.Nn': _, ...fewer } = given.cells
    expect(ec57Beats.released(parameters).safeParse({ ...given, cells: fewer }).success).toBe(false)
    expect(ec57Beats.released(parameters).safeParse({ ...given, version: 2 }).success).toBe(false)
  })

  it('refuses parameters and scores that make no sense', () => {
    const registered = findOneRoundEstimator('ec57-beats', 1)!
    expect(() => registered.readParameters({ matchWindowSeconds: -1 })).toThrow()
    expect(() => registered.readParameters({ matchWindowSeconds: Number.NaN })).toThrow()
    expect(() => registered.readParameters({ learningSeconds: 300, learningAppliesFromSeconds: 200 })).toThrow()
    expect(() => registered.readParameters({ window: 0.15 })).toThrow()
    expect(() => registered.summarise([score('1', 'a', { Nn: Number.NaN })], {})).toThrow()
    expect(() => registered.summarise([score('1', 'a', { Nn: 0.5 })], {})).toThrow()
    expect(registered.figures({}).map(({ id }) => id)).toContain('sveb.positive-predictivity.average')
  })
})

function exact(value: number): ReleasedValue {
  return { kind: 'exact', value }
}

/** What is whole, or a quotient of two that are: the same bits over hospitals as pooled. */
function countsOf(one: Figure | undefined): unknown {
  if (one?.status !== 'estimated') return one
  const { estimate: share, numerator, denominator, patients, effectivePatients } = one
  return { share, numerator, denominator, patients, effectivePatients }
}

/**
 * Equal, numbers to 1e-12: proportions and their limits absolutely, what is above 1 relatively. On the logit, what rounding leaves of
 * a mean's last digits counts 1 / (p (1 − p)) times.
 */
function expectEqual(actual: unknown, expected: unknown, tolerance = 1e-12): void {
  if (typeof expected === 'number') {
    expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)))
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object)).toEqual(Object.keys(expected))
    for (const [key, value] of Object.entries(expected)) {
      expectEqual((actual as Record<string, unknown>)[key], value, key === 'reference' ? onLogit(expected) : tolerance)
    }
  } else expect(actual).toEqual(expected)
}

function onLogit(one: object): number {
  const { estimate: share = 0 } = one as { estimate?: number }
  return share > 0 && share < 1 ? Math.max(1e-12, 4e-15 / (share * (1 - share))) : 1e-12
}
