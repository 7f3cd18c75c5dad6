import type { Protocol, RuleOutcome, TrainingCheck, TrainingDocument } from '@assay/contracts'
import { examineSet, patientsInTraining, type SetSubject } from '@assay/governance'
import { jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { choosePolicy } from '../../release-gate/choose-policy.ts'
import { gateCounts } from '../../release-gate/gate-counts.ts'
import { describeSet } from '../data-sheet/describe-set.ts'
import type { EvaluationRow, TestSetRow, TrainingCheckRow } from '../evaluation-centre-tables.ts'
import { findTestSet } from '../evaluation-store.ts'
import { fetchDeclaration } from './fetch-declaration.ts'

/** Checks of tier 4 that hold a set against what a device was trained with. */
const trainingChecks = ['no-training-overlap', 'training-elsewhere']

/**
 * Holds the sealed set of an evaluation against what the vendor declared when the protocol was locked, by the node's rules of tier 4,
 * and writes down what was found, in place of what was found before. The outcomes stay here; what may leave has gone through the gate.
 * Throws what `fetchDeclaration` throws; then nothing is written.
 */
export async function checkTraining(hospital: Hospital, evaluation: EvaluationRow, signal: AbortSignal): Promise<void> {
  const { protocol } = evaluation
  const set = await findTestSet(hospital.db, evaluation.test_set_id)
  const document = protocol.training ? await fetchDeclaration(hospital, protocol, signal) : undefined
  const { outcomes, leaving } = await examineTraining(hospital, { set, protocol, document })
  const row = { outcomes: jsonb(outcomes), leaving: jsonb(leaving), checked_at: leaving.checkedAt }
  await hospital.db
    .insertInto('training_checks')
    .values({ evaluation_id: evaluation.id, ...row })
    .onConflict((conflict) => conflict.column('evaluation_id').doUpdateSet(row))
    .execute()
}

async function examineTraining(
  hospital: Hospital,
  given: { set: TestSetRow; protocol: Protocol; document: TrainingDocument | undefined },
): Promise<Pick<TrainingCheckRow, 'outcomes' | 'leaving'>> {
  const { set, protocol, document } = given
  const { name, version } = protocol.device
  const declared = document ? [{ device: `${name} ${version}`, ...document }] : []
  const { subject } = await describeSet(hospital, set, declared)
  const checkedAt = hospital.clock().toISOString()
  const passport = await examineSet({ subject, ruleSets: hospital.ruleSets, issuedAt: checkedAt })
  const outcomes = passport.outcomes.filter(({ check }) => trainingChecks.includes(check))
  const versions = new Map(passport.ruleSets.map((one) => [one.id, one.version]))
  return {
    outcomes,
    leaving: {
      declarationHash: protocol.training?.declarationHash ?? null,
      rules: outcomes.map((one) => ruleOf(one, versions.get(one.ruleSet)!)),
      patientsInCommon: patientsInCommon(subject, set),
      namedDataSets: namedDataSets(outcomes),
      checkedAt,
    },
  }
}

/** A rule and its outcome, without what it measured. */
function ruleOf(outcome: RuleOutcome, ruleSetVersion: number): TrainingCheck['rules'][number] {
  const { ruleSet, rule, check, checkVersion, ruleHash, severity, reason } = outcome
  return {
    ruleSet,
    ruleSetVersion,
    rule,
    check,
    checkVersion,
    ruleHash,
    severity,
    outcome: outcome.outcome,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** Patients of the set in the declared training data, as the policy for counts lets them out. */
function patientsInCommon(subject: SetSubject, { provenance }: TestSetRow): TrainingCheck['patientsInCommon'] {
  const [declared] = subject.training
  if (!declared || declared.contents.size === 0) return null
  const [[cell] = []] = gateCounts([[patientsInTraining(subject, declared)]], choosePolicy(provenance, 'catalogue'))
  return cell!.leaves
}

/** What the vendor itself wrote: its data sets that name this hospital. */
function namedDataSets(outcomes: readonly RuleOutcome[]): string[] {
  const found = outcomes.flatMap(({ findings }) => findings).filter(({ code }) => code === 'training-from-here')
  return found.map(({ parameters }) => String(parameters?.dataSet))
}
