import { AssayError, type PublicIdentity, type TrustFile, trustFile } from '@assay/contracts'
import { type VerificationKey, verificationKey } from './keys.ts'

/**
 * The trust file of a JSON value. Throws `trust-file-invalid` if it fails the schema, if a public key is not an Ed25519
 * key, if a key id is not that of its public key, or if one key stands for two owners.
 */
export function readTrustFile(value: unknown): TrustFile {
  const parsed = trustFile.safeParse(value)
  if (!parsed.success) throw new AssayError('trust-file-invalid')
  const ids = new Set<string>()
  for (const { keyId, publicKey } of parsed.data.keys) {
    if (ids.has(keyId) || idOf(publicKey) !== keyId) throw new AssayError('trust-file-invalid')
    ids.add(keyId)
  }
  return parsed.data
}

/** The keys of a trust file with a role, or of one owner in that role, ready to verify with. */
export function trustedKeys(trust: TrustFile, role: PublicIdentity['role'], id?: string): VerificationKey[] {
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
