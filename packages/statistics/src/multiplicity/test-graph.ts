import { startOf, type TestingGraph, weightOf, withoutRejected } from './testing-graph.ts'

/**
 * The confidence limit that goes with a one-sided test, such that all limits hold together with confidence 1 − α
 * (Strassburger, Bretz, *Stat. Med.* 27:4914–4927, 2008; Guilbaud, *Biom. J.* 50:678–692, 2008).
 * `at-alpha`: the one-sided limit at `alpha`; none where that is 0. `at-bound`: the bound of the hypothesis itself, no
 * better. `best-of-both`: the better of the bound and the limit at `alpha`.
 */
export type CompatibleLimit =
  | { kind: 'at-alpha'; alpha: number }
  | { kind: 'at-bound' }
  | { kind: 'best-of-both'; alpha: number }

export interface TestedHypothesis {
  hypothesis: string
  p: number
  /** The least α at which the procedure rejects it; 1 where none does. */
  adjusted: number
  rejected: boolean
  /** Null where the procedure has no compatible limits. */
  limit: CompatibleLimit | null
}

/**
 * Adjusted p-values, rejections and compatible limits of a graph.
 * @param pValues in [0, 1], in the order of the graph's hypotheses
 * @param alpha familywise error, in (0, 1)
 * @throws RangeError see `checkGraph`; p-values, α
 */
export function testGraph(graph: TestingGraph, pValues: readonly number[], alpha: number): TestedHypothesis[] {
  checkTest(graph.hypotheses, pValues, alpha)
  const adjusted = adjustedBy(graph, pValues)
  const outcome = rejectInTurn(graph, alpha, (index) => (adjusted[index] as number) <= alpha)
  return graph.hypotheses.map((hypothesis, index) => ({
    hypothesis,
    p: pValues[index] as number,
    adjusted: adjusted[index] as number,
    rejected: outcome.rejected.has(index),
    limit: outcome.limits[index] as CompatibleLimit,
  }))
}

/** @throws RangeError */
export function checkTest(hypotheses: readonly string[], pValues: readonly number[], alpha: number): void {
  if (pValues.length !== hypotheses.length) throw new RangeError('pValues: not one a hypothesis')
  if (!pValues.every((p) => p >= 0 && p <= 1)) throw new RangeError('pValues: not between 0 and 1')
  checkAlpha(alpha)
}

/** @throws RangeError unless 0 < alpha < 1 */
export function checkAlpha(alpha: number): void {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError('alpha: not between 0 and 1')
}

/** Algorithm 2 of Bretz and others (2009). */
function adjustedBy(graph: TestingGraph, pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1)
  let state = startOf(graph)
  let most = 0
  while (state.left.size > 0) {
    const ratio = (index: number) => (pValues[index] as number) / weightOf(state, index)
    const open = [...state.left].filter((index) => weightOf(state, index) > 0)
    const next = open.toSorted((a, b) => ratio(a) - ratio(b))[0]
    if (next === undefined) break
    most = Math.max(most, Math.min(1, ratio(next)))
    adjusted[next] = most
    state = withoutRejected(state, next)
  }
  return adjusted
}

/**
 * Rejections and compatible limits of a graph, for tests of which only the decision at a given α is known. The order in
 * which rejections are found changes nothing.
 * @param alpha familywise error, in (0, 1)
 * @param rejects whether the test of hypothesis `index` rejects at one-sided `local` > 0; once it does, it must at more
 * @throws RangeError see `checkGraph`; α
 */
export function rejectInTurn(
  graph: TestingGraph,
  alpha: number,
  rejects: (index: number, local: number) => boolean,
): { rejected: ReadonlySet<number>; limits: CompatibleLimit[] } {
  checkAlpha(alpha)
  const rejected = new Set<number>()
  let state = startOf(graph)
  const next = () =>
    [...state.left].find((index) => {
      const local = alpha * weightOf(state, index)
      return local > 0 && rejects(index, local)
    })
  for (let found = next(); found !== undefined; found = next()) {
    rejected.add(found)
    state = withoutRejected(state, found)
  }
  const limits = graph.hypotheses.map((_, index): CompatibleLimit => {
    if (!rejected.has(index)) return { kind: 'at-alpha', alpha: alpha * weightOf(state, index) }
    if (state.left.size > 0) return { kind: 'at-bound' }
    return { kind: 'best-of-both', alpha: alpha * (graph.weights[index] as number) }
  })
  return { rejected, limits }
}
