import { AssayError } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { EvaluationRow, TrainingCheckRow } from '../evaluation-centre-tables.ts'

/** What was found when a set was held against a vendor's declaration; undefined where that was not done yet. */
export function findTrainingCheck(db: HospitalDb, evaluationId: string): Promise<TrainingCheckRow | undefined> {
  return db.selectFrom('training_checks').selectAll().where('evaluation_id', '=', evaluationId).executeTakeFirst()
}

/**
 * Throws what declared training data put in the way of an evaluation: `training-overlap` where a rule that rejects or quarantines is not
 * kept, `training-unchecked` where it could not be checked. A rule that warns keeps nobody, and nothing is thrown before there was a check.
 */
export async function assertTrainingApart(db: HospitalDb, { id, protocol }: EvaluationRow): Promise<void> {
  const found = await findTrainingCheck(db, id)
  const broken = found?.outcomes.find(({ verdict }) => verdict === 'reject' || verdict === 'quarantine')
  if (!broken) return
  const { ruleSet, rule, outcome } = broken
  const device = `${protocol.device.name} ${protocol.device.version}`
  throw new AssayError(outcome === 'inconclusive' ? 'training-unchecked' : 'training-overlap', {
    device,
    ruleSet,
    rule,
  })
}
