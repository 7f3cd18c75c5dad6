import { AssayError, type HubDistribution } from '@assay/contracts'
import { leastChanged } from '@assay/governance'
import type { HubDb } from '../../hub-tables.ts'
import type { DistributionMemberRow, DistributionRequestRow } from './distribution-tables.ts'

/** A request, held until the transaction ends. Throws `not-found`. */
export async function lockRequest(transaction: HubDb, id: string): Promise<DistributionRequestRow> {
  const row = await transaction
    .selectFrom('distribution_requests')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'distribution' })
  return row
}

/** Hospitals that were asked, in the order of their ids. */
export function membersOf(db: HubDb, requestId: string): Promise<DistributionMemberRow[]> {
  return db
    .selectFrom('distribution_members')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('hospital_id')
    .execute()
}

/** One hospital's part in a request. Throws `not-allowed` for a stranger. */
export async function memberOf(db: HubDb, requestId: string, hospitalId: string): Promise<DistributionMemberRow> {
  const found = (await membersOf(db, requestId)).find(({ hospital_id }) => hospital_id === hospitalId)
  if (!found) throw new AssayError('not-allowed', { role: 'member' })
  return found
}

/** Writes down how far one hospital has come with a request. */
export async function changeMember(
  transaction: HubDb,
  { request_id, hospital_id }: Pick<DistributionMemberRow, 'request_id' | 'hospital_id'>,
  change: Partial<Pick<DistributionMemberRow, 'state' | 'reason' | 'told_sequence'>>,
): Promise<void> {
  await transaction
    .updateTable('distribution_members')
    .set(change)
    .where('request_id', '=', request_id)
    .where('hospital_id', '=', hospital_id)
    .execute()
}

/** Whether a hospital let something out that no reference was made from yet. */
export function hasChanged({ sequence, told_sequence }: DistributionMemberRow): boolean {
  return sequence > told_sequence
}

/** Every category that is asked for, with what each hospital let out. */
export async function listDistributions(db: HubDb): Promise<HubDistribution[]> {
  const requests = await db
    .selectFrom('distribution_requests')
    .selectAll()
    .where('is_current', '=', true)
    .orderBy('category')
    .execute()
  const names = new Map(
    (await db.selectFrom('hospitals').select(['id', 'name']).execute()).map((one) => [one.id, one.name]),
  )
  return Promise.all(
    requests.map(async ({ id, category, asked_at, epoch, axes }) => {
      const members = await membersOf(db, id)
      return {
        requestId: id,
        category,
        askedAt: asked_at,
        epoch,
        axes,
        needed: leastChanged,
        changed: members.filter(hasChanged).length,
        hospitals: members.map((one) => viewMember(one, names.get(one.hospital_id)!)),
      }
    }),
  )
}

function viewMember(
  { hospital_id, state, reason, received_at, release }: DistributionMemberRow,
  name: string,
): HubDistribution['hospitals'][number] {
  const quantities = release?.quantities.map(({ cells }) => cells) ?? null
  return { hospitalId: hospital_id, name, state, reason, receivedAt: received_at, quantities }
}
