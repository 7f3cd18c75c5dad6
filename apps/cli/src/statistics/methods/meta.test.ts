import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import type { Method, MethodResult } from '../method.ts'
import { readColumns } from '../tables/columns.ts'
import { readCsv } from '../tables/read-csv.ts'
import { meta } from './meta.ts'

const usual = { method: 'REML', hartungKnapp: 'floor', shareVariance: 'common', limits: 0.95 }

function run(table: string, options: Record<string, unknown> = {}): MethodResult {
  const read = readCsv('sites.csv', new TextEncoder().encode(table))
  const columns = readColumns(read, meta.columns, { mapped: new Map(), positive: undefined })
  const given = { ...usual, ...options }
  const input = {
    columns,
    options: given,
    standing: '/',
    level: 0.95,
    seed: 1,
    t: translator('en'),
    progress: () => {},
  }
  const method: Method = meta
  return method.run(input) as MethodResult
}

const counts = `site,events,total
A,81,90
B,45,60
C,120,125
D,66,80
E,93,100
F,30,42
G,58,60
H,40,40`

interface Pooled {
  estimate: number
  natural: { estimate: number; interval: { lower: number; upper: number }; prediction: { lower: number } }
}

describe('assay statistics meta', () => {
  it('pools counts as metafor does with the variance at the average share', () => {
    // R 4.2.2, metafor 3.8.1, by bench/oracles/target.R.
    const { json } = run(counts)
    const { natural } = json.pooled as Pooled
    expect(json).toMatchObject({ scale: 'logit', method: 'REML', interval: 'hartung-knapp-floored' })
    expect(natural.estimate).toBeCloseTo(0.9127203673, 9)
    expect(natural.interval.lower).toBeCloseTo(0.7980880772, 9)
    expect(natural.interval.upper).toBeCloseTo(0.9651165867, 9)
    expect(natural.prediction.lower).toBeCloseTo(0.3853263618, 9)
  })

  it('pools them with their own variances where that is asked for', () => {
    // R 4.2.2, metafor 3.8.1: rma(escalc(measure = "PLO", xi = events, ni = total)), method = "REML", test = "adhoc".
    expect((run(counts, { shareVariance: 'own' }).json.pooled as Pooled).natural.estimate).toBeCloseTo(0.8958463825, 9)
  })

  it('reads the same sites from standard errors, variances and intervals', () => {
    const z = 1.959963984540054
    const tables = [
      'site,estimate,se\nA,1,0.5\nB,2,0.25\nC,1.5,0.3',
      'site,estimate,variance\nA,1,0.25\nB,2,0.0625\nC,1.5,0.09',
      `site,estimate,lower,upper\nA,1,${1 - 0.5 * z},${1 + 0.5 * z}\nB,2,${2 - 0.25 * z},${2 + 0.25 * z}\nC,1.5,${1.5 - 0.3 * z},${1.5 + 0.3 * z}`,
    ]
    const [first, ...others] = tables.map((table) => (run(table).json.pooled as Pooled).estimate)
    for (const other of others) expect(other).toBeCloseTo(first as number, 12)
  })

  it('shows pooled estimate, heterogeneity, sites and each left out', () => {
    const { tables, notes } = run(counts)
    expect(tables.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['All sites', 2],
      ['Heterogeneity', 6],
      ['Sites', 8],
      ['Without one site', 8],
    ])
    expect(notes).toHaveLength(3)
    // A site stands with its own variance: 40 of 40 is not sure of 97 %.
    const last = tables[2]?.rows[7]?.[2] as { lower: number }
    expect(last.lower).toBeLessThan(0.9)
  })

  it('says why there is no pooled estimate', () => {
    expect(run('site,estimate,se\nA,1,0.5').tables[0]?.rows).toEqual([['All sites', { none: 'too few sites' }, '']])
    expect(run('site,estimate,se\nA,1,0.5', { method: 'FE' }).json.pooled).toMatchObject({ estimate: 1 })
  })

  it.each([
    ['site,estimate\nA,1', { code: 'table-refused', parameters: { what: 'sites-without-numbers' } }],
    ['site,estimate,se\nA,1,1\nA,2,1', { parameters: { line: 3, column: 'site', what: 'site-twice' } }],
    ['site,estimate,se\nA,1,1\nB,2,-1', { parameters: { line: 3, column: 'se', what: 'value-standard-error' } }],
    ['site,estimate,variance\nA,1,-1', { parameters: { line: 2, column: 'variance' } }],
    ['site,estimate,lower,upper\nA,1,2,3', { parameters: { column: 'lower', what: 'value-interval' } }],
    ['site,events,total\nA,3,2', { parameters: { line: 2, column: 'events', what: 'value-counts' } }],
  ])('says what does not fit, and where: %j', (table, error) => {
    expect(() => run(table)).toThrow(
      expect.objectContaining({ ...error, parameters: expect.objectContaining(error.parameters) }),
    )
  })

  it('refuses what the scale can’t hold', () => {
    const fault = { parameters: expect.objectContaining({ column: 'estimate', what: 'value-on-logit' }) }
    expect(() => run('site,estimate,se\nA,1.2,1', { scale: 'logit' })).toThrow(expect.objectContaining(fault))
  })
})
