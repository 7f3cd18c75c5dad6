import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { findHub } from '../../hub-link/hub-store.ts'
import { lockRequest, moveRequest, proposalOf, settleCounted } from './distribution-store.ts'

/**
 * The steward lets nothing out, with a reason that the hub reads; what was released before stays as it is. It is asked again
 * when the data changed enough. Throws `not-found`, `state-conflict` where nothing waits.
 */
export async function declineDistribution(
  hospital: Hospital,
  account: Account,
  { category, reason }: { category: string; reason: string },
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    proposalOf(await lockRequest(transaction, category))
    await settleCounted(transaction, category, false)
    await decline(hospital, transaction, { category, reason, actor: account.id })
  })
}

/** The node itself lets nothing out: the hub asks for other cells than its rules declare, or than were released. */
export async function declineByRule(hospital: Hospital, category: string, reason: string): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const { state, reason: before } = await lockRequest(transaction, category)
    if (state === 'declined' && before === reason) return
    await decline(hospital, transaction, { category, reason, actor: hospital.identity.id })
  })
}

async function decline(
  hospital: Hospital,
  transaction: HospitalDb,
  { category, reason, actor }: { category: string; reason: string; actor: string },
): Promise<void> {
  const { request_id: requestId } = await lockRequest(transaction, category)
  const at = hospital.clock()
  await moveRequest(transaction, category, at, { state: 'declined', reason })
  const { id: to } = await findHub(transaction)
  await enqueue(transaction, hospital.outbound, { to, type: 'distribution-declined', body: { requestId, reason } })
  await append(transaction, { type: 'distribution-declined', at, subject: { requestId }, actor }, hospital.random)
}
