import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { drawsOf } from '../random/philox.ts'
import { type Family, graphOf, type TestingProcedure, testingProcedure } from './procedure.ts'
import { rejectHypotheses, testHypotheses } from './test-hypotheses.ts'

interface PeerGraph {
  name: string
  weights: number[]
  transitions: number[][]
  lastTransitions: number[][]
  p: number[]
  adjusted: number[]
}
interface PeerAdjust extends Record<'bonferroni' | 'holm' | 'hochberg', number[]> {
  p: number[]
}

/** Closed tests in exact fractions, and base R's p.adjust: made by bench/oracles/multiplicity.py. */
const peers = JSON.parse(readFileSync(new URL('multiplicity.oracle.json', import.meta.url), 'utf8')) as {
  graphs: PeerGraph[]
  adjust: PeerAdjust[]
}

const named = (count: number) => Array.from({ length: count }, (_, index) => `H${index + 1}`)
const byName = (p: readonly number[]) => Object.fromEntries(p.map((value, index) => [`H${index + 1}`, value]))

function adjustedOf(procedure: TestingProcedure, p: readonly number[]): number[] {
  return testHypotheses(procedure, byName(p), 0.05).map(({ adjusted }) => adjusted)
}

function rejectedOf(procedure: TestingProcedure, p: readonly number[], alpha: number): string[] {
  return testHypotheses(procedure, byName(p), alpha)
    .filter(({ rejected }) => rejected)
    .map(({ hypothesis }) => hypothesis)
}

function close(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, index) => {
    expect(Math.abs(value - (expected[index] as number))).toBeLessThan(1e-12)
  })
}

function family(hypotheses: string[], rest: Partial<Family> = {}): Family {
  return { hypotheses, gate: 'serial', keep: 0, next: [], ...rest }
}

describe('testHypotheses', () => {
  it.each(peers.graphs)(
    'gives what the closed test gives: $name',
    ({ weights, transitions, lastTransitions, p, adjusted }) => {
      const graph = { kind: 'graph' as const, hypotheses: named(p.length), weights, transitions, lastTransitions }
      close(adjustedOf(graph, p), adjusted)
    },
  )

  it.each(peers.adjust)('gives what p.adjust gives: $p', ({ p, ...expected }) => {
    for (const kind of ['bonferroni', 'holm', 'hochberg'] as const)
      close(adjustedOf({ kind, hypotheses: named(p.length) }, p), expected[kind])
  })

  it('rejects what the published example rejects', () => {
    // Bretz, Maurer, Hommel (2011), figure 2, at 0.05, as gMCP's own tests have it: the second and third primary, and the
    // third secondary hypothesis.
    const { p, name: _, adjusted: __, ...rest } = peers.graphs[0] as PeerGraph
    expect(rejectedOf({ kind: 'graph', hypotheses: named(6), ...rest }, p, 0.05)).toEqual(['H2', 'H3', 'H6'])
  })

  it.each(['first', 'second'])('compiles a declared tree to the graph of its gates: %s', (which) => {
    const found = (name: string) => peers.graphs.find((one) => one.name === `${name}, ${which}`) as PeerGraph
    const last = { share: 1, family: family(['H3', 'H4']) }
    const first = (rest: Partial<Family>) => ({
      kind: 'gatekeeping' as const,
      first: family(['H1', 'H2'], { ...rest, next: [last] }),
    })
    const { p } = found('parallel')
    close(adjustedOf(first({ gate: 'parallel' }), p), found('parallel').adjusted)
    close(adjustedOf(first({ gate: 'parallel', weights: [0.9, 0.1] }), p), found('parallel, weighted').adjusted)
    close(adjustedOf(first({ gate: 'parallel', keep: 0.5 }), p), found('truncated Holm').adjusted)
    close(adjustedOf(first({ gate: 'serial' }), p), found('serial').adjusted)
  })

  it('opens a serial gate to branches when the whole family is rejected, however small the p-values behind it', () => {
    const tree: TestingProcedure = {
      kind: 'gatekeeping',
      first: family(['H1', 'H2'], {
        next: [
          { share: 0.25, family: family(['H3'], { next: [{ share: 1, family: family(['H4']) }] }) },
          { share: 0.75, family: family(['H5', 'H6']) },
        ],
      }),
    }
    expect(rejectedOf(tree, [0.01, 0.06, 0, 0, 0, 0], 0.05)).toEqual(['H1'])
    expect(adjustedOf(tree, [0.01, 0.04, 0.01, 0.02, 0.03, 0.001])).toEqual([0.02, 0.04, 0.04, 0.08, 0.04, 0.04])
  })

  it('tests a fixed sequence as far as it goes, and falls back', () => {
    expect(adjustedOf({ kind: 'fixed-sequence', hypotheses: named(4) }, [0.01, 0.03, 0.02, 0.001])).toEqual([
      0.01, 0.03, 0.03, 0.03,
    ])
    expect(rejectedOf({ kind: 'fixed-sequence', hypotheses: named(3) }, [0.01, 0.06, 0.001], 0.05)).toEqual(['H1'])
    // Wiens (2003): at 0.05, H1 at 0.025; H2 fails at 0.0125 + 0.025; H3 has its own 0.0125.
    const fallback = { kind: 'fallback' as const, hypotheses: named(3), weights: [0.5, 0.25, 0.25] }
    expect(rejectedOf(fallback, [0.02, 0.04, 0.01], 0.05)).toEqual(['H1', 'H3'])
    close(adjustedOf(fallback, [0.02, 0.04, 0.01]), [0.04, 0.04 / 0.75, 0.04])
  })

  it('gives compatible limits', () => {
    const limits = (p: readonly number[]) =>
      testHypotheses({ kind: 'holm', hypotheses: named(2) }, byName(p), 0.05).map(({ limit }) => limit)
    expect(limits([0.01, 0.2])).toEqual([{ kind: 'at-bound' }, { kind: 'at-alpha', alpha: 0.05 }])
    expect(limits([0.2, 0.3])).toEqual([
      { kind: 'at-alpha', alpha: 0.025 },
      { kind: 'at-alpha', alpha: 0.025 },
    ])
    expect(limits([0.01, 0.04])).toEqual([
      { kind: 'best-of-both', alpha: 0.025 },
      { kind: 'best-of-both', alpha: 0.025 },
    ])
    const [first] = testHypotheses({ kind: 'hochberg', hypotheses: named(1) }, byName([0.01]), 0.05)
    expect(first?.limit).toBeNull()
  })

  it.each([
    [{ kind: 'holm', hypotheses: ['H1', 'H1'] }, [0.1], /twice/],
    [{ kind: 'holm', hypotheses: ['H1', 'H2'] }, [0.1], /pValues/],
    [{ kind: 'holm', hypotheses: ['H1'] }, [Number.NaN], /pValues/],
    [{ kind: 'holm', hypotheses: ['H1'] }, [1.1], /pValues/],
    [{ kind: 'bonferroni', hypotheses: ['H1', 'H2'], weights: [0.9, 0.2] }, [0.1, 0.1], /weights/],
    [{ kind: 'bonferroni', hypotheses: ['H1', 'H2'], weights: [1] }, [0.1, 0.1], /weights/],
    [{ kind: 'graph', hypotheses: ['H1'], weights: [1], transitions: [[1]] }, [0.1], /itself/],
  ] as const)('refuses what is no test: %j', (procedure, p, message) => {
    expect(() => testHypotheses(procedure as unknown as TestingProcedure, byName(p), 0.05)).toThrow(message)
  })

  it('refuses an α that is none', () => {
    expect(() => testHypotheses({ kind: 'holm', hypotheses: ['H1'] }, { H1: 0.1 }, 0)).toThrow(/alpha/)
    expect(() => rejectHypotheses({ kind: 'hochberg', hypotheses: ['H1'] }, 1, () => true)).toThrow(/alpha/)
    expect(() => graphOf({ kind: 'hochberg', hypotheses: ['H1'] })).toThrow(/no graph/)
  })

  it('reads a procedure as a protocol declares it', () => {
    const declared = {
      kind: 'gatekeeping',
      first: { hypotheses: ['a', 'b'], gate: 'parallel', next: [{ share: 1, family: { hypotheses: ['c'] } }] },
    }
    expect(graphOf(testingProcedure.parse(declared))).toMatchObject({
      hypotheses: ['a', 'b', 'c'],
      weights: [0.5, 0.5, 0],
      transitions: [
        [0, 0, 1],
        [0, 0, 1],
        [0, 0, 0],
      ],
    })
    expect(testingProcedure.safeParse({ ...declared, first: { hypotheses: [] } }).success).toBe(false)
  })
})

const procedures: Record<string, TestingProcedure> = {
  bonferroni: { kind: 'bonferroni', hypotheses: named(6) },
  holm: { kind: 'holm', hypotheses: named(6), weights: [0.4, 0.2, 0.1, 0.1, 0.1, 0.1] },
  hochberg: { kind: 'hochberg', hypotheses: named(6) },
  'fixed sequence': { kind: 'fixed-sequence', hypotheses: named(6) },
  fallback: { kind: 'fallback', hypotheses: named(6), weights: [0.3, 0.2, 0.2, 0.1, 0.1, 0.1] },
  'parallel gates': {
    kind: 'gatekeeping',
    first: family(['H1', 'H2'], {
      gate: 'parallel',
      keep: 0.3,
      next: [
        { share: 0.5, family: family(['H3', 'H4'], { next: [{ share: 1, family: family(['H5']) }] }) },
        { share: 0.5, family: family(['H6']) },
      ],
    }),
  },
}
const pValues = fc.array(
  fc.oneof(fc.double({ min: 0, max: 0.05, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
  {
    minLength: 6,
    maxLength: 6,
  },
)

describe.each(Object.entries(procedures))('%s', (_, procedure) => {
  it('rejects exactly where the adjusted p-value is at most α, by decisions as by p-values', () => {
    fc.assert(
      fc.property(pValues, fc.double({ min: 0.001, max: 0.2, noNaN: true }), (p, alpha) => {
        const tested = testHypotheses(procedure, byName(p), alpha)
        // A rounded quotient may fall to the other side of α: only clear cases are compared.
        const clear = tested.every(({ adjusted }) => Math.abs(adjusted - alpha) > 1e-12)
        const values = byName(p)
        const decided = rejectHypotheses(procedure, alpha, (name, local) => (values[name] as number) <= local)
        if (clear) expect(decided.map((one) => one.rejected)).toEqual(tested.map(({ adjusted }) => adjusted <= alpha))
        for (const { adjusted, p: raw } of tested) expect(adjusted).toBeGreaterThanOrEqual(raw)
      }),
      { numRuns: 300 },
    )
  })

  it('never rejects less for smaller p-values', () => {
    fc.assert(
      fc.property(pValues, fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true }), (p, index, factor) => {
        const smaller = p.with(index, (p[index] as number) * factor)
        const [before, after] = [adjustedOf(procedure, p), adjustedOf(procedure, smaller)]
        after.forEach((value, i) => {
          expect(value).toBeLessThanOrEqual((before[i] as number) * (1 + 1e-12))
        })
      }),
      { numRuns: 200 },
    )
  })

  // 10,000 runs: 3.3 standard errors of 0.05 are 0.0072.
  it.each([0, 0.7])('keeps the familywise error when all hypotheses are true, correlation %f', (correlation) => {
    let wrong = 0
    for (let run = 0; run < 10_000; run += 1) {
      const draws = drawsOf(75, run)
      const shared = draws.normal()
      const p = Array.from({ length: 6 }, () =>
        normalCdf(Math.sqrt(correlation) * shared + Math.sqrt(1 - correlation) * draws.normal()),
      )
      const values = byName(p)
      const decided = rejectHypotheses(procedure, 0.05, (name, local) => (values[name] as number) <= local)
      if (decided.some(({ rejected }) => rejected)) wrong += 1
    }
    expect(wrong / 10_000).toBeLessThan(0.0572)
  })

  it('keeps the familywise error when some are true', () => {
    let wrong = 0
    const isTrue = [false, true, false, true, true, false]
    for (let run = 0; run < 10_000; run += 1) {
      const draws = drawsOf(76, run)
      const p = isTrue.map((holds) => normalCdf(draws.normal() - (holds ? 0 : 3)))
      const values = byName(p)
      const decided = rejectHypotheses(procedure, 0.05, (name, local) => (values[name] as number) <= local)
      if (decided.some(({ rejected }, index) => rejected && isTrue[index])) wrong += 1
    }
    expect(wrong / 10_000).toBeLessThan(0.0572)
  })
})
