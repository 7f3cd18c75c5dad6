import { enqueue } from '@assay/link'
import type { TestSetRow } from '../evaluation-centre/evaluation-centre-tables.ts'
import { announcementOf } from '../evaluation-centre/evaluation-store.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'

/** Tells the hub of a sealed set; before this hospital has joined one, joining tells it of all. */
export async function announceTestSet(hospital: Hospital, transaction: HospitalDb, row: TestSetRow): Promise<void> {
  const hub = await transaction.selectFrom('hub').select('id').executeTakeFirst()
  if (!hub) return
  const body = announcementOf(row)
  await enqueue(transaction, hospital.outbound, { to: hub.id, type: 'test-set-announced', body })
}
