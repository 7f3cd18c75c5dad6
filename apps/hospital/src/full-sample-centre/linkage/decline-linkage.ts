import type { Account } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { findHub } from '../../hub-link/hub-store.ts'
import { forgetWay, forgotten, lockRound } from './linkage-store.ts'

/** The steward declines a round, or leaves it before tokens were sent; it ends for all. Throws `not-found`, `state-conflict`. */
export function declineLinkage(
  hospital: Hospital,
  account: Account,
  { roundId, reason }: { roundId: string; reason: string },
): Promise<void> {
  return leaveRound(hospital, { roundId, reason, actor: account.id })
}

/** Leaves a round: its key, questions and tokens go, and the hub is told why. */
export async function leaveRound(
  hospital: Hospital,
  { roundId, reason, actor }: { roundId: string; reason: string; actor: string },
): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    await lockRound(transaction, roundId, ['asked', 'joined', 'linking'])
    const at = hospital.clock()
    const declined = { state: 'declined' as const, reason, changed_at: at.toISOString(), ...forgotten }
    await transaction.updateTable('linkage_rounds').set(declined).where('id', '=', roundId).execute()
    await forgetWay(transaction, roundId)
    const { id: to } = await findHub(transaction)
    await enqueue(transaction, hospital.outbound, { to, type: 'linkage-declined', body: { roundId, reason } })
    await append(transaction, { type: 'linkage-declined', at, subject: { roundId }, actor }, hospital.random)
  })
}
