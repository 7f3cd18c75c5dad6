import { AssayError, type Finding, type QualityRule, type QualityVerdict, type RuleOutcome } from '@assay/contracts'
import type { Examination, RegisteredCheck } from './check.ts'
import { ruleHash } from './rule-hash.ts'

/** Findings that a passport lists of a rule; the rest is counted. */
const mostFindings = 20

/** Holds a rule against a subject. A check that throws makes the rule inconclusive, never passed. */
export async function judgeRule<Subject>(given: {
  ruleSet: string
  rule: QualityRule
  check: RegisteredCheck<Subject>
  subject: Subject
  /** The series that the subject is; null for a study or a set as a whole. */
  series: string | null
  /** What the check came to, where it has been at work already. */
  examine?: (() => Examination) | undefined
}): Promise<RuleOutcome> {
  const { check, rule, subject, series } = given
  const run = given.examine ?? (() => check.prepare(rule.parameters).examine(subject))
  const examination = await examinationOr(run, series)
  return {
    ...describeRule(given),
    series,
    ...('notApplicable' in examination ? notApplicable(examination.notApplicable) : examined(examination, rule)),
  }
}

/** The outcome of a rule that does not speak of a subject. */
export function passOver<Subject>(given: {
  ruleSet: string
  rule: QualityRule
  check: RegisteredCheck<Subject>
  series: string | null
}): RuleOutcome {
  return { ...describeRule(given), series: given.series, ...notApplicable('other-data') }
}

function describeRule<Subject>({
  ruleSet,
  rule,
  check,
}: {
  ruleSet: string
  rule: QualityRule
  check: RegisteredCheck<Subject>
}) {
  return {
    ruleSet,
    rule: rule.id,
    check: check.id,
    checkVersion: check.version,
    ruleHash: ruleHash(rule, check),
    tier: check.tier,
    severity: rule.severity,
  }
}

async function examinationOr(
  run: () => Examination | Promise<Examination>,
  series: string | null,
): Promise<Examination> {
  try {
    return await run()
  } catch (error) {
    return { findings: [failureOf(error, series)] }
  }
}

/** A code is safe to keep; words of a foreign error may hold what a file says. */
function failureOf(error: unknown, series: string | null): Finding {
  const parameters = { fault: error instanceof AssayError ? error.code : 'internal-error' }
  return { code: 'check-failed', parameters, ...(series === null ? {} : { where: { series } }) }
}

function examined(
  { measurements = [], findings }: Exclude<Examination, { notApplicable: unknown }>,
  rule: QualityRule,
) {
  const isInconclusive = findings.some(({ code }) => code === 'check-failed')
  return {
    outcome: outcomeOf(findings.length, isInconclusive),
    verdict: verdictOf(rule, findings.length, isInconclusive),
    measurements: [...measurements],
    findings: findings.slice(0, mostFindings),
    found: findings.length,
  }
}

function outcomeOf(found: number, isInconclusive: boolean): RuleOutcome['outcome'] {
  if (isInconclusive) return 'inconclusive'
  return found > 0 ? 'failed' : 'passed'
}

function verdictOf({ severity }: QualityRule, found: number, isInconclusive: boolean): QualityVerdict {
  if (isInconclusive) return 'quarantine'
  return found > 0 ? severity : 'accept'
}

function notApplicable(reason: NonNullable<RuleOutcome['reason']>) {
  return {
    outcome: 'not-applicable' as const,
    verdict: 'accept' as const,
    reason,
    measurements: [],
    findings: [],
    found: 0,
  }
}
