import type { Account, EvaluationSummary, EvaluationView } from '@assay/contracts'
import { findHospitals } from '../data-platform/hospital-store.ts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { findDevice, organisationOf } from './device-store.ts'
import { personsActs } from './evaluation-state.ts'
import { findEvaluation, listEvaluationRows, listParticipations, listStory } from './evaluation-store.ts'
import type { EvaluationRow, ParticipationRow } from './evaluation-tables.ts'
import { mayReadReport } from './may-read-report.ts'
import { assertVisible, sightOf } from './visible-to.ts'

/** The evaluations that an account sees, last changed first. */
export async function listEvaluations({ db }: Hub, account: Account): Promise<EvaluationSummary[]> {
  const sight = await sightOf(db, account)
  if (!sight.all && sight.vendorId === undefined) return []
  const rows = await listEvaluationRows(db, sight.all ? undefined : sight.vendorId)
  return rows.map(({ id, number, state, verdict, changed_at, draft, manifest, organisation }) => ({
    id,
    number,
    title: draft.title,
    state,
    deviceName: manifest.name,
    deviceVersion: manifest.version,
    vendor: organisation,
    verdict,
    changedAt: changed_at,
  }))
}

/** An evaluation as an account sees it, with the acts open to it now. Throws `not-found`. */
export async function viewEvaluation({ db }: Hub, account: Account, id: string): Promise<EvaluationView> {
  const row = await findEvaluation(db, id)
  assertVisible(await sightOf(db, account), row.vendor_id, 'evaluation')
  const device = await findDevice(db, row.device_id)
  const vendor = await organisationOf(db, row.vendor_id)
  const { draft, number, state, protocol, verdict } = row
  return {
    id,
    number,
    title: draft.title,
    state,
    vendor,
    verdict,
    changedAt: row.changed_at,
    deviceName: device.manifest.name,
    deviceVersion: device.manifest.version,
    device,
    draft,
    protocol,
    protocolHash: row.protocol_hash,
    returnReason: row.return_reason,
    participations: await viewParticipations(db, await listParticipations(db, id)),
    story: await listStory(db, id),
    acts: openActs(account, row, vendor),
  }
}

async function viewParticipations(db: HubDb, rows: readonly ParticipationRow[]) {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.hospital_id)
  const names = new Map((await findHospitals(db, ids)).map((hospital) => [hospital.id, hospital.name]))
  return rows.map(({ hospital_id, state, progress, reason, training, changed_at }) => ({
    hospitalId: hospital_id,
    name: names.get(hospital_id) ?? hospital_id,
    state,
    progress,
    reason,
    training,
    changedAt: changed_at,
  }))
}

function openActs(account: Account, row: EvaluationRow, vendor: string): EvaluationView['acts'] {
  const acts = Object.keys(personsActs) as EvaluationView['acts']
  return acts.filter((act) => {
    const { role, from } = personsActs[act]
    if (!from.includes(row.state) || !role.some((one) => one === account.role)) return false
    if (act === 'lock') return account.id !== row.asked_by && account.organisation !== vendor
    return act !== 'read-report' || mayReadReport(account, row)
  })
}
