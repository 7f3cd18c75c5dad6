import { AssayError, type DsseEnvelope, payloadTypes } from '@assay/contracts'
import { newId, type Queryable } from '@assay/store'
import type { z } from 'zod'
import type { Link } from './link.ts'
import { noteHeard, useNonce } from './link-store.ts'
import { assertTimely, openMessage, requestLifetime, signMessage } from './message.ts'
import { parseBody } from './parse-body.ts'

/**
 * A request that is answered at once and has no lasting effect (a poll, a download), signed by us. It is good once and
 * for five minutes.
 */
export function signRequest(
  link: Pick<Link, 'self' | 'key' | 'clock' | 'random'>,
  { to, type, body }: { to: string; type: string; body: unknown },
): DsseEnvelope {
  const id = newId(link.clock, link.random)
  return signMessage(link, { id, to, type, body }, payloadTypes.request, requestLifetime)
}

/**
 * Checks a request and gives who asks, and what. Throws as `receive` does, and `message-type-unknown` for a request of
 * another type, `input-invalid` if its body fails the schema, `message-reused` if it came before.
 */
export async function verifyRequest<Body>(
  { db, ...link }: Pick<Link, 'self' | 'clock' | 'keysOf'> & { db: Queryable },
  envelope: unknown,
  { type, schema }: { type: string; schema: z.ZodType<Body> },
): Promise<{ from: string; body: Body }> {
  const request = await openMessage(link, envelope, payloadTypes.request)
  assertTimely(request, link.clock)
  if (request.type !== type) throw new AssayError('message-type-unknown', { type: request.type })
  const body = parseBody(schema, request.body)
  const now = link.clock()
  const isFresh = await useNonce(db, request.from, request.nonce, { now, expiresAt: request.expiresAt })
  if (!isFresh) throw new AssayError('message-reused')
  await noteHeard(db, request.from, now)
  return { from: request.from, body }
}
