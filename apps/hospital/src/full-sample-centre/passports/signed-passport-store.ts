import {
  AssayError,
  type PassportVerification,
  qualityPassport,
  type SignedPassport,
  type SignedPassportView,
  type TrustFile,
} from '@assay/contracts'
import { verifyPassport } from '@assay/report'
import { readUnverified } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'

/** The newest that are listed. */
const mostListed = 500

/** Passports that were signed, the newest first; of one study, if it is named. */
export async function listSignedPassports(db: HospitalDb, study?: string): Promise<SignedPassport[]> {
  const all = signedWithNames(db)
  const own = study ? all.where('signed.study_id', '=', study) : all
  return (await own.execute()).map(viewOf)
}

/** A signed passport with what verifying it comes to. Throws `not-found`. */
export async function viewSignedPassport(
  hospital: Hospital,
  which: { id: string } | { sha256: string },
): Promise<SignedPassportView> {
  const all = signedWithNames(hospital.db).select('signed.file')
  const [column, value] =
    'id' in which ? (['signed.id', which.id] as const) : (['signed.sha256', which.sha256] as const)
  const row = await all.where(column, '=', value).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'passport' })
  const passport = qualityPassport.parse(readUnverified(row.file.envelope))
  return { ...viewOf(row), file: row.file, passport, verification: await verifyAtDesk(hospital, row.file) }
}

/** Verifies a file with the node's own key as the only one that is trusted. */
export function verifyAtDesk({ identity }: Hospital, file: unknown): Promise<PassportVerification> {
  const trust: TrustFile = { schema: 'assay.trust/1', keys: [identity] }
  return verifyPassport(file, { trust })
}

function signedWithNames(db: HospitalDb) {
  return db
    .selectFrom('signed_passports as signed')
    .leftJoin('studies', 'studies.id', 'signed.study_id')
    .select([
      ...(['signed.id', 'signed.category', 'signed.study_id', 'signed.verdict', 'signed.sha256'] as const),
      ...(['signed.issued_at', 'signed.signed_at', 'signed.steward', 'studies.patient'] as const),
    ])
    .orderBy('signed.signed_at', 'desc')
    .orderBy('signed.id', 'desc')
    .limit(mostListed)
}

type SignedRow = Awaited<ReturnType<ReturnType<typeof signedWithNames>['execute']>>[number]

function viewOf({ id, category, study_id, verdict, sha256, ...row }: SignedRow): SignedPassport {
  const { issued_at: issuedAt, signed_at: signedAt, patient, steward } = row
  return { id, category, studyId: study_id, verdict, sha256, issuedAt, signedAt, patient, steward }
}
