import { AssayError, type Clock, type DsseEnvelope, messageHeader, payloadTypes, type Random } from '@assay/contracts'
import { readUnverified, sha256OfJson, sign, type VerificationKey, verify } from '@assay/signing'
import { z } from 'zod'
import type { Link } from './link.ts'

const messageSchema = messageHeader.extend({ body: z.unknown() }).strict()

/** A message as it is signed. */
export type SignedMessage = z.infer<typeof messageSchema>

/** What identifies a message's content: sent again, it is signed anew with another time and nonce, and stays itself. */
export type Content = Pick<SignedMessage, 'id' | 'type' | 'from' | 'to' | 'body'>

/** Messages live an hour: they are signed when they are sent, so this only has to cover clocks that differ. */
const messageLifetime = 60 * 60 * 1000

/** Requests are answered at once and used once. */
export const requestLifetime = 5 * 60 * 1000

// A clock ahead of ours by more than this is wrong; a message valid for longer than this was not made by this program.
const clockTolerance = 5 * 60 * 1000
const longestLifetime = 24 * 60 * 60 * 1000

/** SHA-256 of a message's content. */
export function contentHash({ id, type, from, to, body }: Content): string {
  return sha256OfJson({ id, type, from, to, body })
}

/** Signs a message or a request, valid from now on for `lifetime` milliseconds. */
export function signMessage(
  { self, key, clock, random }: Pick<Link, 'self' | 'key'> & { clock: Clock; random: Random },
  { id, type, to, body }: Omit<Content, 'from'>,
  payloadType: string = payloadTypes.message,
  lifetime = messageLifetime,
): DsseEnvelope {
  const now = clock().getTime()
  const times = { issuedAt: new Date(now).toISOString(), expiresAt: new Date(now + lifetime).toISOString() }
  const nonce = Buffer.from(random(16)).toString('hex')
  return sign({ id, type, from: self, to, ...times, nonce, body }, payloadType, key)
}

/**
 * Opens an envelope: checks that one of the sender's pinned keys signed it and that it is meant for us. Its time is not
 * looked at. Throws `envelope-invalid`, `signer-unknown`, `signature-invalid`, `message-misdirected`.
 */
export async function openMessage(
  { self, keysOf }: Pick<Link, 'self' | 'keysOf'>,
  envelope: unknown,
  payloadType: string = payloadTypes.message,
): Promise<SignedMessage> {
  const from = parse(readUnverified(envelope)).from
  const keys: readonly VerificationKey[] = await keysOf(from)
  if (keys.length === 0) throw new AssayError('signer-unknown', { from })
  const message = parse(verify(envelope, keys, payloadType).payload)
  if (message.to !== self) throw new AssayError('message-misdirected', { to: message.to })
  return message
}

/** Throws `message-expired` if the message's time is over, has not come, or is longer than any program of ours gives. */
export function assertTimely({ issuedAt, expiresAt }: SignedMessage, clock: Clock): void {
  const now = clock().getTime()
  const [issued, expires] = [Date.parse(issuedAt), Date.parse(expiresAt)]
  if (expires <= now || issued > now + clockTolerance || expires - issued > longestLifetime) {
    throw new AssayError('message-expired', { issuedAt, expiresAt })
  }
}

function parse(payload: unknown): SignedMessage {
  const parsed = messageSchema.safeParse(payload)
  if (!parsed.success) throw new AssayError('envelope-invalid')
  return parsed.data
}
