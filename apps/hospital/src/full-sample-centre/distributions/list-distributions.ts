import type { DeskDistribution, DistributionProposal } from '@assay/contracts'
import { compare, distributionDefinition } from '@assay/governance'
import { canonicalJson, sha256, sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import { lastRelease } from './distribution-store.ts'
import type { DistributionRequestRow } from './distribution-tables.ts'
import { distributionsOf } from './distributions-of.ts'

/** Every category that was asked for: what waits, what was sent, and how the hospital compares with the others. */
export async function listDistributions(hospital: Hospital): Promise<DeskDistribution[]> {
  const rows = await hospital.db.selectFrom('distribution_requests').selectAll().orderBy('category').execute()
  return Promise.all(
    rows.map(async (row) => ({
      requestId: row.request_id,
      category: row.category,
      state: row.state,
      reason: row.reason,
      askedAt: row.asked_at,
      changedAt: row.changed_at,
      proposal: viewProposal(row),
      sent: await viewSent(hospital, row.category),
      comparison: await viewComparison(hospital, row.category),
    })),
  )
}

function viewProposal({ proposal, prepared_at }: DistributionRequestRow): DistributionProposal | null {
  if (!proposal || !prepared_at) return null
  const { payload, cells } = proposal
  const bytes = canonicalJson(payload)
  return { payload, bytes, sha256: sha256(bytes), cells, preparedAt: prepared_at }
}

async function viewSent({ db }: Hospital, category: string): Promise<DeskDistribution['sent']> {
  const last = await lastRelease(db, category)
  return last ? { sequence: last.sequence, signedAt: last.signed_at, sha256: sha256OfJson(last.payload) } : null
}

async function viewComparison({ db, ruleSets }: Hospital, category: string): Promise<DeskDistribution['comparison']> {
  const reference = await db
    .selectFrom('distribution_references')
    .selectAll()
    .where('category', '=', category)
    .executeTakeFirst()
  const definition = distributionDefinition(category, ruleSets)
  if (reference?.payload.definition !== definition?.hash) return null
  const distributions = await distributionsOf(db, definition)
  const quantities = distributions.map((one) => {
    const compared = compare(one)
    const distance = compared ? { least: compared.least, most: compared.most } : null
    return { axis: one.axis, own: [...one.own], others: [...(one.others ?? [])], distance }
  })
  const { hospitals, epoch } = reference!.payload
  return { hospitals, epoch, at: reference!.received_at, quantities }
}
