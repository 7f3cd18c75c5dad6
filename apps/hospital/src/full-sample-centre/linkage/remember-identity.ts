import { createHmac } from 'node:crypto'
import type { LinkageSubject } from '@assay/contracts'
import { type Identifier, identityInput } from '@assay/governance'
import { openSecret, sealSecret } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'

/**
 * Keeps, sealed, what a patient or an image is known by at other hospitals, for rounds of linkage to come. A number that
 * can't be right is not kept.
 * @param reference the patient's pseudonym or the image's content hash, which the node goes on by
 * @returns whether it was kept
 */
export async function rememberIdentity(
  { institutionKey, random }: Pick<Hospital, 'institutionKey' | 'random'>,
  transaction: HospitalDb,
  { subject, reference, identifier }: { subject: LinkageSubject; reference: string; identifier: Identifier },
): Promise<boolean> {
  const input = identityInput(identifier)
  if (!input) return false
  const hash = createHmac('sha256', institutionKey.derive('linkage-input-hash')).update(input).digest('hex')
  const sealed = sealSecret(institutionKey.derive('linkage-input'), input, `${subject} ${reference}`, random)
  await transaction
    .insertInto('linkage_identities')
    .values({ subject, reference, input_hash: hash, sealed_input: sealed.toString('base64') })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return true
}

/** Everything of a kind that can be compared, in the order of the references. */
export async function recallIdentities(
  { institutionKey }: Pick<Hospital, 'institutionKey'>,
  db: HospitalDb,
  subject: LinkageSubject,
): Promise<{ reference: string; input: Buffer }[]> {
  const rows = await db
    .selectFrom('linkage_identities')
    .selectAll()
    .where('subject', '=', subject)
    .orderBy('reference')
    .orderBy('input_hash')
    .execute()
  const key = institutionKey.derive('linkage-input')
  return rows.map(({ reference, sealed_input }) => ({
    reference,
    input: openSecret(key, Buffer.from(sealed_input, 'base64'), `${subject} ${reference}`),
  }))
}
