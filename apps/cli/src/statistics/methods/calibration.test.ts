import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import type { MethodResult } from '../method.ts'
import { readColumns } from '../tables/columns.ts'
import { readCsv } from '../tables/read-csv.ts'
import { calibration } from './calibration.ts'

function run(table: string, options: Record<string, unknown> = {}): MethodResult {
  const read = readCsv('cases.csv', new TextEncoder().encode(table))
  const columns = readColumns(read, calibration.columns, { mapped: new Map(), positive: undefined })
  const given = { bins: 10, ...options }
  const input = {
    columns,
    options: given,
    standing: '/',
    level: 0.95,
    seed: 1,
    t: translator('en'),
    progress: () => {},
  }
  return calibration.run(input) as MethodResult
}

const rows = [
  ['a', 1, 0.9],
  ['b', 0, 0.2],
  ['c', 1, 0.6],
  ['d', 0, 0.7],
  ['e', 1, 0.3],
  ['f', 0, 0.1],
] as const
const table = ['patient,truth,probability', ...rows.map((row) => row.join(','))].join('\n')

describe('assay statistics calibration', () => {
  it('gives the figures of the cases', () => {
    const { json, tables } = run(table)
    expect((json.brier as { brier: number }).brier).toBeCloseTo((0.01 + 0.04 + 0.16 + 0.49 + 0.49 + 0.01) / 6, 14)
    // R 4.2.2: glm(y ~ qlogis(p), binomial).
    expect(json.slope).toMatchObject({ slope: { estimate: expect.closeTo(0.8366624, 6) } })
    expect(tables.map(({ title }) => title)).toEqual([
      'Brier score and its parts',
      'Recalibration',
      'Calibration error',
      'Reliability',
    ])
    expect(tables[3]?.rows).toHaveLength(10)
  })

  it('shows each site where there are some', () => {
    const [head, ...lines] = table.split('\n')
    const { tables } = run([`${head},site`, ...lines.map((line, i) => `${line},${i < 4 ? 'x' : 'y'}`)].join('\n'))
    expect(tables.at(-1)?.rows.map(([site]) => site)).toEqual(['x', 'y'])
  })

  it('bins as asked', () => {
    expect(run(table, { bins: 2 }).tables[3]?.rows).toHaveLength(2)
    expect(run(table, { bins: 3, equalCount: true }).json).toMatchObject({
      bins: [{ cases: 2 }, { cases: 2 }, { cases: 2 }],
    })
  })

  it('says why there is no slope, and takes a clip', () => {
    const certain = `${table}\ng,1,1`
    expect(run(certain).tables[1]?.rows[3]?.[1]).toEqual({ none: 'probabilities of 0 or 1; see --clip' })
    expect(run(certain, { clip: 0.01 }).json.slope).toMatchObject({ status: 'estimated' })
  })

  it('says which probability is none', () => {
    expect(() => run('truth,probability\n1,0.5\n0,1.5')).toThrow(
      expect.objectContaining({
        parameters: { file: 'cases.csv', line: 3, column: 'probability', what: 'value-probability' },
      }),
    )
  })
})
