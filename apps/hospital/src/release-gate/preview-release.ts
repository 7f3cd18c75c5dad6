import { AssayError, type ReleasePreview } from '@assay/contracts'
import { canonicalJson, sha256 } from '@assay/signing'
import { setsWithSamePatients } from '../evaluation-centre/evaluation-store.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { choosePolicy } from './choose-policy.ts'

/** What the release page shows: exactly the bytes that will leave, and what stays. Throws `not-found`. */
export async function previewRelease({ db }: Hospital, evaluationId: string): Promise<ReleasePreview> {
  const { payload, cells } = await findRelease(db, evaluationId)
  const bytes = canonicalJson(payload)
  return {
    payload,
    bytes,
    sha256: sha256(bytes),
    policy: choosePolicy(payload.provenance),
    cells,
    earlierReleases: await earlierReleases(db, evaluationId, payload.testSetId),
  }
}

/** The prepared release of an evaluation. Throws `not-found`. */
export async function findRelease(db: HospitalDb, evaluationId: string) {
  const row = await db.selectFrom('releases').selectAll().where('evaluation_id', '=', evaluationId).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'release' })
  return row
}

/** What was released before about the same patients. */
async function earlierReleases(
  db: HospitalDb,
  evaluationId: string,
  testSetId: string,
): Promise<ReleasePreview['earlierReleases']> {
  const rows = await db
    .selectFrom('releases')
    .innerJoin('evaluations', 'evaluations.id', 'releases.evaluation_id')
    .select(['evaluations.protocol', 'releases.cells', 'releases.signed_at'])
    .where('evaluations.test_set_id', 'in', setsWithSamePatients(db, testSetId))
    .where('releases.evaluation_id', '!=', evaluationId)
    .where('releases.signed_at', 'is not', null)
    .orderBy('releases.signed_at')
    .execute()
  return rows.map(({ protocol, cells, signed_at }) => ({
    number: protocol.number,
    deviceName: protocol.device.name,
    at: signed_at!,
    cells: cells.filter(({ leaves }) => leaves !== 'suppressed').length,
  }))
}
