import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import type { Method, MethodResult } from '../method.ts'
import { readColumns } from '../tables/columns.ts'
import { readCsv } from '../tables/read-csv.ts'
import { proportion } from './proportion.ts'

const folder = join(import.meta.dirname, '../../../../../packages/statistics/src')
const oracle = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8'))

const usual = { ratio: 'simel', difference: 'miettinen-nurminen', better: 'higher', replicates: 1000 }

function run(table: string, options: Record<string, unknown> = {}, level = 0.95): MethodResult {
  const read = readCsv('cases.csv', new TextEncoder().encode(table))
  const columns = readColumns(read, proportion.columns, { mapped: new Map(), positive: undefined })
  const input = { standing: '/', level, seed: 1, t: translator('en'), progress: () => {} }
  const method: Method = proportion
  return method.run({ ...input, columns, options: { ...usual, ...options } }) as MethodResult
}

interface Row {
  name: string
  of?: string
  method: string
  status: string
  estimate: number
  lower: number
  upper: number
}

const rowsOf = ({ json }: MethodResult) => json.figures as Row[]

/** Cases of a table of truth and call, and of more columns. */
const cases = (counts: readonly (readonly [number, string])[]) =>
  counts.flatMap(([count, line]) => Array.from({ length: count }, () => line)).join('\n')

const fourfold = `truth,call\n${cases([
  [90, '1,1'],
  [10, '1,0'],
  [160, '0,0'],
  [40, '0,1'],
])}\n`

describe('assay statistics proportion', () => {
  it('takes counts in the place of a table', () => {
    expect(proportion.readsTable?.({ successes: 81, trials: 263 })).toBe(false)
    // Newcombe, Stat. Med. 17:857–872 (1998), table I.
    const [row] = rowsOf(run('call\n1\n', { successes: 81, trials: 263, method: 'wilson' }))
    expect([row!.lower.toFixed(4), row!.upper.toFixed(4)]).toEqual(['0.2553', '0.3662'])
    expect(() => run('call\n1\n', { successes: 3, trials: 2 })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ what: 'option-counts' }) }),
    )
    expect(() => run('call\n1\n', { successes: 1, trials: 2, method: 'logit' })).toThrow('option-invalid')
  })

  it('gives likelihood ratios by the score, and predictive values at a prevalence', () => {
    const rows = rowsOf(run(fourfold, { ratio: 'score', prevalence: 0.1 }))
    const [, , positive] = rows
    // statsmodels, bench/oracles/ratio-score.py: 90 of 100 to 40 of 200.
    const [, peer] = oracle('proportions/ratio-score.oracle.json')
    expect(positive).toMatchObject({
      name: 'likelihoodRatioPositive',
      method: 'score',
      estimate: expect.closeTo(4.5, 12),
    })
    expect([positive!.lower / peer.interval[0], positive!.upper / peer.interval[1]]).toEqual([
      expect.closeTo(1, 5),
      expect.closeTo(1, 5),
    ])
    expect(rows[4]).toMatchObject({ name: 'predictiveValuePositive', estimate: expect.closeTo(1 / 3, 12) })
  })

  it('takes patients, strata and weights as the R package survey does', () => {
    const { patient, stratum, weight, found, share, logit } = oracle('proportions/survey-share.oracle.json').unequal
    const lines = patient.map((one: number, i: number) => `${one},${stratum[i]},${weight[i]},${found[i]}`)
    const table = `patient,stratum,weight,call\n${lines.join('\n')}\n`
    const [row] = rowsOf(run(table))
    expect(row).toMatchObject({ method: 'linearised-logit-t', estimate: expect.closeTo(share[0], 12) })
    expect(row).toMatchObject({ lower: expect.closeTo(logit[0], 8), upper: expect.closeTo(logit[1], 8) })
    for (const method of ['korn-graubard', 'rao-scott', 'rao-wu']) {
      const [other] = rowsOf(run(table, { method }))
      expect(other).toMatchObject({ method, status: 'estimated', estimate: expect.closeTo(share[0], 12) })
      // No method is far from another here.
      expect(Math.abs(other!.lower - logit[0])).toBeLessThan(0.12)
    }
    expect(() => run(table, { method: 'wilson' })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ option: '--method' }) }),
    )
  })

  it('has a bootstrap whose spread is that of the linearised variance', () => {
    const { patient, found, stratum, share } = oracle('proportions/survey-share.oracle.json').equal
    const lines = patient.map((one: number, i: number) => `${one},${stratum[i]},${found[i]}`)
    const [row] = rowsOf(
      run(`patient,stratum,call\n${lines.join('\n')}\n`, { method: 'rao-wu', replicates: 4000 }, 0.68),
    )
    // A 68 % interval is about as wide as two standard errors.
    expect((row!.upper - row!.lower) / 2 / share[1]).toBeGreaterThan(0.85)
    expect((row!.upper - row!.lower) / 2 / share[1]).toBeLessThan(1.15)
  })

  it('gives likelihood ratios of clustered cases as the estimator classification does', () => {
    const { patient, truth, call, positive } = oracle('proportions/classification.oracle.json').both
    const lines = patient.map((one: number, i: number) => `${one},${truth[i]},${call[i]}`)
    const rows = rowsOf(run(`patient,truth,call\n${lines.join('\n')}\n`))
    const found = rows.find(({ name }) => name === 'likelihoodRatioPositive')!
    expect(Math.log(found.estimate)).toBeCloseTo(positive[0], 11)
    expect(found.lower * found.upper).toBeCloseTo(found.estimate ** 2, 10)
  })

  it('compares two groups of independent cases, and tests a margin', () => {
    const table = `group,call\n${cases([
      [56, 'new,1'],
      [14, 'new,0'],
      [48, 'old,1'],
      [32, 'old,0'],
    ])}\n`
    const comparison = (options: Record<string, unknown>) => (run(table, options).json.comparisons as object[])[0]
    // Newcombe, Stat. Med. 17:873–890 (1998), table II, methods 10 and 5.
    for (const [difference, lower, upper] of [
      ['newcombe', 0.0524, 0.3339],
      ['miettinen-nurminen', 0.0528, 0.3382],
    ] as const)
      expect(comparison({ difference })).toMatchObject({
        groups: ['new', 'old'],
        p: { test: 'miettinen-nurminen' },
        difference: {
          estimate: expect.closeTo(0.2, 12),
          lower: expect.closeTo(lower, 4),
          upper: expect.closeTo(upper, 4),
        },
      })
    expect(comparison({ margin: 0.1 })).toMatchObject({ test: { kind: 'non-inferiority', shown: true } })
    expect(comparison({ margin: 0.1, hypothesis: 'superiority' })).toMatchObject({ test: { shown: false } })
    expect(run(table, { margin: 0.1 }).tables.map(({ title }) => title)).toEqual(['', 'Groups', 'Margins'])
  })

  it('compares groups of clustered cases by Rao and Scott', () => {
    const { patient, group, found, groups } = oracle('proportions/survey-share.oracle.json').equal
    const lines = patient.map((one: number, i: number) => `${one},${group[i]},${found[i]}`)
    const { comparisons } = run(`patient,group,call\n${lines.join('\n')}\n`).json as { comparisons: { p: object }[] }
    expect(comparisons[0]!.p).toEqual({ test: 'rao-scott', value: expect.closeTo(groups[3], 8) })
    const two = lines.filter((_: string, i: number) => group[i] !== 'z')
    const shared = run(`patient,group,call\n${two.join('\n')}\n`)
    expect(shared.json).toMatchObject({ comparisons: [{ difference: { reason: 'patients-in-both' } }] })
    const apart = two.map((line: string) => line.replace(/^(\d+),(.)/, '$1$2,$2'))
    const { json, notes } = run(`patient,group,call\n${apart.join('\n')}\n`, { margin: 0.1 })
    expect(notes.at(-1)).toContain('No margin was tested')
    expect(json).toMatchObject({ comparisons: [{ difference: { status: 'estimated', method: 'newcombe' } }] })
  })

  it('shows each site', () => {
    const { json, tables } = run('site,truth,call\nA,1,1\nA,0,0\nB,1,0\nB,0,1\n')
    expect((json.sites as Row[]).map(({ name, of }) => `${name} ${of}`)).toEqual([
      ...['sensitivity A', 'sensitivity B', 'specificity A', 'specificity B'],
    ])
    expect(tables[1]?.title).toBe('By site')
  })

  it.each([
    ['patient,stratum,call\na,x,1\na,y,0\n', { line: 3, column: 'stratum', what: 'two-strata' }],
    ['weight,call\n1,1\n0,1\n', { line: 3, column: 'weight', what: 'value-weight' }],
  ])('says what does not fit, and where: %j', (table, parameters) => {
    expect(() => run(table)).toThrow(expect.objectContaining({ parameters: expect.objectContaining(parameters) }))
  })

  it('says why there is no figure', () => {
    const { tables } = run('truth,call,patient\n1,1,a\n')
    expect(tables[0]?.rows.map(([, cell]) => (cell as { none: string }).none)).toEqual([
      ...['too few patients', 'nothing to divide by', 'one class has no case', 'one class has no case'],
    ])
  })
})
