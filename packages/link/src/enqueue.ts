import { AssayError } from '@assay/contracts'
import { canonicalJson } from '@assay/signing'
import { afterCommit, newId, type Queryable } from '@assay/store'
import type { z } from 'zod'
import type { Bodies, Outbound } from './link.ts'
import { insertOutgoing } from './link-store.ts'
import { parseBody } from './parse-body.ts'

/**
 * Puts a message into the outbox within the caller's transaction, so that it is sent if and only if the transaction
 * commits, and gives its id. Throws `message-type-unknown` or `input-invalid` for what the other side would refuse.
 */
export async function enqueue<Outgoing extends Bodies, Type extends keyof Outgoing & string>(
  transaction: Queryable,
  { clock, random, outgoing, wakeUp }: Outbound<Outgoing>,
  { to, type, body }: { to: string; type: Type; body: z.input<Outgoing[Type]> },
): Promise<string> {
  const schema = outgoing[type]
  if (!schema) throw new AssayError('message-type-unknown', { type })
  const parsed = parseBody(schema, body)
  canonicalJson(parsed)
  const id = newId(clock, random)
  await insertOutgoing(transaction, { id, to, type, body: parsed }, clock())
  afterCommit(() => wakeUp.wake(to))
  return id
}
