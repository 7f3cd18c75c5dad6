import { type Account, AssayError, type ProtocolDraft } from '@assay/contracts'
import { inTransaction, jsonb, newId, sql } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { checkStatistics } from './check-statistics.ts'
import { findDevice } from './device-store.ts'
import { recordEvent } from './record-event.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/**
 * Begins an evaluation of a vendor's device as a draft, and gives its id. Throws `not-found` for a device that is not the
 * vendor's, `protocol-invalid` for statistics that can't be computed.
 */
export async function createEvaluation(
  hub: Hub,
  account: Account,
  { deviceId, draft }: { deviceId: string; draft: ProtocolDraft },
): Promise<string> {
  if (account.role !== 'vendor') throw new AssayError('not-allowed', { role: 'vendor' })
  checkStatistics(draft)
  return inTransaction(hub.db, async (transaction) => {
    const device = await findDevice(transaction, deviceId)
    assertVisible(await sightOf(transaction, account), device.vendorId, 'device')
    const at = hub.clock()
    const id = newId(hub.clock, hub.random)
    const instant = at.toISOString()
    await transaction
      .insertInto('evaluations')
      .values({
        id,
        number: await nextNumber(transaction, at),
        state: 'draft',
        device_id: deviceId,
        vendor_id: device.vendorId,
        asked_by: account.id,
        draft: jsonb(draft),
        decision_failures: 0,
        created_at: instant,
        changed_at: instant,
      })
      .execute()
    await recordEvent(hub, transaction, { evaluationId: id, event: 'created', at, by: account.organisation })
    return id
  })
}

/** EV-YYYY-NNNN, without gaps in a year: the row is held until the transaction ends, and given back if it fails. */
async function nextNumber(transaction: HubDb, at: Date): Promise<string> {
  const year = at.getUTCFullYear()
  const { last } = await transaction
    .insertInto('evaluation_numbers')
    .values({ year, last: 1 })
    .onConflict((conflict) => conflict.column('year').doUpdateSet({ last: sql`evaluation_numbers.last + 1` }))
    .returning('last')
    .executeTakeFirstOrThrow()
  return `EV-${year}-${String(last).padStart(4, '0')}`
}
