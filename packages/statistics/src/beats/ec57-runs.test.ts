import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Cell, release, type SiteRelease } from '../frame/site-summary.ts'
import { findOneRoundEstimator } from '../registry.ts'
import type { RunCaseScore } from './ec57-runs.ts'

const estimator = findOneRoundEstimator('ec57-runs', 1)!
const exact = ({ value }: Cell) => ({ kind: 'exact', value }) as const
const released = (site: string, cases: readonly RunCaseScore[]): SiteRelease => ({
  site,
  released: estimator.readReleased(release(estimator.summarise(cases, {}), exact), {}),
})

/** A matrix with counts at [row, column]. */
function matrix(...counts: [row: number, column: number, count: number][]): number[][] {
  const made = Array.from({ length: 7 }, () => new Array<number>(7).fill(0))
  for (const [row, column, count] of counts) made[row]![column]! += count
  return made
}

const none = { sensitivity: matrix(), predictivity: matrix() }
const record = (patient: string, name: string, veb: RunCaseScore['veb']): RunCaseScore => ({
  patient,
  record: name,
  paced: false,
  failure: null,
  veb,
  sveb: none,
})

describe('ec57-runs', () => {
  const cases = [
    record('a', '1', { sensitivity: matrix([2, 2, 3], [2, 1, 1]), predictivity: matrix([2, 2, 3], [0, 2, 2]) }),
    record('b', '2', { sensitivity: matrix([2, 3, 1], [6, 6, 2]), predictivity: matrix([2, 3, 1], [6, 6, 2]) }),
    record('c', '3', { sensitivity: matrix([2, 0, 5]), predictivity: matrix() }),
  ]

  it('counts gross and by record, worked by hand', () => {
    const figures = estimator.estimate([released('x', cases)], {})
    const of = (id: string) => figures.find((one) => one.id === id)!
    expect(of('veb-couplet.sensitivity.gross')).toMatchObject({ numerator: 4, denominator: 10 })
    expect(of('veb-couplet.sensitivity.average')).toMatchObject({ numerator: 0.75 + 1, denominator: 3 })
    expect(of('veb-couplet.positive-predictivity.gross')).toMatchObject({ status: 'undefined', patients: 1 })
    expect(of('sveb-couplet.sensitivity.gross')).toMatchObject({ status: 'undefined', reason: 'empty-denominator' })
    expect(of('completion')).toMatchObject({ numerator: 3, denominator: 3 })
  })

  it('leaves paced records out, and not the failed', () => {
    const failed = { ...cases[0]!, patient: 'd', failure: 'crashed' as const, veb: none }
    const figures = estimator.estimate([released('x', [...cases, { ...cases[1]!, paced: true }, failed])], {})
    expect(figures.find(({ id }) => id === 'veb-couplet.sensitivity.gross')).toMatchObject({ denominator: 10 })
    expect(figures.find(({ id }) => id === 'completion')).toMatchObject({ numerator: 4, denominator: 5 })
  })

  it('gives over any hospitals, in any order, what it gives over the pooled records', () => {
    const count = fc.nat(4)
    const drawn = fc.array(fc.tuple(fc.nat(20), fc.nat(39), count, count, count), { minLength: 3, maxLength: 40 })
    fc.assert(
      fc.property(drawn, (rows) => {
        const site = new Map(rows.map(([patient, at]) => [patient, at]))
        const records = rows.map(([patient, , x, y, z], index) => ({
          at: site.get(patient)!,
          one: record(`p${patient}`, `${index}`, {
            sensitivity: matrix([2, 2, x], [2, 0, y], [4, 3, z]),
            predictivity: matrix([2, 2, x], [1, 2, z]),
          }),
        }))
        const sites = [...Map.groupBy(records, ({ at }) => at)].map(([at, own]) =>
          released(
            `s${at}`,
            own.map(({ one }) => one),
          ),
        )
        const pooled = estimator.estimate(
          [
            released(
              'all',
              records.map(({ one }) => one),
            ),
          ],
          {},
        )
        const [merged, turned] = [sites, sites.toReversed()].map((all) => estimator.estimate(all, {}))
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

  it('refuses a matrix of another size, and releases that no runs give', () => {
    expect(() => estimator.summarise([{ ...cases[0], veb: { sensitivity: [[1]], predictivity: [[1]] } }], {})).toThrow()
    const given = released('x', cases).released
    const name = 'veb-couplet.sensitivity.gross.numerator'
    const more = { ...given, cells: { ...given.cells, [name]: { kind: 'exact' as const, value: 11 } } }
    expect(() => estimator.readReleased(more, {})).toThrow(/numerator/)
  })
})
