import { type Account, AssayError, type LinkageSubject } from '@assay/contracts'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction, newId } from '@assay/store'
import type { Hub } from '../../hub.ts'
import { listHospitalRows } from '../hospital-store.ts'
import { identitiesOf } from './linkage-store.ts'

/**
 * Asks hospitals to find the patients or images that they share. Each steward decides; the round begins when all have
 * joined. Gives the round's id. Throws `not-found` for a hospital that there isn't, `linkage-too-few` for fewer than two.
 */
export async function askLinkage(
  hub: Hub,
  operator: Account,
  { subject, hospitals }: { subject: LinkageSubject; hospitals: readonly string[] },
): Promise<string> {
  const at = hub.clock()
  const id = newId(hub.clock, hub.random)
  const members = [...new Set(hospitals)]
  if (members.length < 2) throw new AssayError('linkage-too-few')
  await inTransaction(hub.db, async (transaction) => {
    const known = new Set((await listHospitalRows(transaction)).map((row) => row.id))
    if (!members.every((member) => known.has(member))) throw new AssayError('not-found', { what: 'hospital' })
    const times = { asked_at: at.toISOString(), changed_at: at.toISOString() }
    const round = { id, subject, state: 'asked' as const, reason: null, asked_by: operator.id, ...times }
    await transaction.insertInto('linkage_rounds').values(round).execute()
    const rows = members.map((hospital) => ({
      round_id: id,
      hospital_id: hospital,
      state: 'asked' as const,
      key: null,
    }))
    await transaction.insertInto('linkage_members').values(rows).execute()
    const body = { roundId: id, subject, members: await identitiesOf(transaction, id) }
    for (const to of members) await enqueue(transaction, hub.outbound, { to, type: 'linkage-asked', body })
    const acted = { roundId: id, subject, members: members.length }
    await append(transaction, { type: 'linkage-asked', at, subject: acted, actor: operator.id }, hub.random)
  })
  return id
}
