import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Figure } from '../frame/figure.ts'
import { release, type SiteRelease } from '../frame/site-summary.ts'
import { findEstimator } from '../registry.ts'
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
  return new Map(figures.map((figure) => [figure.id, figure]))
}

const count = fc.nat(2000)
const scores = fc
  .array(
    fc.record({
      patient: fc.integer({ min: 1, max: 15 }).map((n) => `p${n}`),
      matrix: fc.record({
        Nn: count,
        No: count,
        On: count,
        Vv: count,
        Vn: count,
        Vo: count,
        Nv: count,
        Ss: count,
        So: count,
        Ns: count,
      }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((list) => list.map(({ patient, matrix }, index) => score(patient, `r${index}`, matrix)))

describe('ec57-beats', () => {
  it('gives over any hospitals, in any order, what it gives over the pooled records', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 1, max: 8 }), fc.nat(), (cases, hospitals, turn) => {
        const siteOf = (patient: string) => `h${Number(patient.slice(1)) % hospitals}`
        const bySite = Map.groupBy(cases, ({ patient }) => siteOf(patient))
        const releases = [...bySite].map(([site, own]) => released(site, own))
        const turned = [...releases.slice(turn % releases.length), ...releases.slice(0, turn % releases.length)]
        const merged = estimate(releases)
        expect(estimate(turned)).toEqual(merged)
        for (const [id, pooled] of estimate([released('all', cases)])) expectEqual(merged.get(id), pooled)
      }),
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

  it('uses effective trials where everything was found', () => {
    const figures = estimate([
      released(
        'a',
        ['1', '2', '3', '4'].map((p) => score(p, p, { Nn: 1000 })),
      ),
    ])
    const found = figures.get('qrs.sensitivity.gross')
    expect(found).toMatchObject({ estimate: 1, interval: { upper: 1, method: 'korn-graubard' } })
    // Four equal patients: K_eff = 4, widened by (t₄₀₀₀/t₃)² = (1.9606/3.1824)² to 1.518 trials; 0.025^(1/1.518) = 0.088.
    if (found?.status === 'estimated') expect(found.interval.lower).toBeCloseTo(0.088, 3)
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

  it('refuses numbers that are none', () => {
    const registered = findEstimator('ec57-beats', 1)
    expect(() =>
      registered?.readReleased({
        estimator: 'ec57-beats',
        version: 1,
        cells: { a: { kind: 'exact', value: Number.NaN } },
      }),
    ).toThrow()
    expect(() => registered?.readParameters({ matchWindowSeconds: -1 })).toThrow()
  })
})

/** Equal, numbers to 1e-12 relative. */
function expectEqual(actual: unknown, expected: unknown): void {
  if (typeof expected === 'number') {
    expect(Math.abs((actual as number) - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)))
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual as object)).toEqual(Object.keys(expected))
    for (const [key, value] of Object.entries(expected)) expectEqual((actual as Record<string, unknown>)[key], value)
  } else expect(actual).toEqual(expected)
}
