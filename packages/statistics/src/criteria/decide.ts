import type { Figure } from '../frame/figure.ts'
import { assess } from './assess.ts'
import { assessFamily, type FamilyAssessment, type Multiplicity } from './assess-family.ts'
import {
  type CriteriaRules,
  type CriteriaVerdict,
  type CriterionOutcome,
  type CriterionRule,
  criteriaOf,
} from './criterion-rule.ts'

/**
 * Holds figures against the criteria of a protocol.
 * `met` or `not-met`: the one-sided limit decides; of a bounded figure, the worst limit is met or the best is not;
 * `not-assessable`: fewer effective patients than the criterion wants, or the figure is undefined; `inconclusive`: parts of
 * the figure did not leave their hospitals, and could decide either way (undecidable). AND is not met as soon as one part is
 * not met, OR met as soon as one is; otherwise what is open stays open.
 * @param figuresOf the figures of an endpoint
 * @param multiplicity how the criteria that it names are tested together, in place of their own α; the others keep theirs
 * @throws RangeError when a criterion names a figure that its endpoint doesn't give, or a procedure a criterion that there
 *   isn't; a locked protocol never does.
 */
export function decide(
  rules: CriteriaRules,
  figuresOf: (endpoint: string) => readonly Figure[],
  multiplicity?: Multiplicity,
): { outcomes: CriterionOutcome[]; verdict: CriteriaVerdict } {
  const criteria = criteriaOf(rules)
  const figureOf = (rule: CriterionRule) => findFigure(rule, figuresOf(rule.endpoint))
  const family = multiplicity ? assessFamily(criteria, figureOf, multiplicity) : undefined
  const outcomes = new Map(
    criteria.map((rule) => {
      const tested = family?.get(rule.id)
      const outcome =
        tested && multiplicity
          ? testedOutcome(rule, figureOf(rule), tested, multiplicity)
          : { ...outcomeOf(rule, figureOf(rule)), ...assess(rule, figureOf(rule)) }
      return [rule, outcome] as const
    }),
  )
  return { outcomes: [...outcomes.values()], verdict: verdictOf(rules, outcomes) }
}

function findFigure(rule: CriterionRule, figures: readonly Figure[]): Figure {
  const found = figures.find(({ id }) => id === rule.figure)
  if (!found) throw new RangeError(`the endpoint ${rule.endpoint} gives no figure ${rule.figure}`)
  return found
}

function outcomeOf(rule: CriterionRule, figure: Figure): Omit<CriterionOutcome, 'limit' | 'outcome'> {
  const { id: criterion, endpoint, side, bound, alpha, leastEffectivePatients: neededPatients } = rule
  return { criterion, endpoint, side, bound, alpha, neededPatients, figure }
}

function testedOutcome(
  rule: CriterionRule,
  figure: Figure,
  { alpha, limit, outcome, isTested }: FamilyAssessment,
  family: Multiplicity,
): CriterionOutcome {
  const multiplicity = { procedure: family.procedure.kind, alpha: family.alpha, isTested }
  return { ...outcomeOf({ ...rule, alpha }, figure), limit, outcome, multiplicity }
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
