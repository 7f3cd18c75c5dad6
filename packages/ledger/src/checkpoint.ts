import { AssayError, type Clock, type DsseEnvelope, instant, payloadTypes, sha256Hex } from '@assay/contracts'
import { type SigningKey, sign, type VerificationKey, verify } from '@assay/signing'
import type { Queryable } from '@assay/store'
import { z } from 'zod'
import { readSize } from './ledger-store.ts'
import { readRoot } from './prove.ts'

/** A state of a log: its owner's id, its size and its root. */
export const checkpointSchema = z.strictObject({
  schema: z.literal('assay.checkpoint/1'),
  origin: z.string().min(1).max(200),
  size: z.int().min(0),
  rootHash: sha256Hex,
  at: instant,
})

/** A state of a log. */
export type Checkpoint = z.infer<typeof checkpointSchema>

/** The log's present state. */
export async function readCheckpoint(db: Queryable, origin: string, clock: Clock): Promise<Checkpoint> {
  const size = await readSize(db)
  const rootHash = await readRoot(db, size)
  return { schema: 'assay.checkpoint/1', origin, size, rootHash, at: clock().toISOString() }
}

/** The checkpoint in an envelope signed by the log's owner. */
export function signCheckpoint(checkpoint: Checkpoint, key: SigningKey): DsseEnvelope {
  return sign(checkpoint, payloadTypes.checkpoint, key)
}

/**
 * The checkpoint in an envelope. Throws `signature-invalid` unless one of the owner's keys signed it, `proof-invalid` if
 * it is another log's or no checkpoint at all.
 */
export function verifyCheckpoint(envelope: unknown, keys: readonly VerificationKey[], origin: string): Checkpoint {
  const checkpoint = checkpointSchema.safeParse(verify(envelope, keys, payloadTypes.checkpoint).payload)
  if (!checkpoint.success || checkpoint.data.origin !== origin) throw new AssayError('proof-invalid')
  return checkpoint.data
}
