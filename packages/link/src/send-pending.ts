import { AssayError } from '@assay/contracts'
import { verifyAcknowledgement } from './acknowledgement.ts'
import type { Bodies, Link } from './link.ts'
import { type Pending, readPending } from './link-store.ts'
import { contentHash, signMessage } from './message.ts'
import { linkPaths, messageAnswer } from './poll-request.ts'
import { settleOutcomes } from './settle-outcome.ts'
import { postJson, type Transport } from './transport.ts'

/** The hub as a node knows it: its id and how to reach it. */
export interface Hub {
  readonly id: string
  readonly transport: Transport
}

/**
 * Sends what waits for the hub, one message after the other in the order queued, each settled only by the hub's signed
 * acknowledgement; gives how many were settled. Throws at the first that is not, leaving it and the rest to be sent
 * again: the order is kept.
 */
export async function sendPending<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  hub: Hub,
  signal: AbortSignal,
): Promise<number> {
  for (let settled = 0; ; ) {
    const pending = await readPending(link.db, hub.id, 50)
    if (pending.length === 0) return settled
    for (const message of pending) {
      await send(link, hub, message, signal)
      settled += 1
    }
  }
}

async function send<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  { id: hubId, transport }: Hub,
  message: Pending,
  signal: AbortSignal,
): Promise<void> {
  const answer = await postJson(transport, linkPaths.messages, signMessage(link, message), {
    signal,
    timeoutMs: 60_000,
  })
  const parsed = messageAnswer.safeParse(answer)
  if (!parsed.success) throw new AssayError('hub-unreachable', { reason: 'not-a-hub' })
  const { acknowledgement } = parsed.data
  const hash = contentHash({ ...message, from: link.self })
  const expected = { id: message.id, contentHash: hash, from: hubId, to: link.self }
  const outcome = verifyAcknowledgement(acknowledgement, await link.keysOf(hubId), expected)
  await settleOutcomes(link, hubId, [outcome], acknowledgement)
}
