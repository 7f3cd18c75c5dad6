export { canonicalBytes, canonicalJson } from './canonical-json.ts'
export {
  addSignature,
  type Envelope,
  envelopeSchema,
  readUnverified,
  sign,
  type Verified,
  verify,
} from './envelope.ts'
export { openOrCreateKey } from './key-file.ts'
export { createKey, fingerprint, type SigningKey, type VerificationKey, verificationKey } from './keys.ts'
export { sha256, sha256OfJson } from './sha256.ts'
export { readTrustFile, type TrustedKey, type TrustFile, trustedKeys, trustFileSchema } from './trust-file.ts'
