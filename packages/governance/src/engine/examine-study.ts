import type { QualityPassport, QualityRule, RuleOutcome, RuleSet } from '@assay/contracts'
import { findIntegrationCheck, findSeriesCheck, findStudyCheck, speaksOfStudies } from '../registry.ts'
import type { IntegrationSubject } from '../subject/integration.ts'
import type { StudySubject } from '../subject/study.ts'
import { appliesTo } from './applies-to.ts'
import { issuePassport } from './issue-passport.ts'
import { judgeRule, passOver } from './judge-rule.ts'
import { ruleHash } from './rule-hash.ts'
import { ruleSetsFor } from './rule-sets-for.ts'

/**
 * Holds a study against the rule sets of its category and gives its passport. Outcomes of an earlier passport over the same
 * files are taken over where the rule's hash is the same, so that after a change only what it touches is examined again; what
 * tier 3 found depends on the node's other data as well, and is found again each time.
 * @param integration the study with what the node knows around it; without it, rules of tier 3 have nothing to speak of
 * @param ruleSets checked rule sets (`readRuleSets`); those of other categories are passed over
 */
export async function examineStudy(given: {
  study: StudySubject
  integration?: IntegrationSubject
  ruleSets: readonly RuleSet[]
  issuedAt: string
  earlier?: QualityPassport | undefined
}): Promise<QualityPassport> {
  const { study, issuedAt } = given
  const ruleSets = ruleSetsFor(study.category, given.ruleSets).filter(({ rules }) =>
    rules.some(({ check }) => speaksOfStudies(check)),
  )
  const earlier = given.earlier?.manifestHash === study.manifestHash ? given.earlier : undefined
  const outcomes: RuleOutcome[] = []
  for (const { id, rules } of ruleSets)
    for (const rule of rules.filter(({ check }) => speaksOfStudies(check)))
      outcomes.push(...(await outcomesOf({ ...given, earlier }, id, rule)))
  return issuePassport({ study, ruleSets, outcomes, issuedAt })
}

interface Examined {
  study: StudySubject
  integration?: IntegrationSubject
  earlier: QualityPassport | undefined
}

async function outcomesOf(
  { study, integration, earlier }: Examined,
  ruleSet: string,
  rule: QualityRule,
): Promise<RuleOutcome[]> {
  const ofIntegration = findIntegrationCheck(rule.check)
  if (ofIntegration) {
    const about = { ruleSet, rule, check: ofIntegration, series: null }
    return [integration ? await judgeRule({ ...about, subject: integration }) : passOver(about)]
  }
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
