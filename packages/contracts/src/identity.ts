import { z } from 'zod'
import { line, sha256Hex, uuid } from './primitives.ts'

/** Whether a run of a device is isolated, and by what. `none` is allowed in a demonstration only. */
export const isolation = z.enum(['bubblewrap', 'podman', 'docker', 'none'])
export type Isolation = z.infer<typeof isolation>

/** A key that signs: its id is the SHA-256 of the SubjectPublicKeyInfo (DER). */
export const publicIdentity = z.object({
  id: uuid,
  role: z.enum(['hub', 'hospital']),
  name: line,
  keyId: sha256Hex,
  /** Ed25519 SubjectPublicKeyInfo, DER, base64. */
  publicKey: z.string().max(200),
})
export type PublicIdentity = z.infer<typeof publicIdentity>

/** Whose signatures a person trusts: exchanged out of band, kept by whoever verifies. */
export const trustFile = z.object({
  schema: z.literal('assay.trust/1'),
  keys: z.array(publicIdentity).min(1).max(1000),
})
export type TrustFile = z.infer<typeof trustFile>
