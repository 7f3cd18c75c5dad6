import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredDifference, clusteredTails } from './clustered-difference.ts'
import { clusteredMcNemar } from './clustered-mcnemar.ts'
import { type Difference, normalTails, testHypothesis } from './difference.ts'
import type { PairedUnit } from './difference-cells.ts'
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
  first: { successes: x1, trials: n1 },
  second: { successes: x2, trials: n2 },
})
const pairs = ([both, onlyFirst, onlySecond, neither]: readonly [number, number, number, number]) => ({
  both,
  onlyFirst,
  onlySecond,
  neither,
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
    // The R package contingencytables 3.0 (of the book by Fagerland, Lydersen, Laake, 2017), chapter 4, as its own tests have them.
    [[7, 34, 1, 34], 'newcombe', '0.0189', '0.3404'],
    [[0, 16, 15, 72], 'miettinen-nurminen', '-0.3164', '-0.0056'],
  ] as const)('of %j by %s', (counts, method, lower, upper) => {
    const found = unpairedDifference(shares(counts), method)
    expect(found.status === 'estimated' && [found.lower, found.upper].map((end) => end.toFixed(4))).toEqual([
      lower,
      upper,
    ])
  })
})

describe('complete response before and after consolidation therapy', () => {
  // Cavo and others (2012), by the R package contingencytables 3.0, chapter 8, as its own tests have it.
  const given = pairs([59, 6, 16, 80])

  it.each([
    ['tango', '-0.1240', '-0.0054'],
    ['newcombe', '-0.1186', '-0.0046'],
  ] as const)('has the interval by %s', (method, lower, upper) => {
    const found = pairedDifference(given, method)
    expect(found.status === 'estimated' && [found.lower, found.upper].map((end) => end.toFixed(4))).toEqual([
      ...[lower, upper],
    ])
  })

  it.each([
    ['asymptotic', '0.033006'],
    ['continuity-corrected', '0.055009'],
    ['exact', '0.052479'],
    ['mid-p', '0.034690'],
  ] as const)('has McNemar’s p, %s', (variant, p) => {
    expect(mcNemarTest(given.onlyFirst, given.onlySecond, variant).p.toFixed(6)).toBe(p)
  })
})

describe('tests of a margin', () => {
  const given = shares([90, 100, 88, 100])
  const statistic = normalTails((delta) => miettinenNurminen(given, delta))

  it('agree with the limit of the same score', () => {
    // The lower 97.5 % limit is above −margin exactly where p is below 0.025.
    const found = unpairedDifference(given, 'miettinen-nurminen', 0.95)
    if (found.status !== 'estimated') throw new Error(found.status)
    for (const offset of [-1e-6, 1e-6]) {
      const hypothesis = { kind: 'non-inferiority', margin: -found.lower + offset, better: 'higher' } as const
      expect(testHypothesis(statistic, hypothesis, 0.025).shown).toBe(offset > 0)
    }
    expect(testHypothesis(statistic, { kind: 'superiority', margin: 0, better: 'higher' }, 0.025).shown).toBe(false)
    // Superiority by a margin is the upper limit's, seen from the other side.
    const beyond = { kind: 'superiority', margin: 0.001, better: 'lower' } as const
    expect(testHypothesis(statistic, beyond, 0.025).p).toBe(statistic(-0.001).below)
    const { p } = testHypothesis(statistic, { kind: 'equivalence', margin: 0.2 }, 0.05)
    const lower = testHypothesis(statistic, { kind: 'non-inferiority', margin: 0.2, better: 'higher' }, 0.05).p
    const upper = testHypothesis(statistic, { kind: 'non-inferiority', margin: 0.2, better: 'lower' }, 0.05).p
    expect(p).toBe(Math.max(lower, upper))
  })

  it('are refused without a sensible margin or alpha', () => {
    expect(() => testHypothesis(statistic, { kind: 'equivalence', margin: 0 }, 0.05)).toThrow('margin')
    expect(() => testHypothesis(statistic, { kind: 'superiority', margin: 0, better: 'higher' }, 0.5)).toThrow('alpha')
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

  const given = units([
    ['a', 1, 0],
    ['a', 1, 0],
    ['b', 1, 0],
    ['b', 0, 1],
    ['c', 0, 1],
  ])

  it('have the variance between patients, worked by hand', () => {
    // Sums of differences 2, 0, −1 over 2, 2, 1 units: mean 0.2; residuals 1.6, −0.4, −1.2; all units discordant.
    const found = clusteredDifference(given)
    if (found.status !== 'estimated' || found.reference.scale !== 'counts') throw new Error(found.status)
    const variance = ((3 / 2) * (1.6 ** 2 + 0.4 ** 2 + 1.2 ** 2)) / 25
    const { pairs, onlyFirst, onlySecond, degreesOfFreedom } = found.reference.counts
    expect(found.estimate).toBeCloseTo(0.2, 12)
    expect(pairs).toBeCloseTo((1 - 0.04) / variance, 12)
    expect(onlyFirst! - onlySecond!).toBeCloseTo(0.2 * pairs!, 12)
    expect(degreesOfFreedom).toBeCloseTo(25 / 9 - 1, 12)
    expect(found.effectivePatients).toBeCloseTo(25 / 9, 12)
  })

  it('have McNemar’s test of clusters, worked by hand', () => {
    // Obuchowski: 2/3 · 1² / (4 + 0 + 1). Durkalski: (1 + 0 − 1)² / 2 = 0.
    expect(clusteredMcNemar(given, 'obuchowski')).toMatchObject({ statistic: expect.closeTo(2 / 15, 12), patients: 3 })
    expect(clusteredMcNemar(given, 'durkalski')).toMatchObject({ statistic: 0, p: 1 })
    expect(clusteredMcNemar(units([['a', 1, 1]]), 'obuchowski').p).toBe(1)
  })

  it('of one unit each are McNemar’s and Tango’s, but for K − 1 and t', () => {
    const single = units(
      (
        [
          [20, 1, 1],
          [12, 1, 0],
          [2, 0, 1],
          [16, 0, 0],
        ] as const
      ).flatMap(([n, a, b], k) => Array.from({ length: n * 20 }, (_, i) => [`${k}-${i}`, a, b] as const)),
    )
    const plain = mcNemarTest(240, 40, 'asymptotic').statistic!
    expect(clusteredMcNemar(single, 'durkalski').statistic).toBeCloseTo(plain, 10)
    expect(clusteredMcNemar(single, 'obuchowski').statistic).toBeCloseTo((plain * 999) / 1000, 10)
    const [found, expected] = [clusteredDifference(single), pairedDifference(pairs([400, 240, 40, 320]), 'tango')]
    if (found.status !== 'estimated' || expected.status !== 'estimated') throw new Error('undefined')
    expect(found.interval.lower).toBeCloseTo(expected.lower, 3)
    expect(found.interval.upper).toBeCloseTo(expected.upper, 3)
  })

  it('have an interval that holds what their tests do not refuse', () => {
    const found = clusteredDifference(given)
    if (found.status !== 'estimated') throw new Error(found.status)
    expect(clusteredTails(found, found.interval.lower).above).toBeCloseTo(0.025, 9)
    expect(clusteredTails(found, found.interval.upper).below).toBeCloseTo(0.025, 9)
  })

  it('take patients for what is sampled where they do not differ', () => {
    // Wilson's limit of no success, t for z: t² / (K_eff + t²); t of 4 degrees of freedom is 2.776445.
    const alike = clusteredDifference(units(['a', 'b', 'c', 'd', 'e'].map((patient) => [patient, 1, 1] as const)))
    const end = 2.7764451 ** 2 / (5 + 2.7764451 ** 2)
    expect(alike).toMatchObject({
      estimate: 0,
      interval: { lower: expect.closeTo(-end, 6), upper: expect.closeTo(end, 6) },
    })
  })

  it('say why there is none', () => {
    expect(clusteredDifference([])).toMatchObject({ reason: 'empty-denominator' })
    expect(clusteredDifference(units([['a', 1, 0]]))).toMatchObject({ reason: 'too-few-patients' })
  })
})

describe('large counts', () => {
  it('keep their digits', () => {
    // A difference of −1 in 10⁹ pairs, 4 of them discordant: the score's ends are those of 4 in 10⁶, a thousand times nearer 0.
    const ends = (n: number) => {
      const found = pairedDifference({ both: n - 4, onlyFirst: 1, onlySecond: 3, neither: 0 }, 'tango')
      return found.status === 'estimated' ? [found.lower * n, found.upper * n] : []
    }
    for (const [index, end] of ends(1e9).entries()) expect(end / ends(1e8)[index]!).toBeCloseTo(1, 6)
    const shares = (n: number) => ({ first: { successes: 3, trials: n }, second: { successes: 1, trials: n } })
    const score = (n: number) => {
      const found = unpairedDifference(shares(n), 'miettinen-nurminen')
      return found.status === 'estimated' ? [found.lower * n, found.upper * n] : []
    }
    for (const [index, end] of score(1e9).entries()) expect(end / score(1e8)[index]!).toBeCloseTo(1, 6)
    expect(mcNemarTest(5e8, 5e8 + 1e5, 'exact').p).toBeCloseTo(mcNemarTest(5e8, 5e8 + 1e5, 'asymptotic').p, 5)
  })
})
