import type { DeskEvaluation, DeskEvaluationView } from '@assay/contracts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { countDisclosedBefore } from './appliances/disclose-case.ts'
import { obstacleTo } from './assert-runnable.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { findEvaluation, findTestSet, setsWithSameCases } from './evaluation-store.ts'
import { runConduct } from './run-conduct.ts'
import { findTrainingCheck } from './training/assert-training-apart.ts'

/** Every evaluation that was asked for here, the newest first. */
export async function listEvaluations(hospital: Hospital): Promise<DeskEvaluation[]> {
  const rows = await hospital.db.selectFrom('evaluations').selectAll().orderBy('id', 'desc').execute()
  return Promise.all(rows.map((row) => viewRow(hospital, row)))
}

/** An evaluation with all that a steward needs to decide on it. Throws `not-found`. */
export async function viewEvaluation(hospital: Hospital, id: string): Promise<DeskEvaluationView> {
  const { db } = hospital
  const row = await findEvaluation(db, id)
  return {
    ...(await viewRow(hospital, row)),
    protocol: row.protocol,
    protocolHash: row.protocol_hash,
    reason: row.reason,
    earlierUses: await earlierUses(db, row),
    disclosedBefore: await countDisclosedBefore(db, row),
    training: (await findTrainingCheck(db, id)) ?? null,
    conduct: row.started_at ? await runConduct(hospital, db, row) : null,
  }
}

async function viewRow(hospital: Hospital, row: EvaluationRow): Promise<DeskEvaluation> {
  const { db } = hospital
  const { id: evaluationId, protocol, state } = row
  const { number, title, device } = protocol
  const set = await findTestSet(db, row.test_set_id)
  // Said before the steward decides, and while the hub waits for other hospitals.
  const awaitsRun = state === 'asked' || state === 'approved'
  const blockedBy = row.blocked_by ?? (awaitsRun ? await obstacleTo(hospital, row, set) : null)
  return {
    evaluationId,
    number,
    title,
    state,
    blockedBy,
    deviceName: device.name,
    deviceVersion: device.version,
    vendor: device.vendor,
    casesDone: row.results,
    casesTotal: set.cases,
    askedAt: row.asked_at,
    changedAt: row.changed_at,
  }
}

/** Runs of any device on cases of the same sealed set before this one: a test set wears out. */
async function earlierUses(db: HospitalDb, row: EvaluationRow): Promise<DeskEvaluationView['earlierUses']> {
  const earlier = await db
    .selectFrom('evaluations')
    .selectAll()
    .where('test_set_id', 'in', setsWithSameCases(db, row.test_set_id))
    .where('started_at', 'is not', null)
    .$if(row.started_at !== null, (query) => query.where('started_at', '<=', row.started_at))
    .where('id', '!=', row.id)
    .orderBy('started_at')
    .execute()
  return earlier.map(({ protocol: { number, device }, started_at }) => ({
    number,
    deviceName: device.name,
    vendor: device.vendor,
    at: started_at!,
  }))
}
