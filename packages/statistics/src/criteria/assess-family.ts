import type { Figure } from '../frame/figure.ts'
import { hypothesesOf, type TestingProcedure } from '../multiplicity/procedure.ts'
import { rejectHypotheses } from '../multiplicity/test-hypotheses.ts'
import { type Assessment, assess } from './assess.ts'
import type { CriteriaVerdict, CriterionRule } from './criterion-rule.ts'

/** Criteria that are tested together: a procedure over their ids, and the familywise one-sided α. */
export interface Multiplicity {
  procedure: TestingProcedure
  alpha: number
}

/** A criterion of a family: tested at `alpha` last, or not at all. */
export interface FamilyAssessment extends Assessment {
  alpha: number
  isTested: boolean
}

/**
 * Criteria under a multiplicity procedure. A criterion is rejected, that is met, at a local α where it is met at that α. What
 * is open (parts that did not leave, too few patients) is settled both ways: met or not met is said only of what every way
 * agrees on, since a procedure never rejects fewer when more of its tests reject. What waits for a criterion that can't be
 * assessed can't be assessed either.
 * @throws RangeError for a hypothesis that is no criterion
 */
export function assessFamily(
  rules: readonly CriterionRule[],
  figureOf: (rule: CriterionRule) => Figure,
  { procedure, alpha }: Multiplicity,
): ReadonlyMap<string, FamilyAssessment> {
  const family = new Map(hypothesesOf(procedure).map((id) => [id, ruleOf(rules, id)]))
  const asked = new Map<string, number>()
  const run = (counts: readonly CriteriaVerdict[], keep = false): ReadonlySet<string> => {
    const outcomes = rejectHypotheses(procedure, alpha, (id, local) => {
      if (keep) asked.set(id, local)
      const rule = family.get(id) as CriterionRule
      return counts.includes(assess({ ...rule, alpha: local }, figureOf(rule)).outcome)
    })
    return new Set(outcomes.filter(({ rejected }) => rejected).map(({ hypothesis }) => hypothesis))
  }
  const surely = run(['met'], true)
  const perhaps = run(['met', 'inconclusive'])
  const atBest = run(['met', 'inconclusive', 'not-assessable'])
  return new Map(
    [...family].map(([id, rule]) => {
      const local = asked.get(id)
      const tested = local === undefined ? undefined : assess({ ...rule, alpha: local }, figureOf(rule))
      const outcome = outcomeOf({
        isMet: surely.has(id),
        isPerhaps: perhaps.has(id),
        isAtBest: atBest.has(id),
        isAssessable: assess(rule, figureOf(rule)).outcome !== 'not-assessable',
      })
      const { limit = null } = tested ?? {}
      return [id, { limit, outcome, alpha: local ?? rule.alpha, isTested: tested !== undefined }]
    }),
  )
}

function ruleOf(rules: readonly CriterionRule[], id: string): CriterionRule {
  const rule = rules.find((one) => one.id === id)
  if (!rule) throw new RangeError(`the procedure names no criterion ${id}`)
  return rule
}

function outcomeOf(given: {
  isMet: boolean
  isPerhaps: boolean
  isAtBest: boolean
  isAssessable: boolean
}): CriteriaVerdict {
  if (given.isMet) return 'met'
  if (!given.isAtBest) return 'not-met'
  return given.isAssessable && given.isPerhaps ? 'inconclusive' : 'not-assessable'
}
