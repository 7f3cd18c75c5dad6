import { findCategory } from '@assay/categories'
import { type Account, AssayError } from '@assay/contracts'
import { type DistributionDefinition, distributionDefinition, readRuleSets } from '@assay/governance'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction, jsonb, newId } from '@assay/store'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { listHospitalRows } from '../hospital-store.ts'
import { membersOf } from './distribution-store.ts'

/**
 * Asks hospitals for the distributions of a category, in the cells that the rules declare; those that were asked before are
 * not asked again, unless the rules declare other cells by now. Each steward decides. Gives the request's id. Throws
 * `not-found` for a hospital or a category that there isn't, `distribution-asked-already` where nobody is left to ask.
 */
export async function askDistributions(
  hub: Hub,
  operator: Account,
  { category, hospitals }: { category: string; hospitals: readonly string[] },
): Promise<string> {
  const definition = findCategory(category) && distributionDefinition(category, readRuleSets())
  if (!definition) throw new AssayError('not-found', { what: 'category' })
  return inTransaction(hub.db, async (transaction) => {
    const known = new Set((await listHospitalRows(transaction)).map(({ id }) => id))
    if (!hospitals.every((hospital) => known.has(hospital))) throw new AssayError('not-found', { what: 'hospital' })
    const requestId = await openRequest(hub, transaction, operator, definition)
    const asked = new Set((await membersOf(transaction, requestId)).map(({ hospital_id }) => hospital_id))
    const missing = [...new Set(hospitals)].filter((hospital) => !asked.has(hospital))
    if (missing.length === 0) throw new AssayError('distribution-asked-already')
    for (const hospital of missing) await ask(hub, transaction, { requestId, definition, hospital })
    const subject = { requestId, category, definition: definition.hash, hospitals: missing.length }
    const at = hub.clock()
    await append(transaction, { type: 'distributions-asked', at, subject, actor: operator.id }, hub.random)
    return requestId
  })
}

/** The request of a category under these cells; a new one where there is none, or where it was about others. */
async function openRequest(
  hub: Hub,
  transaction: HubDb,
  operator: Account,
  { category, hash, axes }: DistributionDefinition,
): Promise<string> {
  const current = await transaction
    .selectFrom('distribution_requests')
    .selectAll()
    .where('category', '=', category)
    .where('is_current', '=', true)
    .forUpdate()
    .executeTakeFirst()
  if (current?.definition === hash) return current.id
  if (current)
    await transaction
      .updateTable('distribution_requests')
      .set({ is_current: false })
      .where('id', '=', current.id)
      .execute()
  const id = newId(hub.clock, hub.random)
  await transaction
    .insertInto('distribution_requests')
    .values({
      id,
      category,
      definition: hash,
      axes: jsonb([...axes]),
      epoch: 0,
      is_current: true,
      asked_by: operator.id,
      asked_at: hub.clock().toISOString(),
    })
    .execute()
  return id
}

async function ask(
  hub: Hub,
  transaction: HubDb,
  { requestId, definition, hospital }: { requestId: string; definition: DistributionDefinition; hospital: string },
): Promise<void> {
  const nothing = { reason: null, sequence: 0, release: null, envelope: null, received_at: null, told_sequence: 0 }
  await transaction
    .insertInto('distribution_members')
    .values({ request_id: requestId, hospital_id: hospital, state: 'asked', ...nothing })
    .execute()
  const body = { requestId, category: definition.category, definition: definition.hash }
  await enqueue(transaction, hub.outbound, { to: hospital, type: 'distribution-asked', body })
}
