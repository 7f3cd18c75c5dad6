import { AssayError } from '@assay/contracts'
import { z } from 'zod'
import { type VerificationKey, verificationKey } from './keys.ts'

const trustedKeySchema = z.strictObject({
  keyId: z.string().regex(/^[0-9a-f]{64}$/),
  role: z.enum(['hub', 'hospital']),
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  publicKey: z.string().min(1).max(200),
})

/**
 * The keys that a reader of reports has confirmed out of band: whose they are (`role`, `id` and `name` of the hub or
 * the hospital) and the Ed25519 public key (SubjectPublicKeyInfo in DER, base64). One owner may have several keys.
 */
export const trustFileSchema = z.strictObject({
  schema: z.literal('assay.trust/1'),
  keys: z.array(trustedKeySchema).max(10_000),
})

/** A trust file. */
export type TrustFile = z.infer<typeof trustFileSchema>

/** One key of a trust file. */
export type TrustedKey = TrustFile['keys'][number]

/**
 * The trust file of a JSON value. Throws `trust-file-invalid` if it fails the schema, if a public key is not an Ed25519
 * key, if a key id is not that of its public key, or if one key stands for two owners.
 */
export function readTrustFile(value: unknown): TrustFile {
  const parsed = trustFileSchema.safeParse(value)
  if (!parsed.success) throw new AssayError('trust-file-invalid')
  const ids = new Set<string>()
  for (const key of parsed.data.keys) {
    if (ids.has(key.keyId) || idOf(key.publicKey) !== key.keyId) throw new AssayError('trust-file-invalid')
    ids.add(key.keyId)
  }
  return parsed.data
}

/** The keys of a trust file with a role, or of one owner in that role, ready to verify with. */
export function trustedKeys(trust: TrustFile, role: TrustedKey['role'], id?: string): VerificationKey[] {
  return trust.keys
    .filter((key) => key.role === role && (id === undefined || key.id === id))
    .map((key) => verificationKey(key.publicKey))
}

function idOf(publicKey: string): string | undefined {
  try {
    return verificationKey(publicKey).keyId
  } catch {
    return undefined
  }
}
