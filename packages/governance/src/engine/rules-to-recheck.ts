import type { QualityPassport, RuleSet } from '@assay/contracts'
import { findCheck, speaksOfStudies } from '../registry.ts'
import { ruleHash } from './rule-hash.ts'
import { ruleSetsFor } from './rule-sets-for.ts'

/**
 * Which rules a study with this passport has to be held against again, and which of its outcomes no rule stands behind any
 * more. Both empty: the passport says what a new one would say.
 */
export function rulesToRecheck(
  passport: QualityPassport,
  ruleSets: readonly RuleSet[],
): { examine: { ruleSet: string; rule: string }[]; withdraw: { ruleSet: string; rule: string }[] } {
  const due = new Map(
    ruleSetsFor(passport.category, ruleSets).flatMap(({ id, rules }) =>
      rules
        .filter(({ check }) => speaksOfStudies(check))
        .map((rule) => [keyOf(id, rule.id), ruleHash(rule, findCheck(rule.check)!)] as const),
    ),
  )
  const held = new Map(passport.outcomes.map(({ ruleSet, rule, ruleHash }) => [keyOf(ruleSet, rule), ruleHash]))
  return {
    examine: [...due].filter(([key, hash]) => held.get(key) !== hash).map(([key]) => partsOf(key)),
    withdraw: [...held.keys()].filter((key) => !due.has(key)).map(partsOf),
  }
}

const keyOf = (ruleSet: string, rule: string) => `${ruleSet}/${rule}`

function partsOf(key: string): { ruleSet: string; rule: string } {
  const [ruleSet = '', rule = ''] = key.split('/')
  return { ruleSet, rule }
}
