import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { findOneRoundEstimator } from '../registry.ts'

const estimator = findOneRoundEstimator('ec57-episodes', 1)!
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const

type Counts = readonly [reference: number, found: number, test: number, right: number]
type Durations = readonly [reference: number, test: number, common: number]

const record = (patient: string, name: string, [reference, found, test, right]: Counts, seconds: Durations) => ({
  patient,
  record: name,
  paced: false,
  failure: null as null | 'crashed',
  episodes: {
    reference,
    found,
    test,
    right,
    referenceSeconds: seconds[0],
    testSeconds: seconds[1],
    commonSeconds: seconds[2],
  },
})
type Scored = ReturnType<typeof record>

const released = (site: string, cases: readonly Scored[]): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(cases, {}), exact), {}),
})

describe('ec57-episodes', () => {
  const cases = [
    record('a', '1', [3, 2, 2, 2], [30, 25, 20]),
    record('b', '2', [1, 1, 2, 1], [0.25, 10, 0.25]),
    record('c', '3', [0, 0, 1, 0], [0, 5, 0]),
  ]

  it('counts gross and by record, worked by hand', () => {
    const figures = estimator.estimate([released('x', cases)], {})
    const of = (id: string) => figures.find((one) => one.id === id)!
    expect(of('episode.sensitivity.gross')).toMatchObject({ numerator: 3, denominator: 4 })
    expect(of('episode.positive-predictivity.gross')).toMatchObject({ numerator: 3, denominator: 5 })
    // Two records have episodes of the reference: 2 of 3, and 1 of 1; three have some of the test.
    expect(of('episode.sensitivity.average')).toMatchObject({ estimate: (2 / 3 + 1) / 2, denominator: 2 })
    expect(of('episode.positive-predictivity.average')).toMatchObject({ estimate: 0.5, denominator: 3 })
    expect(of('duration.sensitivity.gross')).toMatchObject({ numerator: 20_250, denominator: 30_250 })
    expect(of('duration.positive-predictivity.gross')).toMatchObject({ numerator: 20_250, denominator: 40_000 })
    expect(of('completion')).toMatchObject({ numerator: 3, denominator: 3 })
  })

  it('leaves paced records out, and not the failed', () => {
    const failed = { ...record('d', '4', [2, 0, 0, 0], [9, 0, 0]), failure: 'crashed' as const }
    const figures = estimator.estimate([released('x', [...cases, { ...cases[0]!, paced: true }, failed])], {})
    expect(figures.find(({ id }) => id === 'episode.sensitivity.gross')).toMatchObject({ numerator: 3, denominator: 6 })
    expect(figures.find(({ id }) => id === 'completion')).toMatchObject({ numerator: 4, denominator: 5 })
  })

  it('gives over any hospitals, in any order, what it gives over the pooled records', () => {
    const drawn = fc.tuple(fc.nat(20), fc.nat(39), fc.nat(5), fc.nat(5), fc.nat(90), fc.nat(90))
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 3, maxLength: 40 }), (rows) => {
        const site = new Map(rows.map(([patient, at]) => [patient, at]))
        const records = rows.map(([patient, , reference, test, long, short], index) => ({
          at: site.get(patient)!,
          one: record(...([`p${patient}`, `${index}`, [reference, reference >> 1, test, test >> 1]] as const), [
            long,
            short,
            Math.min(long, short) / 3,
          ]),
        }))
        const sites = [...Map.groupBy(records, ({ at }) => at)].map(([at, own]) =>
          released(
            `s${at}`,
            own.map(({ one }) => one),
          ),
        )
        const all = released(
          'all',
          records.map(({ one }) => one),
        )
        const pooled = estimator.estimate([all], {})
        const [merged, turned] = [sites, sites.toReversed()].map((some) => estimator.estimate(some, {}))
        expect(turned).toEqual(merged)
        pooled.forEach((expected, index) => {
          const found = merged![index]!
          expect(found.status).toBe(expected.status)
          if (found.status !== 'estimated' || expected.status !== 'estimated') return
          expect(found.estimate).toBeCloseTo(expected.estimate, 12)
          expect(found.interval.lower).toBeCloseTo(expected.interval.lower, 9)
        })
      }),
    )
  })

  it('refuses a rhythm that is none, and releases that no episodes give', () => {
    expect(() => estimator.summarise(cases, { rhythm: '(AFIB' })).toThrow()
    const given = released('x', cases).released
    const name = 'episode.sensitivity.gross.numerator'
    const more = { ...given, cells: { ...given.cells, [name]: { kind: 'exact' as const, value: 11 } } }
    expect(() => estimator.readReleased(more, {})).toThrow(/numerator/)
  })
})
