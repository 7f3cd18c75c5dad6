import { sign as signDetached, verify as verifyDetached } from 'node:crypto'
import { AssayError, type DsseEnvelope, dsseEnvelope } from '@assay/contracts'
import { decodeBase64 } from './base64.ts'
import { canonicalBytes, canonicalJson } from './canonical-json.ts'
import { publicKeyObject, type SigningKey, type VerificationKey } from './keys.ts'

/** What a verified envelope says, and the ids of the trusted keys that signed it (sorted, each once). */
export interface Verified<Payload> {
  readonly payload: Payload
  readonly signedBy: readonly string[]
}

/** DSSE's pre-authentication encoding: the bytes that are signed. */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = Buffer.from(payloadType, 'utf8')
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload])
}

/** Signs a JSON value, in canonical form, under a payload type such as `application/vnd.assay.release+json`. */
export function sign(
  value: unknown,
  payloadType: string,
  ...keys: readonly [SigningKey, ...SigningKey[]]
): DsseEnvelope {
  return signBytes(canonicalBytes(value), payloadType, ...keys)
}

/** Signs bytes under a payload type. */
export function signBytes(
  payload: Uint8Array,
  payloadType: string,
  ...keys: readonly [SigningKey, ...SigningKey[]]
): DsseEnvelope {
  const signed = preAuthenticationEncoding(payloadType, payload)
  const signatures = keys.map((key) => ({
    keyid: key.keyId,
    sig: signDetached(null, signed, key.privateKey).toString('base64'),
  }))
  return { payload: Buffer.from(payload).toString('base64'), payloadType, signatures }
}

/** The envelope with one signature more, over the same payload. */
export function addSignature(envelope: DsseEnvelope, key: SigningKey): DsseEnvelope {
  const added = signBytes(payloadOf(envelope), envelope.payloadType, key)
  return { ...envelope, signatures: [...envelope.signatures, ...added.signatures] }
}

/**
 * Checks a DSSE envelope (version 1, github.com/secure-systems-lab/dsse) and gives its JSON value. `keyid` only narrows
 * which of the trusted keys are tried; it is never a reason to trust.
 *
 * Throws `envelope-invalid` if the envelope is malformed, its payload type is not the expected one, or its payload is not
 * canonical JSON (duplicate names, another order of members …), so that one value has one hash; `signature-invalid` if
 * fewer than `threshold` (by default one) of the trusted keys signed it.
 */
export function verify(
  envelope: unknown,
  trusted: readonly VerificationKey[],
  expectedType: string,
  threshold = 1,
): Verified<unknown> {
  const { payload, signedBy } = verifyBytes(envelope, trusted, expectedType, threshold)
  return { payload: parseCanonical(payload), signedBy }
}

function verifyBytes(
  envelope: unknown,
  trusted: readonly VerificationKey[],
  expectedType: string,
  threshold = 1,
): Verified<Uint8Array> {
  const { payload, payloadType, signatures } = parseEnvelope(envelope)
  if (payloadType !== expectedType) throw new AssayError('envelope-invalid', { expectedType })
  const bytes = payloadOf({ payload })
  const signed = preAuthenticationEncoding(payloadType, bytes)
  const signedBy = trusted.filter((key) => signatures.some((signature) => isSignedBy(key, signature, signed)))
  const ids = [...new Set(signedBy.map((key) => key.keyId))].sort()
  if (ids.length < threshold || ids.length === 0) throw new AssayError('signature-invalid')
  return { payload: bytes, signedBy: ids }
}

/**
 * The JSON value of an envelope, without any check of its signatures: only to find out whose keys to check it with.
 * Throws `envelope-invalid`.
 */
export function readUnverified(envelope: unknown): unknown {
  return parseCanonical(payloadOf(parseEnvelope(envelope)))
}

function parseEnvelope(envelope: unknown): DsseEnvelope {
  const parsed = dsseEnvelope.safeParse(envelope)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  return parsed.data
}

function payloadOf({ payload }: Pick<DsseEnvelope, 'payload'>): Uint8Array {
  const bytes = decodeBase64(payload)
  if (!bytes) throw new AssayError('envelope-invalid')
  return bytes
}

function isSignedBy(key: VerificationKey, signature: DsseEnvelope['signatures'][number], signed: Uint8Array): boolean {
  if (signature.keyid !== key.keyId) return false
  const bytes = decodeBase64(signature.sig)
  return bytes?.length === 64 && verifyDetached(null, signed, publicKeyObject(key.publicKey), bytes)
}

function parseCanonical(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text)
    if (canonicalJson(value) === text) return value
  } catch {
    // Falls through: not UTF-8, or not JSON at all.
  }
  throw new AssayError('envelope-invalid')
}
