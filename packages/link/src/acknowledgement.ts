import { AssayError, type DsseEnvelope, instant, payloadTypes, sha256Hex, uuid } from '@assay/contracts'
import { type SigningKey, sign, type VerificationKey, verify } from '@assay/signing'
import { z } from 'zod'

/** What became of a message, for good. */
export const outcomeSchema = z.strictObject({
  id: uuid,
  contentHash: sha256Hex,
  outcome: z.enum(['accepted', 'refused']),
  /** Why it was refused: a code of `contracts`. */
  code: z.string().max(60).optional(),
})

/** What became of a message. */
export type Outcome = z.infer<typeof outcomeSchema>

const acknowledgementSchema = outcomeSchema.extend({
  schema: z.literal('assay.acknowledgement/1'),
  from: uuid,
  to: uuid,
  at: instant,
})

/** The recipient's signed word that a message is recorded there. */
export function signAcknowledgement(
  outcome: Outcome,
  { from, to, at }: { from: string; to: string; at: Date },
  key: SigningKey,
): DsseEnvelope {
  const acknowledgement = { ...outcome, schema: 'assay.acknowledgement/1', from, to, at: at.toISOString() }
  return sign(acknowledgement, payloadTypes.acknowledgement, key)
}

/**
 * The outcome in an acknowledgement. Throws `signature-invalid` or `envelope-invalid` unless the recipient signed it for
 * exactly this message of ours.
 */
export function verifyAcknowledgement(
  envelope: unknown,
  keys: readonly VerificationKey[],
  expected: { id: string; contentHash: string; from: string; to: string },
): Outcome {
  const parsed = acknowledgementSchema.safeParse(verify(envelope, keys, payloadTypes.acknowledgement).payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  const { id, contentHash, from, to, outcome, code } = parsed.data
  const fits =
    id === expected.id && contentHash === expected.contentHash && from === expected.from && to === expected.to
  if (!fits) throw new AssayError('envelope-invalid')
  return { id, contentHash, outcome, ...(code === undefined ? {} : { code }) }
}
