import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

/** By statsmodels and scipy: bench/oracles/differences.py. */
const oracle = JSON.parse(
  readFileSync(
    join(import.meta.dirname, '../../../../../packages/statistics/src/paired/differences.oracle.json'),
    'utf8',
  ),
)
const [given] = oracle.paired

/** Pairs of calls: 20 both, 12 only the first, 2 only the second, 16 neither. */
const pairs = (
  [
    ['1', '1'],
    ['1', '0'],
    ['0', '1'],
    ['0', '0'],
  ] as const
).flatMap(([a, b], i) => Array.from({ length: given.counts[i] }, () => [a, b] as const))
const wide = `first,second\n${pairs.map((pair) => pair.join(',')).join('\n')}\n`
const long = `case,test,call\n${[0, 1].map((test) => pairs.map((pair, i) => `c${i},${['new', 'old'][test]},${pair[test]}`).join('\n')).join('\n')}\n`

function paired(input: string, words: readonly string[] = []) {
  return runAssay(['statistics', 'paired', '-', ...words], { input })
}
const json = (input: string, words: readonly string[] = []) => JSON.parse(paired(input, ['--json', ...words]).output)

describe('paired', () => {
  it.each([
    ['side by side', wide],
    ['below each other', long],
  ])('gives Tango’s interval and McNemar’s exact test, calls %s', (_, input) => {
    const { comparisons } = json(input)
    expect(comparisons).toHaveLength(1)
    expect(comparisons[0].difference.lower).toBeCloseTo(given.tango[0], 6)
    expect(comparisons[0].difference.upper).toBeCloseTo(given.tango[1], 6)
    expect(comparisons[0].p).toBeCloseTo(given.exact, 11)
    expect(json(input, ['--mcnemar', 'mid-p']).comparisons[0].p).toBeCloseTo(given.midP, 11)
    const newcombe = json(input, ['--method', 'newcombe']).comparisons[0].difference
    expect([newcombe.lower, newcombe.upper]).toEqual(given.newcombe.map((end: number) => expect.closeTo(end, 10)))
  })

  it('takes the first minus the second, in order of appearance', () => {
    expect(json(long)).toMatchObject({ names: ['new', 'old'], comparisons: [{ difference: { estimate: 0.2 } }] })
    expect(paired(long).output).toMatch(/\+20\.00 pp/)
  })

  it('parts diseased and healthy cases where there is the truth, and tests a margin', () => {
    const rows = pairs.map(([a, b], i) => `${a},${b},${i % 2}`)
    const { output } = paired(`first,second,truth\n${rows.join('\n')}\n`, ['--margin', '0.1'])
    for (const words of ['sensitivity', 'specificity', 'not inferior', 'shown at 0.025'])
      expect(output).toContain(words)
  })

  it('lets cases cluster in patients', () => {
    const rows = pairs.map(([a, b], i) => `${a},${b},p${i % 9}`)
    const { comparisons } = json(`first,second,patient\n${rows.join('\n')}\n`)
    expect(comparisons[0].difference).toMatchObject({ status: 'estimated', patients: 9, units: 50 })
  })

  it.each([
    ['case,test,call\na,x,1\n', 'the column of tests has to name exactly two'],
    ['case,test,call\na,x,1\nb,y,1\n', 'line 2, column case: the other test does not have this case'],
    ['case,test,call\na,x,1\na,x,1\na,y,1\n', 'line 3, column case: the case is there twice'],
    ['a\n1\n', 'it needs the columns first and second'],
  ])('refuses %j', (input, words) => {
    const { status, errors } = paired(input)
    expect(status).toBe(1)
    expect(errors).toContain(words)
  })
})
