import { z } from 'zod'
import { type Figure, figure } from '../frame/figure.ts'
import { limit } from '../frame/limit.ts'

/** A bound on a one-sided confidence limit of a figure of an endpoint. */
export interface CriterionRule {
  id: string
  endpoint: string
  figure: string
  side: 'lower' | 'upper'
  bound: number
  alpha: number
  leastEffectivePatients: number
}

/** Criteria joined by AND and OR. */
export type CriteriaRules = CriterionRule | { op: 'and' | 'or'; of: readonly CriteriaRules[] }

const verdict = z.enum(['met', 'not-met', 'inconclusive', 'not-assessable'])
export type CriteriaVerdict = z.infer<typeof verdict>

/** What became of one criterion. */
export const criterionOutcome = z.object({
  criterion: z.string(),
  endpoint: z.string(),
  side: z.enum(['lower', 'upper']),
  bound: z.number(),
  alpha: z.number(),
  neededPatients: z.number(),
  figure,
  /** The one-sided limit that is held against the bound; null where there is no figure. */
  limit: z.number().nullable(),
  outcome: verdict,
})
export type CriterionOutcome = z.infer<typeof criterionOutcome>

/**
 * Holds figures against the criteria of a protocol.
 * `met` or `not-met`: the one-sided limit decides; `not-assessable`: fewer effective patients than the criterion wants,
 * or the figure is undefined; `inconclusive`: parts of the figure did not leave their hospitals. AND is not met as soon as
 * one part is not met, OR met as soon as one is; otherwise what is open stays open.
 * @param figuresOf the figures of an endpoint
 * @throws RangeError when a criterion names a figure that its endpoint doesn't give; a locked protocol never does.
 */
export function decide(
  rules: CriteriaRules,
  figuresOf: (endpoint: string) => readonly Figure[],
): { outcomes: CriterionOutcome[]; verdict: CriteriaVerdict } {
  const outcomes = new Map(criteriaOf(rules).map((rule) => [rule, outcomeOf(rule, figuresOf(rule.endpoint))]))
  return { outcomes: [...outcomes.values()], verdict: verdictOf(rules, outcomes) }
}

/** The criteria of a tree, in its order. */
export function criteriaOf(rules: CriteriaRules): CriterionRule[] {
  return 'op' in rules ? rules.of.flatMap(criteriaOf) : [rules]
}

function outcomeOf(rule: CriterionRule, figures: readonly Figure[]): CriterionOutcome {
  const found = figures.find(({ id }) => id === rule.figure)
  if (!found) throw new RangeError(`the endpoint ${rule.endpoint} gives no figure ${rule.figure}`)
  return {
    criterion: rule.id,
    endpoint: rule.endpoint,
    side: rule.side,
    bound: rule.bound,
    alpha: rule.alpha,
    neededPatients: rule.leastEffectivePatients,
    figure: found,
    ...assess(rule, found),
  }
}

function assess(rule: CriterionRule, found: Figure): { limit: number | null; outcome: CriteriaVerdict } {
  if (found.status === 'undefined') return { limit: null, outcome: 'not-assessable' }
  if (found.status === 'not-estimable') return { limit: null, outcome: 'inconclusive' }
  const reached = limit(found, rule.side, rule.alpha)
  if (found.effectivePatients < rule.leastEffectivePatients) return { limit: reached, outcome: 'not-assessable' }
  const holds = rule.side === 'lower' ? reached >= rule.bound : reached <= rule.bound
  return { limit: reached, outcome: holds ? 'met' : 'not-met' }
}

/** Kleene's three-valued AND and OR; of the two ways to know nothing, `not-assessable` is the one that is said. */
function verdictOf(rules: CriteriaRules, outcomes: ReadonlyMap<CriterionRule, CriterionOutcome>): CriteriaVerdict {
  if (!('op' in rules)) return outcomes.get(rules)?.outcome ?? 'not-assessable'
  const parts = rules.of.map((part) => verdictOf(part, outcomes))
  const [decides, otherwise] = rules.op === 'and' ? (['not-met', 'met'] as const) : (['met', 'not-met'] as const)
  if (parts.includes(decides)) return decides
  if (parts.includes('not-assessable')) return 'not-assessable'
  return parts.includes('inconclusive') ? 'inconclusive' : otherwise
}
