import type { QualityPassport, RuleSet } from '@assay/contracts'
import { findCollectionCheck, findSetCheck } from '../registry.ts'
import type { CollectionSubject } from '../subject/collection.ts'
import type { SetSubject } from '../subject/test-set.ts'
import type { RegisteredCheck } from './check.ts'
import { issuePassport } from './issue-passport.ts'
import { judgeRule } from './judge-rule.ts'
import { ruleSetsFor } from './rule-sets-for.ts'

interface Given<Subject> {
  subject: Subject
  ruleSets: readonly RuleSet[]
  issuedAt: string
}

/** Holds all that a hospital has of a category against the rules about distributions and drift. */
export function examineCollection(given: Given<CollectionSubject>): Promise<QualityPassport> {
  return examineWhole(given, findCollectionCheck)
}

/** Holds a set against the rules about its use. */
export function examineSet(given: Given<SetSubject>): Promise<QualityPassport> {
  return examineWhole(given, findSetCheck)
}

/** Rules that speak of other things are passed over, and their rule sets not named. */
async function examineWhole<Subject extends { id: string; category: string; manifestHash: string }>(
  { subject, ruleSets, issuedAt }: Given<Subject>,
  find: (check: string) => RegisteredCheck<Subject> | undefined,
): Promise<QualityPassport> {
  const fitting = ruleSetsFor(subject.category, ruleSets).filter(({ rules }) => rules.some(({ check }) => find(check)))
  const judged = fitting.flatMap(({ id, rules }) =>
    rules.flatMap((rule) => {
      const check = find(rule.check)
      return check ? [judgeRule({ ruleSet: id, rule, check, subject, series: null })] : []
    }),
  )
  return issuePassport({ study: subject, ruleSets: fitting, outcomes: await Promise.all(judged), issuedAt })
}
