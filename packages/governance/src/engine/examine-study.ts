import type { QualityPassport, QualityRule, RuleOutcome, RuleSet } from '@assay/contracts'
import { findSeriesCheck, findStudyCheck } from '../registry.ts'
import type { StudySubject } from '../subject/study.ts'
import { appliesTo } from './applies-to.ts'
import { issuePassport } from './issue-passport.ts'
import { judgeRule, passOver } from './judge-rule.ts'
import { ruleHash } from './rule-hash.ts'
import { ruleSetsFor } from './rule-sets-for.ts'

/**
 * Holds a study against the rule sets of its category and gives its passport. Outcomes of an earlier passport over the same
 * files are taken over where the rule's hash is the same, so that after a change only what it touches is examined again.
 * @param ruleSets checked rule sets (`readRuleSets`); those of other categories are passed over
 */
export async function examineStudy(given: {
  study: StudySubject
  ruleSets: readonly RuleSet[]
  issuedAt: string
  earlier?: QualityPassport | undefined
}): Promise<QualityPassport> {
  const { study, issuedAt } = given
  const ruleSets = ruleSetsFor(study.category, given.ruleSets)
  const earlier = given.earlier?.manifestHash === study.manifestHash ? given.earlier : undefined
  const outcomes: RuleOutcome[] = []
  for (const { id, rules } of ruleSets)
    for (const rule of rules) outcomes.push(...(await outcomesOf(study, id, rule, earlier)))
  return issuePassport({ study, ruleSets, outcomes, issuedAt })
}

async function outcomesOf(
  study: StudySubject,
  ruleSet: string,
  rule: QualityRule,
  earlier: QualityPassport | undefined,
): Promise<RuleOutcome[]> {
  const ofStudy = findStudyCheck(rule.check)
  if (ofStudy) {
    const [kept] = keptOutcomes(earlier, ruleSet, rule, ruleHash(rule, ofStudy), null)
    return [kept ?? (await judgeRule({ ruleSet, rule, check: ofStudy, subject: study, series: null }))]
  }
  const check = findSeriesCheck(rule.check)
  const outcomes: RuleOutcome[] = []
  for (const series of study.series) {
    const [kept] = keptOutcomes(earlier, ruleSet, rule, ruleHash(rule, check), series.id)
    const about = { ruleSet, rule, check, series: series.id }
    const judge = () => (appliesTo(rule, series) ? judgeRule({ ...about, subject: series }) : passOver(about))
    outcomes.push(kept ?? (await judge()))
  }
  return outcomes
}

/** What an earlier passport holds of a rule with the same hash. An inconclusive outcome is tried again. */
function keptOutcomes(
  earlier: QualityPassport | undefined,
  ruleSet: string,
  rule: QualityRule,
  hash: string,
  series: string | null,
): RuleOutcome[] {
  return (earlier?.outcomes ?? []).filter(
    (one) =>
      one.ruleHash === hash &&
      one.ruleSet === ruleSet &&
      one.rule === rule.id &&
      one.series === series &&
      one.outcome !== 'inconclusive',
  )
}
