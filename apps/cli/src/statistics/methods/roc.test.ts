import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

/** By pROC on its data set aSAH: bench/oracles/roc.R. */
const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../../packages/statistics/src/roc/roc.oracle.json'), 'utf8'),
)

function rowsOf(test: 's100b' | 'ndka', turned = false): string[] {
  const rows = oracle[test].scores.map((score: number, i: number) => `c${i},${oracle.truth[i]},${score},${test}`)
  return turned ? rows.reverse() : rows
}

function roc(rows: readonly string[], words: readonly string[] = [], header = 'case,truth,score,test') {
  return runAssay(['statistics', 'roc', '-', ...words], { input: `${[header, ...rows].join('\n')}\n` })
}

const json = (rows: readonly string[], words: readonly string[] = []) =>
  JSON.parse(roc(rows, ['--json', ...words]).output)

describe('roc', () => {
  const both = [...rowsOf('s100b'), ...rowsOf('ndka', true)]

  it('gives pROC’s areas, intervals and paired test, in whatever order the rows come', () => {
    const { areas, differences } = json(both, ['--scale', 'wald'])
    expect(areas.map(({ estimate }: { estimate: number }) => estimate)).toEqual([
      expect.closeTo(oracle.s100b.area, 12),
      expect.closeTo(oracle.ndka.area, 12),
    ])
    expect(areas[0].interval.lower).toBeCloseTo(oracle.s100b.wald[0], 10)
    expect(differences).toHaveLength(1)
    expect(differences[0]).toMatchObject({ first: 's100b', second: 'ndka', paired: true })
    expect(differences[0].z).toBeCloseTo(oracle.paired[0], 9)
    expect(differences[0].p).toBeCloseTo(oracle.paired[1], 9)
  })

  it('gives pROC’s points and parts of the curve, with intervals that come out the same again', () => {
    const words = ['--specificity-at', '0.9,0.83', '--partial', 'specificity:0.9:1', '--replicates', '200']
    const [one, again] = [json(rowsOf('s100b'), words), json(rowsOf('s100b'), words)]
    expect(one).toEqual(again)
    expect(one.points[0].estimate).toBeCloseTo(oracle.s100b.sensitivityAt[0], 12)
    expect(one.points[1].estimate).toBeCloseTo(oracle.s100b.sensitivityAt[1], 12)
    expect(one.points[2].standardised).toBeCloseTo(oracle.s100b.specificity90to100[1], 12)
    expect(one.points[0].interval.lower).toBeLessThan(one.points[0].estimate)
    expect(json(rowsOf('s100b'), [...words, '--seed', '2'])).not.toEqual(one)
  })

  it('compares tests on different cases as such', () => {
    const other = rowsOf('ndka').map((row) => row.replace('c', 'd'))
    const { differences } = json([...rowsOf('s100b'), ...other])
    expect(differences[0]).toMatchObject({ paired: false })
    expect(differences[0].z).toBeCloseTo(oracle.unpaired[0], 9)
  })

  it('takes a failed output for the wrong extreme, and says how many there were', () => {
    const { output } = roc(['a,1,2,x', 'b,1,,x', 'c,0,1,x', 'd,0,,x'])
    // Wins: 2 over 1; b below all; d above all: 1 of 4.
    expect(output).toMatch(/x +0\.25/)
    expect(output).toContain('Failed outputs: 2.')
  })

  it('clusters cases in patients within sites as it does in all', () => {
    const rows = Array.from({ length: 60 }, (_, i) => `c${i},${i % 3 === 0 ? 1 : 0},${(i * 37) % 23},p${i >> 2},only`)
    const table = `case,truth,score,patient,site\n${rows.join('\n')}\n`
    const clustered = JSON.parse(runAssay(['statistics', 'roc', '--json'], { input: table }).output)
    const independent = JSON.parse(
      runAssay(['statistics', 'roc', '--json'], { input: table.replace('patient', 'else') }).output,
    )
    expect(clustered.sites[0].sites[0].area.variance).toBe(clustered.areas[0].variance)
    expect(clustered.areas[0].variance).not.toBeCloseTo(independent.areas[0].variance, 6)
  })

  it('prints the points of the curve, and the areas by site', () => {
    const header = 'case,truth,score,test,site'
    const rows = rowsOf('s100b').map((row, i) => `${row},${i % 2 ? 'north' : 'south'}`)
    const { output } = roc(rows, ['--curve'], header)
    for (const words of ['within sites', 'north', 'score from', '∞']) expect(output).toContain(words)
  })

  it.each([
    [['a,1,1,x', 'a,0,2,x'], 'line 3, column case: the case is there twice'],
    [['a,1,1,x', 'a,0,2,y'], 'line 3, column truth: the case has another truth'],
    [['a,1,high,x'], 'line 2, column score: not a number'],
  ])('refuses %j', (rows, words) => {
    const { status, errors } = roc(rows)
    expect(status).toBe(1)
    expect(errors).toContain(words)
  })

  it('says why there is no area', () => {
    expect(roc(['a,1,1,x', 'b,1,2,x']).output).toContain('one class has no case')
    expect(roc(['a,1,1,x', 'b,0,2,x'], ['--partial', 'specificity:1:0.9']).status).toBe(2)
  })
})
