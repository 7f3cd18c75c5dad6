import { z } from 'zod'
import { figure } from '../frame/figure.ts'

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
  /** One-sided; under a multiplicity procedure, what the criterion was tested at last. */
  alpha: z.number(),
  neededPatients: z.number(),
  figure,
  /**
   * The one-sided limit that is held against the bound; of a bounded figure the worst; null where there is no figure, or
   * where a multiplicity procedure never came to test the criterion.
   */
  limit: z.number().nullable(),
  outcome: verdict,
  /** The procedure that the criterion was tested in, its familywise one-sided α, and whether its turn came. */
  multiplicity: z.object({ procedure: z.string(), alpha: z.number(), isTested: z.boolean() }).optional(),
})
export type CriterionOutcome = z.infer<typeof criterionOutcome>

/** The criteria of a tree, in its order. */
export function criteriaOf(rules: CriteriaRules): CriterionRule[] {
  return 'op' in rules ? rules.of.flatMap(criteriaOf) : [rules]
}
