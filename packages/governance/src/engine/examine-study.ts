import type { QualityPassport, QualityRule, RuleOutcome, RuleSet } from '@assay/contracts'
import { findIntegrationCheck, findSeriesCheck, findStudyCheck, speaksOfStudies } from '../registry.ts'
import type { IntegrationSubject } from '../subject/integration.ts'
import { showHeaders } from '../subject/show-headers.ts'
import type { SeriesSubject, StudySubject } from '../subject/study.ts'
import { appliesTo } from './applies-to.ts'
import { type HeaderExaminer, headerExaminer } from './examine-headers.ts'
import { issuePassport } from './issue-passport.ts'
import { judgeRule, passOver } from './judge-rule.ts'
import { ruleHash } from './rule-hash.ts'
import { ruleSetsFor } from './rule-sets-for.ts'

/**
 * Holds a study against the rule sets of its category and gives its passport. Outcomes of an earlier passport over the same
 * files are taken over where the rule's hash is the same, so that after a change only what it touches is examined again; what
 * tier 3 found depends on the node's other data as well, and is found again each time. Rules about headers share one reading of them.
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
  const judgements = ruleSets.flatMap(({ id, rules }) =>
    rules
      .filter(({ check }) => speaksOfStudies(check))
      .flatMap((rule) => judgementsOf({ ...given, earlier }, id, rule)),
  )
  await lookAtHeaders(study, judgements)
  const outcomes: RuleOutcome[] = []
  for (const { outcome } of judgements) outcomes.push(await outcome())
  return issuePassport({ study, ruleSets, outcomes, issuedAt })
}

interface Examined {
  study: StudySubject
  integration?: IntegrationSubject
  earlier: QualityPassport | undefined
}

/** A rule that is to be held against a study or a series of it. */
interface Judgement {
  /** What looks at headers for it, and of which series; undefined where none has to. */
  readonly headers?: { readonly examiner: HeaderExaminer; readonly of: readonly SeriesSubject[] } | undefined
  /** Once the headers were shown. */
  readonly outcome: () => Promise<RuleOutcome> | RuleOutcome
}

/** Shows each header to all rules that look at it. */
async function lookAtHeaders({ series }: StudySubject, judgements: readonly Judgement[]): Promise<void> {
  const looking = judgements.flatMap(({ headers }) => headers ?? [])
  for (const one of series) {
    const passes = looking.filter(({ of }) => of.includes(one)).map(({ examiner }) => examiner)
    if (passes.length > 0) await showHeaders(one, passes)
  }
}

function judgementsOf({ study, integration, earlier }: Examined, ruleSet: string, rule: QualityRule): Judgement[] {
  const ofIntegration = findIntegrationCheck(rule.check)
  if (ofIntegration) {
    const about = { ruleSet, rule, check: ofIntegration, series: null }
    return [{ outcome: () => (integration ? judgeRule({ ...about, subject: integration }) : passOver(about)) }]
  }
  const ofStudy = findStudyCheck(rule.check)
  if (ofStudy) {
    const [kept] = keptOutcomes(earlier, ruleSet, rule, ruleHash(rule, ofStudy), null)
    if (kept) return [{ outcome: () => kept }]
    const headers = headerExaminer(ofStudy, rule)
    const about = { ruleSet, rule, check: ofStudy, subject: study, series: null }
    const outcome = () => judgeRule({ ...about, examine: headers?.examine })
    return [{ headers: headers && { examiner: headers, of: study.series }, outcome }]
  }
  return study.series.map((series) => judgementOfSeries(series, earlier, ruleSet, rule))
}

function judgementOfSeries(
  series: SeriesSubject,
  earlier: QualityPassport | undefined,
  ruleSet: string,
  rule: QualityRule,
): Judgement {
  const check = findSeriesCheck(rule.check)
  const [kept] = keptOutcomes(earlier, ruleSet, rule, ruleHash(rule, check), series.id)
  if (kept) return { outcome: () => kept }
  const about = { ruleSet, rule, check, series: series.id }
  if (!appliesTo(rule, series)) return { outcome: () => passOver(about) }
  const headers = headerExaminer(check, rule)
  const outcome = () => judgeRule({ ...about, subject: series, examine: headers?.examine })
  return { headers: headers && { examiner: headers, of: [series] }, outcome }
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
