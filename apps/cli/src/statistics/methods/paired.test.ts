import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { translator } from '@assay/messages'
import { describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'
import type { MethodResult } from '../method.ts'
import { readColumns } from '../tables/columns.ts'
import { readCsv } from '../tables/read-csv.ts'
import { paired as method } from './paired.ts'
import type { PairedOptions } from './paired-comparison.ts'

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

interface Found {
  names: string[]
  comparisons: {
    difference: { lower: number; upper: number }
    mcnemar: { variant: string; p: number }
    test: { shown: boolean }
  }[]
}

/** What the method gives for a table, without starting a program. */
function json(input: string, options: Partial<PairedOptions> = {}): Found {
  const table = readCsv('pairs.csv', new TextEncoder().encode(input))
  const columns = readColumns(table, method.columns, { mapped: new Map(), positive: undefined })
  const result = method.run({
    columns,
    standing: '/',
    level: 0.95,
    seed: 1,
    t: translator('en'),
    progress: () => {},
    options: { method: 'tango', better: 'higher', ...options },
  }) as MethodResult
  return result.json as unknown as Found
}

describe('paired', () => {
  it.each([
    ['side by side', wide],
    ['below each other', long],
  ])('gives Tango’s interval and McNemar’s exact test, calls %s', (_, input) => {
    const { comparisons } = json(input)
    expect(comparisons).toHaveLength(1)
    expect(comparisons[0]!.difference.lower).toBeCloseTo(given.tango[0], 6)
    expect(comparisons[0]!.difference.upper).toBeCloseTo(given.tango[1], 6)
    expect(comparisons[0]!.mcnemar.p).toBeCloseTo(given.exact, 11)
    expect(json(input, { mcnemar: 'mid-p' }).comparisons[0]!.mcnemar.p).toBeCloseTo(given.midP, 11)
    const newcombe = json(input, { method: 'newcombe' }).comparisons[0]!.difference
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

  it('lets cases cluster in patients, and tests margins there too', () => {
    const rows = pairs.map(([a, b], i) => `${a},${b},p${i % 9}`)
    const table = `first,second,patient\n${rows.join('\n')}\n`
    const found = json(table, { margin: 0.05 }).comparisons[0]!
    expect(found.difference).toMatchObject({ status: 'estimated', patients: 9, method: 'effective-score-t' })
    expect(found.mcnemar.variant).toBe('obuchowski')
    // Shown exactly where the lower limit of the interval is above −margin.
    expect(found.test.shown).toBe(found.difference.lower > -0.05)
    expect(json(table, { mcnemar: 'durkalski' }).comparisons[0]!.mcnemar.variant).toBe('durkalski')
    expect(() => json(table, { mcnemar: 'exact' })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ choices: 'obuchowski, durkalski' }) }),
    )
  })

  it.each([
    [{ margin: 0.01 }, { kind: 'non-inferiority', margin: 0.01, better: 'higher', shown: true }],
    [{ hypothesis: 'superiority' }, { kind: 'superiority', margin: 0, shown: true }],
    [
      { hypothesis: 'superiority', margin: 0.19 },
      { kind: 'superiority', shown: false },
    ],
    [
      { hypothesis: 'superiority', better: 'lower' },
      { better: 'lower', shown: false },
    ],
    [
      { hypothesis: 'equivalence', margin: 0.1 },
      { kind: 'equivalence', shown: false },
    ],
    [
      { hypothesis: 'equivalence', margin: 0.4 },
      { kind: 'equivalence', shown: true },
    ],
  ] as const)('tests %j', (options, expected) => {
    expect(json(wide, options).comparisons[0]!.test).toMatchObject(expected)
  })

  it('refuses a test of equivalence without a margin', () => {
    expect(() => json(wide, { hypothesis: 'equivalence' })).toThrow(
      expect.objectContaining({ parameters: expect.objectContaining({ option: '--margin' }) }),
    )
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
