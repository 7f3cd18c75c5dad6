import type { Device, ProtocolDraft } from '@assay/contracts'
import type { TestSetRow } from '../data-platform/data-platform-tables.ts'
import { findHospitals, findLatestTestSets } from '../data-platform/hospital-store.ts'
import type { HubDb } from '../hub-tables.ts'
import { protocolFault } from './protocol-fault.ts'

/** Where an evaluation would run: a hospital and its newest sealed set of the task. */
export interface Place {
  readonly hospitalId: string
  readonly name: string
  readonly set: TestSetRow
}

/**
 * The places where a draft can be carried out, in the order of their ids. Throws `protocol-invalid` where it can't be: another
 * task than the device's, a hospital unknown, named twice or without a sealed set, more approvals asked than hospitals,
 * more patients than the sets hold.
 */
export async function checkFeasibility(db: HubDb, draft: ProtocolDraft, device: Device): Promise<Place[]> {
  assertTask(draft, device)
  const { hospitals: ids, leastHospitals, sampleSize } = draft
  if (new Set(ids).size !== ids.length) throw protocolFault('hospitals', 'name-used-twice')
  if (leastHospitals > ids.length) throw protocolFault('leastHospitals', 'more-than-hospitals')
  const places = await findPlaces(db, draft)
  const patients = places.reduce((sum, place) => sum + place.set.patients, 0)
  if (patients < sampleSize.leastPatients) throw protocolFault('sampleSize.leastPatients', 'too-few-patients')
  return places
}

function assertTask({ category, task, wayOfRunning }: ProtocolDraft, { manifest }: Device): void {
  if (category !== manifest.category) throw protocolFault('category', 'not-the-devices')
  if (task !== manifest.task) throw protocolFault('task', 'not-the-devices')
  const isAppliance = 'appliance' in manifest.program
  if (isAppliance ? wayOfRunning !== 'appliance' && wayOfRunning !== 'results-file' : wayOfRunning === 'appliance')
    throw protocolFault('wayOfRunning', 'not-the-devices-way')
}

async function findPlaces(db: HubDb, draft: ProtocolDraft): Promise<Place[]> {
  const hospitals = new Map((await findHospitals(db, draft.hospitals)).map((row) => [row.id, row.name]))
  const sets = await findLatestTestSets(db, draft.hospitals, draft)
  return [...draft.hospitals].sort().map((hospitalId) => {
    const name = hospitals.get(hospitalId)
    if (name === undefined) throw protocolFault('hospitals', 'hospital-unknown')
    const set = sets.get(hospitalId)
    if (!set) throw protocolFault('hospitals', 'no-sealed-set')
    return { hospitalId, name, set }
  })
}
