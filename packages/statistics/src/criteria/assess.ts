import type { BoundedFigure, Figure } from '../frame/figure.ts'
import { limit, limitRange } from '../frame/limit.ts'
import type { CriteriaVerdict, CriterionRule } from './criterion-rule.ts'

/** What a criterion comes to at its own α, and the limit that says so. */
export interface Assessment {
  limit: number | null
  outcome: CriteriaVerdict
}

/** Holds a figure against a criterion. */
export function assess(rule: CriterionRule, found: Figure): Assessment {
  if (found.status === 'undefined') return { limit: null, outcome: 'not-assessable' }
  if (found.status === 'not-estimable') return { limit: null, outcome: 'inconclusive' }
  if (found.status === 'bounded') return assessBounded(rule, found)
  const reached = limit(found, rule.side, rule.alpha)
  if (found.effectivePatients < rule.leastEffectivePatients) return { limit: reached, outcome: 'not-assessable' }
  return { limit: reached, outcome: holds(rule, reached) ? 'met' : 'not-met' }
}

/** Met where the worst completion of the missing parts meets it, not met where the best one fails it. */
function assessBounded(rule: CriterionRule, found: BoundedFigure): Assessment {
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
