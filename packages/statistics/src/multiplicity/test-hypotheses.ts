import { graphOf, hypothesesOf, type TestingProcedure } from './procedure.ts'
import {
  type CompatibleLimit,
  checkAlpha,
  checkTest,
  rejectInTurn,
  type TestedHypothesis,
  testGraph,
} from './test-graph.ts'

/**
 * Adjusted p-values and rejections of a procedure, in the order of its hypotheses, with compatible confidence limits where
 * it has some (Hochberg's has none).
 * @param pValues by hypothesis, in [0, 1]
 * @param alpha familywise error, in (0, 1)
 * @throws RangeError for a hypothesis without a p-value or one that is none; α; see `graphOf`
 */
export function testHypotheses(
  procedure: TestingProcedure,
  pValues: Readonly<Record<string, number>>,
  alpha: number,
): TestedHypothesis[] {
  const hypotheses = hypothesesOf(procedure)
  const values = hypotheses.map((name) => (Object.hasOwn(pValues, name) ? (pValues[name] as number) : Number.NaN))
  checkTest(hypotheses, values, alpha)
  if (procedure.kind !== 'hochberg') return testGraph(graphOf(procedure), values, alpha)
  const adjusted = hochberg(values)
  return hypotheses.map((hypothesis, index) => ({
    hypothesis,
    p: values[index] as number,
    adjusted: adjusted[index] as number,
    rejected: (adjusted[index] as number) <= alpha,
    limit: null,
  }))
}

/**
 * Which hypotheses a procedure rejects, where only the decision of each test at a given α is known: a confidence limit that
 * clears its bound or doesn't.
 * @param rejects whether the test of a hypothesis rejects at one-sided `local` > 0; once it does, it must at more
 * @throws RangeError α; see `graphOf`
 */
export function rejectHypotheses(
  procedure: TestingProcedure,
  alpha: number,
  rejects: (hypothesis: string, local: number) => boolean,
): { hypothesis: string; rejected: boolean; limit: CompatibleLimit | null }[] {
  const hypotheses = hypothesesOf(procedure)
  if (procedure.kind === 'hochberg') {
    const rejected = hochbergBy(hypotheses, alpha, rejects)
    return hypotheses.map((hypothesis) => ({ hypothesis, rejected: rejected.has(hypothesis), limit: null }))
  }
  const { rejected, limits } = rejectInTurn(graphOf(procedure), alpha, (index, local) =>
    rejects(hypotheses[index] as string, local),
  )
  return hypotheses.map((hypothesis, index) => ({
    hypothesis,
    rejected: rejected.has(index),
    limit: limits[index] as CompatibleLimit,
  }))
}

/** Hochberg, *Biometrika* 75:800–802 (1988): from the largest p-value on, rank times p, never rising. */
function hochberg(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()].sort((a, b) => (pValues[b] as number) - (pValues[a] as number))
  const adjusted = pValues.map(() => 1)
  let least = 1
  order.forEach((index, step) => {
    least = Math.min(least, (step + 1) * (pValues[index] as number))
    adjusted[index] = least
  })
  return adjusted
}

/** The largest set that is rejected at α over one more than the number left out. */
function hochbergBy(
  hypotheses: readonly string[],
  alpha: number,
  rejects: (hypothesis: string, local: number) => boolean,
): ReadonlySet<string> {
  checkAlpha(alpha)
  for (let divisor = 1; divisor <= hypotheses.length; divisor += 1) {
    const found = hypotheses.filter((name) => rejects(name, alpha / divisor))
    if (found.length > hypotheses.length - divisor) return new Set(found)
  }
  return new Set()
}
