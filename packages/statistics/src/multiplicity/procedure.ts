import { z } from 'zod'
import { checkGraph, type TestingGraph } from './testing-graph.ts'

const names = z.array(z.string().min(1)).min(1)
const shares = z.array(z.number().min(0).max(1)).min(1)

/**
 * A family of hypotheses behind a gate. `serial`: what follows is tested when all of the family are rejected. `parallel`:
 * each rejection passes on its weight, but for the share `keep` of it, which stays in the family while that has open
 * hypotheses: with 0, Bonferroni's parallel gatekeeping; with two hypotheses, the truncated Holm test. A family that
 * nothing follows is tested by Holm.
 */
const family = z.strictObject({
  hypotheses: names,
  /** Shares of the family's α; equal where absent. */
  weights: shares.optional(),
  gate: z.enum(['serial', 'parallel']).default('serial'),
  keep: z.number().min(0).lt(1).default(0),
  /** Families that follow, and their shares of what passes. */
  get next() {
    return z.array(z.strictObject({ share: z.number().gt(0).max(1), family })).default([])
  },
})
export type Family = z.infer<typeof family>

/** How a set of hypotheses is tested so that the probability of any false rejection is at most α. */
export const testingProcedure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bonferroni'), hypotheses: names, weights: shares.optional() }),
  z.strictObject({ kind: z.literal('holm'), hypotheses: names, weights: shares.optional() }),
  /** Needs tests that are independent or positively dependent (Sarkar, *Ann. Stat.* 26:494–504, 1998). */
  z.strictObject({ kind: z.literal('hochberg'), hypotheses: names }),
  z.strictObject({ kind: z.literal('fixed-sequence'), hypotheses: names }),
  /** Wiens, *Pharm. Stat.* 2:211–215 (2003): each rejection passes its weight to the next hypothesis. */
  z.strictObject({ kind: z.literal('fallback'), hypotheses: names, weights: shares }),
  z.strictObject({ kind: z.literal('gatekeeping'), first: family }),
  z.strictObject({
    kind: z.literal('graph'),
    hypotheses: names,
    weights: shares,
    transitions: z.array(shares),
    lastTransitions: z.array(shares).optional(),
  }),
])
export type TestingProcedure = z.infer<typeof testingProcedure>

/** Names of a procedure's hypotheses, in its order. */
export function hypothesesOf(procedure: TestingProcedure): string[] {
  return procedure.kind === 'gatekeeping' ? familyHypotheses(procedure.first) : [...procedure.hypotheses]
}

function familyHypotheses({ hypotheses, next }: Family): string[] {
  return [...hypotheses, ...next.flatMap((branch) => familyHypotheses(branch.family))]
}

/**
 * The graph that a procedure is.
 * @throws RangeError for Hochberg's, which is none; for weights that are not shares; for a hypothesis named twice
 */
export function graphOf(procedure: TestingProcedure): TestingGraph {
  const graph = compile(procedure)
  checkGraph(graph)
  return graph
}

function compile(procedure: TestingProcedure): TestingGraph {
  switch (procedure.kind) {
    case 'bonferroni':
      return { ...weighted(procedure), transitions: matrixOf(procedure.hypotheses, () => 0) }
    case 'holm': {
      const { hypotheses, weights } = weighted(procedure)
      return { hypotheses, weights, transitions: matrixOf(hypotheses, (i, j) => shareOfOthers(weights, i, j)) }
    }
    case 'hochberg':
      throw new RangeError('kind: Hochberg’s procedure is no graph')
    case 'fixed-sequence':
      return chain(
        procedure.hypotheses,
        procedure.hypotheses.map((_, index) => (index === 0 ? 1 : 0)),
      )
    case 'fallback':
      return chain(procedure.hypotheses, procedure.weights)
    case 'gatekeeping':
      return gatekeeping(procedure.first)
    case 'graph': {
      const { hypotheses, weights, transitions, lastTransitions } = procedure
      return { hypotheses, weights, transitions, ...(lastTransitions && { lastTransitions }) }
    }
  }
}

function matrixOf(hypotheses: readonly string[], share: (i: number, j: number) => number): number[][] {
  return hypotheses.map((_, i) => hypotheses.map((_, j) => (i === j ? 0 : share(i, j))))
}

function weighted({ hypotheses, weights }: { hypotheses: readonly string[]; weights?: readonly number[] | undefined }) {
  return { hypotheses, weights: weights ?? hypotheses.map(() => 1 / hypotheses.length) }
}

/** The share of j in the weights other than i's; equal shares where these are all 0. */
function shareOfOthers(weights: readonly number[], i: number, j: number): number {
  const others = weights.reduce((sum, weight, index) => (index === i ? sum : sum + weight), 0)
  return others > 0 ? (weights[j] as number) / others : 1 / (weights.length - 1)
}

function chain(hypotheses: readonly string[], weights: readonly number[]): TestingGraph {
  return { hypotheses, weights, transitions: matrixOf(hypotheses, (i, j) => (j === i + 1 ? 1 : 0)) }
}

/**
 * Within a family that nothing follows, or whose gate is serial, all of a rejected hypothesis's weight stays while it can,
 * and passes on by infinitely small shares; behind a parallel gate the share `keep` stays.
 */
function gatekeeping(first: Family): TestingGraph {
  const hypotheses = familyHypotheses(first)
  const transitions = matrixOf(hypotheses, () => 0)
  const lastTransitions = matrixOf(hypotheses, () => 0)
  for (const placed of placeFamilies(first, 0)) {
    const { offset, weights, stays } = placed
    weights.forEach((_, i) => {
      const row = transitions[offset + i] as number[]
      weights.forEach((_, j) => {
        if (i !== j) row[offset + j] = stays * shareOfOthers(weights, i, j)
      })
      const out = stays === 1 ? (lastTransitions[offset + i] as number[]) : row
      for (const [k, share] of placed.entries) out[k] = (stays === 1 ? 1 : 1 - stays) * share
    })
  }
  const weights = hypotheses.map((_, index) => weighted(first).weights[index] ?? 0)
  return { hypotheses, weights, transitions, lastTransitions }
}

interface PlacedFamily {
  /** Index of its first hypothesis. */
  offset: number
  weights: readonly number[]
  /** Share of a rejected hypothesis's weight that stays in the family while it can. */
  stays: number
  /** The hypotheses that follow, and their shares of what passes. */
  entries: (readonly [index: number, share: number])[]
}

function placeFamilies(one: Family, offset: number): PlacedFamily[] {
  const { weights } = weighted(one)
  if (weights.length !== one.hypotheses.length) throw new RangeError('weights: not one share a hypothesis')
  const stays = weights.length === 1 ? 0 : one.next.length === 0 || one.gate === 'serial' ? 1 : one.keep
  const placed: PlacedFamily = { offset, weights, stays, entries: [] }
  const following: PlacedFamily[] = []
  let start = offset + weights.length
  for (const { share, family: next } of one.next) {
    placed.entries.push(...weighted(next).weights.map((weight, k) => [start + k, share * weight] as const))
    following.push(...placeFamilies(next, start))
    start += familyHypotheses(next).length
  }
  return [placed, ...following]
}
