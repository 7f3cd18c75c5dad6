import { AssayError, type DsseEnvelope, dsseEnvelope, errorStatuses } from '@assay/contracts'
import { inTransaction, type Transaction } from '@assay/store'
import { type Outcome, signAcknowledgement } from './acknowledgement.ts'
import type { Bodies, Link } from './link.ts'
import { findReceived, insertReceived } from './link-store.ts'
import { assertTimely, contentHash, openMessage, type SignedMessage } from './message.ts'
import { parseBody } from './parse-body.ts'

/** What became of an incoming message, and our signed word for it. */
export interface Receipt {
  readonly from: string
  readonly outcome: Outcome
  readonly acknowledgement: DsseEnvelope
}

/**
 * Takes one message: verifies it, records it, and runs its handler in the same transaction. A message that came before
 * gets the same acknowledgement and has no second effect. What can never be taken (an id used again for other content,
 * an unknown type, a body that fails its schema, a handler's AssayError below 500) is recorded as refused.
 *
 * Throws, recording nothing, what the sender may put right and send again: `envelope-invalid`, `signer-unknown`,
 * `signature-invalid`, `message-misdirected`, `message-expired`, and whatever a handler throws besides.
 */
export async function receive<Tables, Incoming extends Bodies>(
  link: Link<Tables, Incoming>,
  envelope: unknown,
): Promise<Receipt> {
  const message = await openMessage(link, envelope)
  const hash = contentHash(message)
  const known = await repeat(link, message, hash)
  if (known) return known
  assertTimely(message, link.clock)
  const signed = dsseEnvelope.parse(envelope)
  try {
    return await accept(link, message, hash, signed)
  } catch (error) {
    if (!(error instanceof AssayError) || errorStatuses[error.code] >= 500) throw error
    return record(link, message, signed, { id: message.id, contentHash: hash, outcome: 'refused', code: error.code })
  }
}

async function repeat<Tables, Incoming extends Bodies>(
  link: Link<Tables, Incoming>,
  message: SignedMessage,
  hash: string,
): Promise<Receipt | undefined> {
  const known = await findReceived(link.db, message.from, message.id)
  if (!known) return undefined
  const { outcome, code, acknowledgement } = known
  if (known.contentHash === hash) {
    const told = { id: message.id, contentHash: hash, outcome, ...(code === null ? {} : { code }) }
    return { from: message.from, outcome: told, acknowledgement }
  }
  // Not recorded: the record under this id is the first content's.
  return receiptOf(link, message, { id: message.id, contentHash: hash, outcome: 'refused', code: 'message-reused' })
}

async function accept<Tables, Incoming extends Bodies>(
  link: Link<Tables, Incoming>,
  message: SignedMessage,
  hash: string,
  envelope: DsseEnvelope,
): Promise<Receipt> {
  const run = handlerOf(link, message)
  const receipt = receiptOf(link, message, { id: message.id, contentHash: hash, outcome: 'accepted' })
  const isNew = await inTransaction(link.db, async (transaction) => {
    const evidence = { envelope, acknowledgement: receipt.acknowledgement, at: link.clock() }
    if (!(await insertReceived(transaction, message, receipt.outcome, evidence))) return false
    await run(transaction)
    return true
  })
  // Not new: the same message was taken on another connection meanwhile.
  return isNew ? receipt : (await repeat(link, message, hash))!
}

function handlerOf<Tables, Incoming extends Bodies>(
  { incoming, handlers }: Link<Tables, Incoming>,
  message: SignedMessage,
): (transaction: Transaction<Tables>) => Promise<void> {
  const { id, from, type, issuedAt } = message
  const schema = Object.hasOwn(incoming, type) ? incoming[type] : undefined
  const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined
  if (!schema || !handler) throw new AssayError('message-type-unknown', { type })
  const body = parseBody(schema, message.body)
  return (transaction) => handler(transaction, { id, from, type, issuedAt, body: body as never })
}

async function record<Tables, Incoming extends Bodies>(
  link: Link<Tables, Incoming>,
  message: SignedMessage,
  envelope: DsseEnvelope,
  outcome: Outcome,
): Promise<Receipt> {
  const receipt = receiptOf(link, message, outcome)
  const evidence = { envelope, acknowledgement: receipt.acknowledgement, at: link.clock() }
  const isNew = await insertReceived(link.db, message, outcome, evidence)
  return isNew ? receipt : (await repeat(link, message, outcome.contentHash))!
}

function receiptOf(
  { self, key, clock }: Pick<Link, 'self' | 'key' | 'clock'>,
  { from }: SignedMessage,
  outcome: Outcome,
): Receipt {
  return { from, outcome, acknowledgement: signAcknowledgement(outcome, { from: self, to: from, at: clock() }, key) }
}
