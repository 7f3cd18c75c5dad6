import {
  AssayError,
  type DsseEnvelope,
  type ParticipationState,
  type StoryEvent,
  type TrainingCheck,
} from '@assay/contracts'
import { jsonb, sql } from '@assay/store'
import type { HubDb } from '../hub-tables.ts'
import type { EvaluationRow, ParticipationRow } from './evaluation-tables.ts'

/** An evaluation. Throws `not-found`. */
export async function findEvaluation(db: HubDb, id: string): Promise<EvaluationRow> {
  const row = await db.selectFrom('evaluations').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  return row
}

/** An evaluation, held until the transaction ends: every change of its state goes through here. Throws `not-found`. */
export async function lockEvaluation(transaction: HubDb, id: string): Promise<EvaluationRow> {
  const query = transaction.selectFrom('evaluations').selectAll().where('id', '=', id).forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  return row
}

/** Evaluations, last changed first; of one vendor only, where one is given. */
export function listEvaluationRows(db: HubDb, vendorId?: string) {
  const all = db
    .selectFrom('evaluations as evaluation')
    .innerJoin('devices as device', 'device.id', 'evaluation.device_id')
    .innerJoin('vendors as vendor', 'vendor.id', 'evaluation.vendor_id')
    .select(['evaluation.id', 'evaluation.number', 'evaluation.state', 'evaluation.verdict', 'evaluation.changed_at'])
    .select(['evaluation.draft', 'device.manifest', 'vendor.organisation'])
    .orderBy('evaluation.changed_at', 'desc')
    .orderBy('evaluation.id')
  return (vendorId === undefined ? all : all.where('evaluation.vendor_id', '=', vendorId)).execute()
}

/** Changes columns of an evaluation. */
export async function updateEvaluation(
  transaction: HubDb,
  id: string,
  at: Date,
  changes: Partial<Pick<EvaluationRow, 'state' | 'return_reason' | 'verdict'>>,
): Promise<void> {
  const changed = { ...changes, changed_at: at.toISOString() }
  await transaction.updateTable('evaluations').set(changed).where('id', '=', id).execute()
}

/** The hospitals' parts in an evaluation, by hospital. */
export function listParticipations(db: HubDb, evaluationId: string): Promise<ParticipationRow[]> {
  const query = db.selectFrom('participations').selectAll().where('evaluation_id', '=', evaluationId)
  return query.orderBy('hospital_id').execute()
}

/** A hospital's part. Throws `not-found`. Hold the evaluation's row first: it guards the parts too. */
export async function findParticipation(
  transaction: HubDb,
  evaluationId: string,
  hospitalId: string,
): Promise<ParticipationRow> {
  const query = transaction.selectFrom('participations').selectAll().where('evaluation_id', '=', evaluationId)
  const row = await query.where('hospital_id', '=', hospitalId).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'evaluation' })
  return row
}

/** What changes in a hospital's part. */
export interface ParticipationChange {
  readonly state: ParticipationState
  readonly progress?: ParticipationRow['progress']
  readonly reason?: string
  readonly approval?: DsseEnvelope
  readonly training?: TrainingCheck | null
  readonly release?: { readonly envelope: DsseEnvelope; readonly id: string }
}

/** Changes a hospital's part. */
export async function updateParticipation(
  transaction: HubDb,
  { evaluation_id, hospital_id }: Pick<ParticipationRow, 'evaluation_id' | 'hospital_id'>,
  at: Date,
  { approval, release, training, ...plain }: ParticipationChange,
): Promise<void> {
  await transaction
    .updateTable('participations')
    .set({
      ...plain,
      ...(approval ? { approval: jsonb(approval) } : {}),
      ...(training ? { training: jsonb(training) } : {}),
      ...(release ? { release: jsonb(release.envelope), release_id: release.id } : {}),
      changed_at: at.toISOString(),
    })
    .where('evaluation_id', '=', evaluation_id)
    .where('hospital_id', '=', hospital_id)
    .execute()
}

/** The story of an evaluation, in order. */
export async function listStory(db: HubDb, evaluationId: string): Promise<StoryEvent[]> {
  const rows = await db
    .selectFrom('story_events')
    .select(['at', 'event', 'by', 'detail', 'ledger_index as ledgerIndex'])
    .where('evaluation_id', '=', evaluationId)
    .orderBy(sql`position`)
    .execute()
  return rows
}
