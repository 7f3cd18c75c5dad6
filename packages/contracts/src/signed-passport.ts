import { z } from 'zod'
import { dsseEnvelope } from './envelope.ts'
import { publicIdentity } from './identity.ts'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { type QualityPassport, qualityPassport, qualityVerdict } from './quality.ts'

/** The file that is handed on: a passport in an envelope, and whose key is said to have signed it. */
export const signedPassportFile = z.strictObject({
  schema: z.literal('assay.signed-passport/1'),
  /** As the signer gives it. Only a trust file of the reader's own shows that the key is theirs. */
  signer: publicIdentity,
  envelope: dsseEnvelope,
})
export type SignedPassportFile = z.infer<typeof signedPassportFile>

/** What the files of a signed passport are called, without their endings. */
export function passportFileName(sha256: string): string {
  return `passport-${sha256.slice(0, 12)}`
}

/** A study's passport, or that of all that a hospital has of a category. */
export function isOfCategory({ study, category }: Pick<QualityPassport, 'study' | 'category'>): boolean {
  return study === category
}

/** What a passport that was signed says, in a line. */
export const signedPassport = z.object({
  id: uuid,
  category: slug,
  /** In the index; null for the passport of a category. */
  studyId: uuid.nullable(),
  verdict: qualityVerdict,
  issuedAt: instant,
  signedAt: instant,
  /** Pseudonym of the study's patient, as long as the study is in the index. */
  patient: z.string().nullable(),
  /** Who signed for the hospital. */
  steward: line,
  /** Over the canonical bytes that were signed. */
  sha256: sha256Hex,
})
export type SignedPassport = z.infer<typeof signedPassport>

/** What is looked at, in its order. */
const passportCheckIds = ['form', 'signer', 'signature', 'verdicts', 'files'] as const

/** Why a check fails. */
const passportFaults = [
  ...(['no-signed-passport', 'key-id-of-another', 'no-hospital', 'key-not-trusted', 'signature-does-not-fit'] as const),
  ...(['verdict-not-of-outcomes', 'tier-not-of-outcomes', 'file-is-another'] as const),
] as const
export type PassportFault = (typeof passportFaults)[number]

/** What a check of a signed passport came to, and what is wrong where it failed: of which tier, in which file. */
const passportCheck = z.object({
  id: z.enum(passportCheckIds),
  status: z.enum(['passed', 'failed', 'unverified']),
  fault: z.enum(passportFaults).nullable(),
  where: z.string().max(500),
})
export type PassportCheck = z.infer<typeof passportCheck>

/** Whether a signed passport holds. `unverified`: it was not changed since, but nothing shows whose key it is. */
export const passportVerification = z.object({
  outcome: z.enum(['passed', 'failed', 'unverified']),
  checks: z.array(passportCheck),
  /** Null where nothing could be read. */
  signed: z
    .object({
      /** Who signed, as the file has it. */
      signer: publicIdentity.pick({ name: true, id: true, keyId: true }),
      sha256: sha256Hex,
      ...qualityPassport.pick({ study: true, category: true, manifestHash: true, issuedAt: true, verdict: true }).shape,
    })
    .nullable(),
})
export type PassportVerification = z.infer<typeof passportVerification>

/** A signed passport at the desk: the file, what it says, and what verifying it came to. */
export const signedPassportView = signedPassport.extend({
  file: signedPassportFile,
  passport: qualityPassport,
  verification: passportVerification,
})
export type SignedPassportView = z.infer<typeof signedPassportView>
