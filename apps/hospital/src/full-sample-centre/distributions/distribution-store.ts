import { AssayError, cellsOfAxis, type DistributionAxis, type DistributionState } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { Counted } from '../../release-gate/gate-counts.ts'
import type {
  CountedFor,
  DistributionRequestRow,
  DistributionTables,
  PreparedDistribution,
} from './distribution-tables.ts'

/** A category's request, held until the transaction ends. Throws `not-found`. */
export async function lockRequest(transaction: HospitalDb, category: string): Promise<DistributionRequestRow> {
  const row = await transaction
    .selectFrom('distribution_requests')
    .selectAll()
    .where('category', '=', category)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'distribution' })
  return row
}

/** What waits to be signed. Throws `state-conflict` where nothing does. */
export function proposalOf({ proposal, state }: DistributionRequestRow): PreparedDistribution {
  if (!proposal) throw new AssayError('state-conflict', { what: 'distribution', state })
  return proposal
}

/** Puts a request into another state; nothing waits to be signed any more. */
export async function moveRequest(
  transaction: HospitalDb,
  category: string,
  at: Date,
  change: { state: DistributionState; reason: string | null },
): Promise<void> {
  await transaction
    .updateTable('distribution_requests')
    .set({ ...change, changed_at: at.toISOString(), proposal: null, prepared_at: null })
    .where('category', '=', category)
    .execute()
}

/** What was signed last for a category. */
export function lastRelease(
  db: HospitalDb,
  category: string,
): Promise<DistributionTables['distribution_releases'] | undefined> {
  return db
    .selectFrom('distribution_releases')
    .selectAll()
    .where('category', '=', category)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Patients as they were counted for something, by axis and cell. */
export async function readCounted(
  db: HospitalDb,
  { category, axes }: { category: string; axes: readonly DistributionAxis[] },
  countedFor: CountedFor,
): Promise<Counted[]> {
  const rows = await db
    .selectFrom('distribution_counted')
    .select(['quantity', 'cell', 'patient'])
    .where('category', '=', category)
    .where('counted_for', '=', countedFor)
    .execute()
  const tables = axes.map((axis) => Array.from({ length: cellsOfAxis(axis) }, () => new Set<string>()))
  for (const { quantity, cell, patient } of rows) tables[quantity]?.[cell]?.add(patient)
  return tables
}

// A statement takes at most 65,535 parameters.
const mostAtOnce = 10_000

/** Writes down who is counted for something, in place of what was written before. */
export async function writeCounted(
  transaction: HospitalDb,
  { category, countedFor }: { category: string; countedFor: CountedFor },
  tables: readonly Counted[],
): Promise<void> {
  await forgetCounted(transaction, category, countedFor)
  const rows = tables.flatMap((cells, quantity) =>
    cells.flatMap((patients, cell) =>
      [...patients].map((patient) => ({ category, counted_for: countedFor, quantity, cell, patient })),
    ),
  )
  for (let from = 0; from < rows.length; from += mostAtOnce)
    await transaction
      .insertInto('distribution_counted')
      .values(rows.slice(from, from + mostAtOnce))
      .execute()
}

/** A steward decided on what waited: it is what the next one is held against. */
export async function settleCounted(transaction: HospitalDb, category: string, isSigned: boolean): Promise<void> {
  await replaceCounted(transaction, category, { from: 'proposed-places', to: 'decided-places' })
  if (isSigned) await replaceCounted(transaction, category, { from: 'proposed', to: 'signed' })
  else await forgetCounted(transaction, category, 'proposed')
}

async function replaceCounted(
  transaction: HospitalDb,
  category: string,
  { from, to }: { from: CountedFor; to: CountedFor },
): Promise<void> {
  await forgetCounted(transaction, category, to)
  await transaction
    .updateTable('distribution_counted')
    .set({ counted_for: to })
    .where('category', '=', category)
    .where('counted_for', '=', from)
    .execute()
}

async function forgetCounted(transaction: HospitalDb, category: string, countedFor: CountedFor): Promise<void> {
  await transaction
    .deleteFrom('distribution_counted')
    .where('category', '=', category)
    .where('counted_for', '=', countedFor)
    .execute()
}
