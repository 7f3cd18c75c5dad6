import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { AssayError, type Random } from '@assay/contracts'
import { decodeBase64 } from './base64.ts'
import { sha256 } from './sha256.ts'

/** The public half of an Ed25519 key (RFC 8032), by which signatures are checked. */
export interface VerificationKey {
  /** SHA-256 of the key's SubjectPublicKeyInfo in DER, as 64 hexadecimal digits. */
  readonly keyId: string
  /** The SubjectPublicKeyInfo in DER, as standard base64. */
  readonly publicKey: string
}

/** An Ed25519 key that can sign. `privateKey` is never serialised but by `openOrCreateKey`. */
export interface SigningKey extends VerificationKey {
  readonly privateKey: KeyObject
}

// PKCS #8 (RFC 8410, section 7) of an Ed25519 private key, up to its 32 octets.
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A new Ed25519 key from 32 octets of randomness. */
export function createKey(random: Random): SigningKey {
  const der = Buffer.concat([privateKeyPrefix, random(32)])
  return signingKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
}

/** The signing key of a private key object; throws `key-invalid` unless it is Ed25519. */
export function signingKey(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new AssayError('key-invalid')
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
  return { keyId: sha256(spki), publicKey: spki.toString('base64'), privateKey }
}

/** The verification key of a base64 SubjectPublicKeyInfo; throws `key-invalid` unless it is an Ed25519 key. */
export function verificationKey(publicKey: string): VerificationKey {
  const spki = publicKeyObject(publicKey).export({ format: 'der', type: 'spki' })
  return { keyId: sha256(spki), publicKey: spki.toString('base64') }
}

/** The key object of a base64 SubjectPublicKeyInfo; throws `key-invalid` unless it is an Ed25519 key. */
export function publicKeyObject(publicKey: string): KeyObject {
  const key = readPublicKey(publicKey)
  if (key?.asymmetricKeyType !== 'ed25519') throw new AssayError('key-invalid')
  return key
}

function readPublicKey(publicKey: string): KeyObject | undefined {
  const der = decodeBase64(publicKey)
  if (!der) return undefined
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

/**
 * A key id as two people read it to each other to confirm a key: its first 128 bits, as eight groups of four
 * hexadecimal digits.
 */
export function fingerprint(keyId: string): string {
  return (keyId.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
}
