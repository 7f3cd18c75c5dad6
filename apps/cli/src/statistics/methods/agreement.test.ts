import { describe, expect, it } from 'vitest'
import { runAssay } from '../../testing/run-assay.ts'

/** A table in long form from rows of ratings; '' is missing. */
function long(raters: readonly string[], ratings: readonly (readonly (number | string)[])[]): string {
  const rows = ratings.flatMap((row, one) => row.map((value, rater) => `s${one},${raters[rater]},${value}`))
  return `case,rater,value\n${rows.join('\n')}\n`
}

function agreement(words: readonly string[], input: string) {
  const { status, output, errors } = runAssay(['statistics', 'agreement', '--json', ...words], { input })
  return { status, errors, json: status === 0 ? JSON.parse(output) : undefined }
}

// Shrout and Fleiss, Psychol. Bull. 86:420–428 (1979), table 2.
const judges = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
]
// Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), data of section C: observers by row, units by column.
const observers = [
  ['1', '2', '3', '3', '2', '1', '4', '1', '2', '', '', ''],
  ['1', '2', '3', '3', '2', '2', '4', '1', '2', '5', '', '3'],
  ['', '3', '3', '3', '2', '3', '4', '2', '2', '5', '1', ''],
  ['1', '2', '3', '3', '2', '4', '4', '1', '2', '5', '1', ''],
]
const units = observers[0]!.map((_, unit) => observers.map((row) => row[unit]!))

describe('assay statistics agreement', () => {
  it('gives the intraclass correlations of Shrout and Fleiss (1979), table 4', () => {
    const { json } = agreement(['--method', 'icc'], long(['1', '2', '3', '4'], judges))
    const found = json.correlations.map(({ kind, estimate }: { kind: string; estimate: number }) => [
      kind,
      Number(estimate.toFixed(2)),
    ])
    expect(found).toEqual([
      ['1,1', 0.17],
      ['2,1', 0.29],
      ['3,1', 0.71],
      ['1,k', 0.44],
      ['2,k', 0.62],
      ['3,k', 0.91],
    ])
  })

  it.each([
    ['nominal', 0.743],
    ['ordinal', 0.815],
    ['interval', 0.849],
    ['ratio', 0.797],
  ] as const)('gives the alpha of Krippendorff (2011), section C, with missing values: %s', (metric, alpha) => {
    const order = metric === 'ordinal' ? ['--order', '1,2,3,4,5'] : []
    const { json } = agreement(['--method', 'alpha', '--metric', metric, ...order], long(['A', 'B', 'C', 'D'], units))
    expect(json.estimate).toBeCloseTo(alpha, 3)
  })

  it('gives kappa of two raters, with the table that it is from', () => {
    const two = long(
      ['A', 'B'],
      [
        ...Array.from({ length: 20 }, () => ['yes', 'yes']),
        ...Array.from({ length: 5 }, () => ['yes', 'no']),
        ...Array.from({ length: 10 }, () => ['no', 'yes']),
        ...Array.from({ length: 15 }, () => ['no', 'no']),
      ],
    )
    // (0.7 − 0.5) / (1 − 0.5), by hand.
    expect(agreement([], two).json).toMatchObject({ estimate: expect.closeTo(0.4, 12), table: [20, 5, 10, 15] })
    expect(agreement(['--method', 'ac'], two).json.estimate).toBeGreaterThan(0.4)
  })

  it('takes repeated measurements for replicates in limits of agreement', () => {
    const pairs = long(
      ['a', 'b'],
      [
        [1, 2],
        [3, 5],
        [4, 4],
      ],
    )
    expect(agreement(['--method', 'bland-altman'], pairs).json).toMatchObject({ bias: { estimate: -1 }, pairs: 3 })
    const again = `${pairs}s0,a,2\ns0,b,2\n`
    const { json } = agreement(['--method', 'bland-altman'], again)
    expect(json).toMatchObject({ pairs: 4, subjects: 3, bias: { estimate: -0.75 } })
    expect(json.upperLimit.lower).toBeLessThan(json.upperLimit.estimate)
    expect(json.upperLimit.upper).toBeGreaterThan(json.upperLimit.estimate)
  })

  it('says what a table lacks', () => {
    const faults: [string[], string, string][] = [
      [[], long(['A', 'B', 'C'], [[1, 1, 2]]), 'exactly two raters are needed'],
      [
        ['--method', 'icc'],
        long(
          ['A', 'B'],
          [
            [1, 2],
            [3, ''],
          ],
        ),
        'a rating is missing, and this method needs all of them',
      ],
      [[], `${long(['A', 'B'], [[1, 2]])}s0,A,1\n`, 'line 4, column rater: the rater has rated the case before'],
      [
        ['--order', 'x,y'],
        long(['A', 'B'], [['x', 'z']]),
        'line 3, column value: not one of the categories of --order',
      ],
      [[], long(['A', 'B'], [['x', 'x']]), 'there is only one category'],
      [['--method', 'icc'], long(['A', 'B'], [['x', 'y']]), 'line 2, column value: not a number'],
    ]
    for (const [words, input, said] of faults) {
      const { status, errors } = agreement(words, input)
      expect(errors).toContain(said)
      expect(status).toBe(1)
    }
  })

  it('gives a reason where nothing can be said', () => {
    const same = long(
      ['A', 'B'],
      [
        ['x', 'x'],
        ['x', 'x'],
      ],
    )
    expect(agreement(['--order', 'x,y'], same).json).toMatchObject({ status: 'undefined', reason: 'no-variation' })
    expect(agreement(['--method', 'repeatability'], 'case,value\na,1\nb,2\n').json.reason).toBe('too-few-measurements')
  })
})
