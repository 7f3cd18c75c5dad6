import type { DeskEvaluation, DeskEvaluationView } from '@assay/contracts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'
import { countResults, findEvaluation, findTestSet } from './evaluation-store.ts'
import { runConduct } from './run-conduct.ts'

/** Every evaluation that was asked for here, the newest first. */
export async function listEvaluations({ db }: Hospital): Promise<DeskEvaluation[]> {
  const rows = await db.selectFrom('evaluations').selectAll().orderBy('id', 'desc').execute()
  return Promise.all(rows.map((row) => viewRow(db, row)))
}

/** An evaluation with all that a steward needs to decide on it. Throws `not-found`. */
export async function viewEvaluation(hospital: Hospital, id: string): Promise<DeskEvaluationView> {
  const { db } = hospital
  const row = await findEvaluation(db, id)
  return {
    ...(await viewRow(db, row)),
    protocol: row.protocol,
    protocolHash: row.protocol_hash,
    earlierUses: await earlierUses(db, row),
    conduct: row.started_at ? await runConduct(hospital, db, row) : null,
  }
}

async function viewRow(db: HospitalDb, row: EvaluationRow): Promise<DeskEvaluation> {
  const { id: evaluationId, protocol, state } = row
  const { number, title, device } = protocol
  const { cases: casesTotal } = await findTestSet(db, row.test_set_id)
  return {
    ...{ evaluationId, number, title, state, blockedBy: row.blocked_by },
    ...{ deviceName: device.name, deviceVersion: device.version, vendor: device.vendor },
    ...{ casesDone: await countResults(db, evaluationId), casesTotal },
    ...{ askedAt: row.asked_at, changedAt: row.changed_at },
  }
}

/** Runs of any device on the same sealed set before: a test set wears out. */
async function earlierUses(db: HospitalDb, row: EvaluationRow): Promise<DeskEvaluationView['earlierUses']> {
  const earlier = await db
    .selectFrom('evaluations')
    .selectAll()
    .where('test_set_id', '=', row.test_set_id)
    .where('started_at', 'is not', null)
    .where('id', '!=', row.id)
    .orderBy('started_at')
    .execute()
  return earlier.map(({ protocol: { number, device }, started_at }) => ({
    ...{ number, deviceName: device.name, vendor: device.vendor, at: started_at! },
  }))
}
