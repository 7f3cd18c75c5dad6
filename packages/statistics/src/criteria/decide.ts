import { z } from 'zod'
import { type BoundedFigure, type Figure, figure } from '../frame/figure.ts'
import { limit, limitRange } from '../frame/limit.ts'

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
  /** The one-sided limit that is held against the bound; of a bounded figure the worst; null where there is no figure. */
  limit: z.number().nullable(),
  outcome: verdict,
})
export type CriterionOutcome = z.infer<typeof criterionOutcome>

/**
 * Holds figures against the criteria of a protocol.
 * `met` or `not-met`: the one-sided limit decides; of a bounded figure, the worst limit is met or the best is not;
 * `not-assessable`: fewer effective patients than the criterion wants, or the figure is undefined; `inconclusive`: parts of
 * the figure did not leave their hospitals, and could decide either way. AND is not met as soon as one part is not met, OR
 * met as soon as one is; otherwise what is open stays open.
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
  if (found.status === 'bounded') return assessBounded(rule, found)
  const reached = limit(found, rule.side, rule.alpha)
  if (found.effectivePatients < rule.leastEffectivePatients) return { limit: reached, outcome: 'not-assessable' }
  return { limit: reached, outcome: holds(rule, reached) ? 'met' : 'not-met' }
}

/** Met where the worst completion of the missing parts meets it, not met where the best one fails it. */
function assessBounded(rule: CriterionRule, found: BoundedFigure): { limit: number; outcome: CriteriaVerdict } {
  const { lower, upper } = limitRange(found, rule.side, rule.alpha)
  const [worst, best] = rule.side === 'lower' ? [lower, upper] : [upper, lower]
  const { lower: fewest, upper: most } = found.effectivePatients
  if (most < rule.leastEffectivePatients) return { limit: worst, outcome: 'not-assessable' }
  if (fewest < rule.leastEffectivePatients) return { limit: worst, outcome: 'inconclusive' }
  if (holds(rule, worst)) return { limit: worst, outcome: 'met' }
  return { limit: worst, outcome: holds(rule, best) ? 'inconclusive' : 'not-met' }
}

function holds({ side, bound }: CriterionRule, reached: number): boolean {
  return side === 'lower' ? reached >= bound : reached <= bound
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
