import { add, divide, finite, type Infinitesimal, limitOf, multiply, nothing } from './infinitesimal.ts'

/**
 * A sequentially rejective test of several hypotheses (Bretz, Maurer, Brannath, Posch, *Stat. Med.* 28:586–604, 2009): each
 * hypothesis is tested at its weight times α; when it is rejected, its weight goes to others by the transitions. The
 * familywise error is at most α whatever the dependence.
 */
export interface TestingGraph {
  readonly hypotheses: readonly string[]
  /** Shares of α, ≥ 0, their sum at most 1. */
  readonly weights: readonly number[]
  /** Row i: the shares of hypothesis i's weight that go to each other one; ≥ 0, 0 on the diagonal, sum at most 1. */
  readonly transitions: readonly (readonly number[])[]
  /** Shares of the same form that are infinitely small: they carry weight only where nothing else is left to go to. */
  readonly lastTransitions?: readonly (readonly number[])[]
}

/** Slack for sums of shares. */
const slack = 1e-9

/** @throws RangeError for a graph that is none */
export function checkGraph({ hypotheses, weights, transitions, lastTransitions }: TestingGraph): void {
  if (hypotheses.length === 0) throw new RangeError('hypotheses: none')
  const twice = hypotheses.find((name, index) => hypotheses.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`hypotheses: ${twice} occurs twice`)
  checkShares('weights', weights, hypotheses.length)
  checkMatrix('transitions', transitions, hypotheses.length)
  if (lastTransitions) checkMatrix('lastTransitions', lastTransitions, hypotheses.length)
}

function checkMatrix(name: string, rows: readonly (readonly number[])[], count: number): void {
  if (rows.length !== count) throw new RangeError(`${name}: not one row a hypothesis`)
  rows.forEach((row, index) => {
    checkShares(name, row, count)
    if (row[index] !== 0) throw new RangeError(`${name}: a hypothesis that goes to itself`)
  })
}

function checkShares(name: string, shares: readonly number[], count: number): void {
  if (shares.length !== count) throw new RangeError(`${name}: not one share a hypothesis`)
  if (!shares.every((share) => share >= 0)) throw new RangeError(`${name}: a share that is not a number from 0 on`)
  if (shares.reduce((sum, share) => sum + share, 0) > 1 + slack) throw new RangeError(`${name}: more than 1 in all`)
}

/** A graph while hypotheses are rejected: `to` has a further column for what is lost, so that each row's sum is 1. */
export interface GraphState {
  readonly left: ReadonlySet<number>
  readonly weights: readonly Infinitesimal[]
  readonly to: readonly (readonly Infinitesimal[])[]
}

/** @throws RangeError see `checkGraph` */
export function startOf(graph: TestingGraph): GraphState {
  checkGraph(graph)
  const { hypotheses, weights, transitions, lastTransitions } = graph
  const edge = (i: number, j: number) => {
    const share = transitions[i]?.[j] ?? 0
    return share > 0 ? finite(share) : { order: 1, value: lastTransitions?.[i]?.[j] ?? 0 }
  }
  return {
    left: new Set(hypotheses.keys()),
    weights: weights.map(finite),
    to: transitions.map((row, i) => {
      const lost = 1 - row.reduce((sum, share) => sum + share, 0)
      return [...row.map((_, j) => edge(i, j)), lost > slack ? finite(lost) : nothing]
    }),
  }
}

/** Share of α at which a hypothesis is tested now; sums of shares round. */
export function weightOf(state: GraphState, index: number): number {
  return Math.min(1, limitOf(state.weights[index] ?? nothing))
}

/**
 * The graph without a rejected hypothesis j: w_k + w_j g_jk and (g_lk + g_lj g_jk) / (1 − g_lj g_jl). The denominator is
 * taken as (1 − g_lj) + g_lj (1 − g_jl), from the other shares of each row: nothing is subtracted, so the limit stays exact.
 */
export function withoutRejected(state: GraphState, rejected: number): GraphState {
  const left = new Set([...state.left].filter((index) => index !== rejected))
  const given = state.weights[rejected] ?? nothing
  const from = state.to[rejected] ?? []
  const others = (row: readonly Infinitesimal[], but: number) =>
    row.reduce((sum, share, k) => (k === but ? sum : add(sum, share)), nothing)
  const weights = state.weights.map((weight, k) =>
    left.has(k) ? add(weight, multiply(given, from[k] ?? nothing)) : nothing,
  )
  const to = state.to.map((row, l) => {
    if (!left.has(l)) return row.map(() => nothing)
    const there = row[rejected] ?? nothing
    const stays = add(others(row, rejected), multiply(there, others(from, l)))
    return row.map((share, k) => {
      if (k === l || k === rejected || stays.value === 0) return nothing
      return divide(add(share, multiply(there, from[k] ?? nothing)), stays)
    })
  })
  return { left, weights, to }
}
