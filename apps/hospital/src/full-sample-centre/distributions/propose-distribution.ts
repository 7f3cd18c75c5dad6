import { AssayError, type DistributionRelease } from '@assay/contracts'
import { type DistributionDefinition, distributionDefinition } from '@assay/governance'
import { sha256OfJson } from '@assay/signing'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { findHub } from '../../hub-link/hub-store.ts'
import { choosePolicy } from '../../release-gate/choose-policy.ts'
import { type Counted, countWithout, gateCounts } from '../../release-gate/gate-counts.ts'
import type { GatedCell } from '../../release-gate/gated-cell.ts'
import { type CountedPatients, countPatients } from './count-patients.ts'
import { declineByRule } from './decline-distribution.ts'
import { lastRelease, readCounted, writeCounted } from './distribution-store.ts'
import type { DistributionRequestRow, DistributionTables } from './distribution-tables.ts'

/** A renewal is asked for when the places of this share of the patients changed, and of as many as the policy's minimum. */
const shareChanged = 0.1

/**
 * Prepares what the hospital would let out of each category that it was asked for: at first, and again when it changed
 * enough since a steward last signed or declined. Nothing leaves by this.
 */
export function distributionWorker(hospital: Hospital, signal: AbortSignal): () => Promise<void> {
  const looked = new Map<string, string>()
  return async () => {
    for (const request of await openRequests(hospital.db)) {
      const { category, request_id } = request
      const isNew = looked.get(category) !== request_id
      if (signal.aborted || !(isNew || hospital.changedCategories.has(category))) continue
      if (await isBeingChecked(hospital.db, category)) continue
      hospital.changedCategories.delete(category)
      await propose(hospital, request)
      looked.set(category, request_id)
    }
  }
}

function openRequests(db: HospitalDb): Promise<DistributionRequestRow[]> {
  return db
    .selectFrom('distribution_requests')
    .selectAll()
    .where('state', '<>', 'refused')
    .orderBy('category')
    .execute()
}

async function isBeingChecked(db: HospitalDb, category: string): Promise<boolean> {
  const due = db
    .selectFrom('studies')
    .select('id')
    .where('category', '=', category)
    .where('check_after', 'is not', null)
  const ordered = db.selectFrom('rechecks').select('rules_key').where('category', '=', category)
  return [await due.limit(1).executeTakeFirst(), await ordered.limit(1).executeTakeFirst()].some(Boolean)
}

async function propose(hospital: Hospital, request: DistributionRequestRow): Promise<void> {
  const { category } = request
  const definition = distributionDefinition(category, hospital.ruleSets)
  const last = await lastRelease(hospital.db, category)
  if (definition?.hash !== request.definition || differs(last, definition)) {
    const { code } = new AssayError('distribution-definition-differs')
    await declineByRule(hospital, category, code)
    return
  }
  const counted = await countPatients(hospital.db, definition)
  const gated = gateCounts(counted.tables, policyFor(counted), await releasedBefore(hospital.db, last, counted))
  if (await changedEnough(hospital.db, request, counted))
    await prepare(hospital, { request, definition, last, counted, gated })
  else await withdraw(hospital.db, category)
}

type Last = DistributionTables['distribution_releases'] | undefined

/** Counts of patients between other edges than before would differ by the few that lie between the old and the new edge. */
function differs(last: Last, definition: DistributionDefinition): boolean {
  return last?.payload.provenance === 'patients' && last.payload.definition !== definition.hash
}

function policyFor({ provenance }: CountedPatients) {
  return choosePolicy(provenance, 'catalogue')
}

async function releasedBefore(db: HospitalDb, last: Last, { provenance, axes }: CountedPatients) {
  if (!last || last.payload.provenance !== provenance) return []
  const tables = await readCounted(db, { category: last.category, axes }, 'signed')
  return tables.map((counted, i) => ({ made: last.made[i]!, counted }))
}

/** Since a steward last decided; true where none did. */
async function changedEnough(
  db: HospitalDb,
  request: DistributionRequestRow,
  counted: CountedPatients,
): Promise<boolean> {
  if (request.state === 'asked') return true
  const axes = counted.axes
  const then = await readCounted(db, { category: request.category, axes }, 'decided-places')
  const least = Math.max(1, policyFor(counted).leastPatients)
  return counted.tables.some((cells, i) => {
    const came = sumOf(cells.map((patients, cell) => countWithout(patients, then[i]![cell]!)))
    const gone = sumOf(then[i]!.map((patients, cell) => countWithout(patients, cells[cell]!)))
    return Math.max(came, gone) >= Math.max(least, shareChanged * sumOf(then[i]!.map(({ size }) => size)))
  })
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, one) => sum + one, 0)
}

interface Prepared {
  readonly request: DistributionRequestRow
  readonly definition: DistributionDefinition
  readonly last: Last
  readonly counted: CountedPatients
  readonly gated: GatedCell[][]
}

async function prepare(hospital: Hospital, { request, definition, last, counted, gated }: Prepared): Promise<void> {
  const { category } = request
  const policy = policyFor(counted)
  const payload: DistributionRelease = {
    schema: 'assay.distribution-release/1',
    requestId: request.request_id,
    hospitalId: hospital.identity.id,
    recipient: (await findHub(hospital.db)).id,
    purpose: 'distribution-reference',
    category,
    sequence: (last?.sequence ?? 0) + 1,
    definition: definition.hash,
    provenance: counted.provenance,
    policy: { id: policy.id, version: policy.version, hash: sha256OfJson(policy) },
    quantities: definition.axes.map((axis, i) => ({ axis, cells: gated[i]!.map(({ leaves }) => leaves) })),
  }
  const cells = gated.map((own, i) =>
    own.map(({ leaves, reason }, cell) => ({ patients: counted.tables[i]![cell]!.size, leaves, reason })),
  )
  const made = gated.map((own) => own.map((one) => one.made))
  await inTransaction(hospital.db, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('distribution_requests')
      .set({ proposal: jsonb({ payload, cells, made }), prepared_at: hospital.clock().toISOString() })
      .where('request_id', '=', request.request_id)
      .where('changed_at', '=', request.changed_at)
      .executeTakeFirst()
    // A steward decided meanwhile: it is looked at again.
    if (numUpdatedRows === 0n) {
      hospital.changedCategories.add(category)
      return
    }
    await writeCounted(transaction, { category, countedFor: 'proposed' }, gated.map(peopleOf))
    await writeCounted(transaction, { category, countedFor: 'proposed-places' }, counted.tables)
  })
}

function peopleOf(cells: readonly GatedCell[]): Counted {
  return cells.map(({ patients }) => patients)
}

async function withdraw(db: HospitalDb, category: string): Promise<void> {
  const nothing = { proposal: null, prepared_at: null }
  await db.updateTable('distribution_requests').set(nothing).where('category', '=', category).execute()
}
