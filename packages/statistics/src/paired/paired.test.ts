import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredDifference, type PairedUnit } from './clustered-difference.ts'
import { type Difference, testHypothesis } from './difference.ts'
import { mcNemarTest } from './mcnemar.ts'
import { pairedDifference, tango } from './paired-difference.ts'
import { miettinenNurminen, unpairedDifference } from './unpaired-difference.ts'

/** By statsmodels and scipy: bench/oracles/differences.py. */
const oracle: {
  unpaired: { counts: [number, number, number, number]; newcombe: number[]; score: number[]; statistic: number }[]
  paired: {
    counts: [number, number, number, number]
    tango: number[]
    newcombe: number[]
    asymptotic: number[]
    corrected: number[]
    exact: number
    midP: number
  }[]
} = JSON.parse(readFileSync(new URL('differences.oracle.json', import.meta.url), 'utf8'))

function expectEnds(found: Difference, [lower, upper]: number[], digits: number): void {
  if (found.status !== 'estimated') throw new Error(found.status)
  expect(found.lower).toBeCloseTo(lower!, digits)
  expect(found.upper).toBeCloseTo(upper!, digits)
}

const shares = ([x1, n1, x2, n2]: readonly [number, number, number, number]) => ({
  ...{ first: { successes: x1, trials: n1 }, second: { successes: x2, trials: n2 } },
})
const pairs = ([both, onlyFirst, onlySecond, neither]: readonly [number, number, number, number]) => ({
  ...{ both, onlyFirst, onlySecond, neither },
})

describe.each(oracle.unpaired)('the difference of $counts', ({ counts, newcombe, score, statistic }) => {
  it('has Newcombe’s and Miettinen and Nurminen’s intervals', () => {
    expectEnds(unpairedDifference(shares(counts), 'newcombe'), newcombe, 10)
    expectEnds(unpairedDifference(shares(counts), 'miettinen-nurminen'), score, 6)
    expect(miettinenNurminen(shares(counts), -0.1)).toBeCloseTo(statistic, 6)
  })
})

describe.each(oracle.paired)('the pairs $counts', ({ counts, ...expected }) => {
  const given = pairs(counts)

  it('have Tango’s and Newcombe’s intervals by definition', () => {
    expectEnds(pairedDifference(given, 'newcombe'), expected.newcombe, 10)
    expectEnds(pairedDifference(given, 'tango'), expected.tango, 6)
  })

  it('have statsmodels’ McNemar tests', () => {
    const test = (variant: Parameters<typeof mcNemarTest>[2]) => mcNemarTest(given.onlyFirst, given.onlySecond, variant)
    expect(test('asymptotic').statistic).toBeCloseTo(expected.asymptotic[0]!, 11)
    expect(test('asymptotic').p).toBeCloseTo(expected.asymptotic[1]!, 11)
    expect(test('continuity-corrected').statistic).toBeCloseTo(expected.corrected[0]!, 11)
    expect(test('continuity-corrected').p).toBeCloseTo(expected.corrected[1]!, 11)
    expect(test('exact').p).toBeCloseTo(expected.exact, 11)
    expect(test('mid-p').p).toBeCloseTo(expected.midP, 11)
  })
})

describe('published intervals', () => {
  it.each([
    // Newcombe, Stat. Med. 17:873–890 (1998), table II, method 10 and method 5 (Miettinen and Nurminen).
    [[56, 70, 48, 80], 'newcombe', '0.0524', '0.3339'],
    [[56, 70, 48, 80], 'miettinen-nurminen', '0.0528', '0.3382'],
    [[9, 10, 3, 10], 'newcombe', '0.1705', '0.8090'],
    [[9, 10, 3, 10], 'miettinen-nurminen', '0.1700', '0.8406'],
  ] as const)('of %j by %s', (counts, method, lower, upper) => {
    const found = unpairedDifference(shares(counts), method)
    expect(found.status === 'estimated' && [found.lower, found.upper].map((end) => end.toFixed(4))).toEqual([
      lower,
      upper,
    ])
  })
})

describe('tests of a margin', () => {
  const given = shares([90, 100, 88, 100])
  const statistic = (delta: number) => miettinenNurminen(given, delta)

  it('agree with the limit of the same score', () => {
    // The lower 97.5 % limit is above −margin exactly where p is below 0.025.
    const found = unpairedDifference(given, 'miettinen-nurminen', 0.95)
    if (found.status !== 'estimated') throw new Error(found.status)
    for (const offset of [-1e-6, 1e-6]) {
      const hypothesis = { kind: 'non-inferiority', margin: -found.lower + offset, better: 'higher' } as const
      expect(testHypothesis(statistic, hypothesis, 0.025).shown).toBe(offset > 0)
    }
    expect(testHypothesis(statistic, { kind: 'superiority' }, 0.025).shown).toBe(false)
    const { p } = testHypothesis(statistic, { kind: 'equivalence', margin: 0.2 }, 0.05)
    const lower = testHypothesis(statistic, { kind: 'non-inferiority', margin: 0.2, better: 'higher' }, 0.05).p
    const upper = testHypothesis(statistic, { kind: 'non-inferiority', margin: 0.2, better: 'lower' }, 0.05).p
    expect(p).toBe(Math.max(lower, upper))
  })

  it('are refused without a sensible margin or alpha', () => {
    expect(() => testHypothesis(statistic, { kind: 'equivalence', margin: 0 }, 0.05)).toThrow('margin')
    expect(() => testHypothesis(statistic, { kind: 'superiority' }, 0.5)).toThrow('alpha')
  })
})

const count = fc.integer({ min: 0, max: 30 })

describe('any counts', () => {
  it('give intervals around the estimate that turn round with the tests', () => {
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        fc.constantFrom('tango' as const, 'newcombe' as const),
        (a, b, c, d, method) => {
          fc.pre(a + b + c + d > 0)
          const [one, other] = [
            pairedDifference(pairs([a, b, c, d]), method),
            pairedDifference(pairs([a, c, b, d]), method),
          ]
          if (one.status !== 'estimated' || other.status !== 'estimated') throw new Error('undefined')
          expect(one.lower).toBeLessThanOrEqual(one.estimate + 1e-12)
          expect(one.upper).toBeGreaterThanOrEqual(one.estimate - 1e-12)
          expect(other.lower).toBeCloseTo(-one.upper, 9)
          expect(Math.abs(one.lower)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('make the score fall with the difference', () => {
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        fc.pre(a + b + c + d > 0)
        const values = [-0.9, -0.5, -0.1, 0.1, 0.5, 0.9].map((delta) => tango(pairs([a, b, c, d]), delta))
        expect([...values].sort((x, y) => y - x)).toEqual(values)
      }),
    )
  })

  it('say that nothing is undefined but no case, and refuse what is no count', () => {
    expect(pairedDifference(pairs([0, 0, 0, 0]), 'tango')).toMatchObject({ status: 'undefined' })
    expect(unpairedDifference(shares([0, 0, 1, 2]), 'newcombe')).toMatchObject({ status: 'undefined' })
    expect(mcNemarTest(0, 0, 'exact').p).toBe(1)
    expect(() => mcNemarTest(1.5, 0, 'exact')).toThrow('onlyFirst')
    expect(() => pairedDifference(pairs([1, -1, 0, 0]), 'tango')).toThrow('onlyFirst')
  })
})

describe('units that cluster in patients', () => {
  const units = (differences: readonly (readonly [string, 0 | 1, 0 | 1])[]): PairedUnit[] =>
    differences.map(([patient, first, second]) => ({ patient, first, second }))

  it('have the variance between patients, worked by hand', () => {
    // Patients with sums of differences 2, 0, −1 over 2, 2, 1 units: mean 0.2; residuals 1.6, −0.4, −1.2.
    const found = clusteredDifference(
      units([
        ['a', 1, 0],
        ['a', 1, 0],
        ['b', 1, 0],
        ['b', 0, 1],
        ['c', 0, 1],
      ]),
    )
    if (found.status !== 'estimated') throw new Error(found.reason)
    expect(found.estimate).toBeCloseTo(0.2, 12)
    expect(found.standardError).toBeCloseTo(Math.sqrt((3 / 2) * (1.6 ** 2 + 0.4 ** 2 + 1.2 ** 2)) / 5, 12)
    expect(found.effectivePatients).toBeCloseTo(25 / 9, 12)
  })

  it('say why there is none', () => {
    expect(clusteredDifference(units([['a', 1, 0]]))).toMatchObject({ reason: 'too-few-patients' })
    expect(
      clusteredDifference(
        units([
          ['a', 1, 1],
          ['b', 0, 0],
        ]),
      ),
    ).toMatchObject({ reason: 'no-variance' })
  })
})
