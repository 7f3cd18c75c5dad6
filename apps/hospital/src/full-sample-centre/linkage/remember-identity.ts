import { createHmac } from 'node:crypto'
import type { LinkageSubject } from '@assay/contracts'
import { identityInput } from '@assay/governance'
import { openSecret, sealSecret, sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * Keeps, sealed, what a patient is known by at other hospitals, for rounds of linkage to come.
 * @param reference the patient's pseudonym, which the node goes on by
 * @param input as `identityInput` gives it
 */
export async function rememberIdentity(
  { institutionKey, random }: Pick<Hospital, 'institutionKey' | 'random'>,
  transaction: HospitalDb,
  reference: string,
  input: Uint8Array,
): Promise<void> {
  const hash = createHmac('sha256', institutionKey.derive('linkage-input-hash')).update(input).digest('hex')
  const sealed = sealSecret(institutionKey.derive('linkage-input'), input, `patients ${reference}`, random)
  await transaction
    .insertInto('linkage_identities')
    .values({ subject: 'patients', reference, input_hash: hash, sealed_input: sealed.toString('base64') })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Everything of a kind that can be compared, in the order of the references. */
export function recallIdentities(
  hospital: Pick<Hospital, 'institutionKey'>,
  db: HospitalDb,
  subject: LinkageSubject,
): Promise<{ reference: string; input: Uint8Array }[]> {
  return subject === 'patients' ? recallPatients(hospital, db) : recallSeries(db)
}

async function recallPatients({ institutionKey }: Pick<Hospital, 'institutionKey'>, db: HospitalDb) {
  const rows = await db
    .selectFrom('linkage_identities')
    .selectAll()
    .where('subject', '=', 'patients')
    .orderBy('reference')
    .orderBy('input_hash')
    .execute()
  const key = institutionKey.derive('linkage-input')
  return rows.map(({ reference, sealed_input }) => ({
    reference,
    input: openSecret(key, Buffer.from(sealed_input, 'base64'), `patients ${reference}`),
  }))
}

/** A series is known by all its pixels together: the same at every hospital, whatever its UIDs are there. */
async function recallSeries(db: HospitalDb) {
  const rows = await db
    .selectFrom('series')
    .innerJoin('instances', 'instances.series_id', 'series.id')
    .select(['series.uid', 'instances.pixel_sha256'])
    .where('instances.pixel_sha256', 'is not', null)
    .orderBy('series.uid')
    .execute()
  return [...Map.groupBy(rows, ({ uid }) => uid)].map(([reference, files]) => {
    const sha256 = sha256OfJson(files.map(({ pixel_sha256 }) => pixel_sha256!).sort())
    return { reference, input: identityInput({ scheme: 'content', sha256 })! }
  })
}
