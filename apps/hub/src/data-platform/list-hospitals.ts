import type { HospitalView, TestSetAnnouncement, TrustFile } from '@assay/contracts'
import { readLastHeard } from '@assay/link'
import type { Hub } from '../hub.ts'
import { announcementOf, findTestSets, identityOf, listHospitalRows } from './hospital-store.ts'

/** The hospitals with their sealed sets, and when each was last heard of. */
export async function listHospitals({ db }: Hub): Promise<(HospitalView & { testSets: TestSetAnnouncement[] })[]> {
  const hospitals = await listHospitalRows(db)
  if (hospitals.length === 0) return []
  const heard = await readLastHeard(db)
  const sets = await findTestSets(
    db,
    hospitals.map((row) => row.id),
  )
  return hospitals.map(({ id, name, key_id, desk_url, demonstration }) => ({
    id,
    name,
    keyId: key_id,
    deskUrl: desk_url,
    demonstration,
    lastHeardAt: heard.get(id) ?? null,
    testSets: sets.filter((row) => row.hospital_id === id).map(announcementOf),
  }))
}

/** The keys of the hub and its hospitals. Whoever verifies confirms them by another way than this. */
export async function readTrust({ db, identity }: Hub): Promise<TrustFile> {
  const hospitals = await listHospitalRows(db)
  return { schema: 'assay.trust/1', keys: [identity, ...hospitals.map(identityOf)] }
}
