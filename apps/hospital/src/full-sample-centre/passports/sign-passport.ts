import { type Account, payloadTypes, type QualityPassport, type SignedPassportView } from '@assay/contracts'
import { append } from '@assay/ledger'
import { sha256OfJson, sign } from '@assay/signing'
import { inTransaction, jsonb, newId } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { examineCategory } from '../index/examine-category.ts'
import { readPassport } from '../index/read-passport.ts'
import { viewSignedPassport } from './signed-passport-store.ts'

/** Signs a study's passport for the hospital. Throws `not-found`, also for a study that was not checked yet; `study-altered`. */
export async function signStudyPassport(
  hospital: Hospital,
  account: Account,
  studyId: string,
): Promise<SignedPassportView> {
  return signPassport(hospital, account, await readPassport(hospital.db, studyId), studyId)
}

/** Signs the passport of all that the hospital has of a category, as of now. Throws `not-found` for a category that there isn't. */
export async function signCategoryPassport(
  hospital: Hospital,
  account: Account,
  category: string,
): Promise<SignedPassportView> {
  return signPassport(hospital, account, await examineCategory(hospital, category), null)
}

/** Keeps the signed file and enters the act in the ledger, once for the same passport. */
async function signPassport(
  hospital: Hospital,
  account: Account,
  passport: QualityPassport,
  studyId: string | null,
): Promise<SignedPassportView> {
  const { clock, random, identity, key } = hospital
  const sha256 = sha256OfJson(passport)
  const at = clock()
  const file = { schema: 'assay.signed-passport/1' as const, signer: identity, envelope: envelopeOf(passport, key) }
  const { category, verdict, issuedAt } = passport
  const id = await inTransaction(hospital.db, async (transaction) => {
    const signed = await transaction
      .insertInto('signed_passports')
      .values({
        id: newId(clock, random),
        category,
        study_id: studyId,
        verdict,
        sha256,
        file: jsonb(file),
        issued_at: issuedAt,
        signed_at: at.toISOString(),
        signed_by: account.id,
        steward: account.displayName,
      })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!signed) return undefined
    const subject = { category, sha256, ...(studyId ? { studyId } : {}) }
    await append(transaction, { type: 'passport-signed', at, subject, actor: account.id }, random)
    return signed.id
  })
  return viewSignedPassport(hospital, id ? { id } : { sha256 })
}

function envelopeOf(passport: QualityPassport, key: Hospital['key']) {
  return sign(passport, payloadTypes.passport, key)
}
