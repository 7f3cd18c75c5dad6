import type { DsseEnvelope } from '@assay/contracts'
import type { Bodies, Link } from './link.ts'
import { readPending } from './link-store.ts'
import { signMessage } from './message.ts'
import { pollBody, pollType } from './poll-request.ts'
import { settleOutcomes } from './settle-outcome.ts'
import { verifyRequest } from './signed-request.ts'

// Another copy of the hub may queue a message that nothing here is woken for.
const lookAgain = 1000
const batch = 50

/**
 * The hub's answer to a node's poll: records what became of earlier messages, and gives the oldest that wait, signed
 * now; if none waits, it holds the request until one does, the node's wait is over, or `signal` aborts.
 */
export async function answerPoll<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  envelope: unknown,
  signal: AbortSignal,
): Promise<{ messages: DsseEnvelope[] }> {
  const { from, body } = await verifyRequest(link, envelope, { type: pollType, schema: pollBody })
  await settleOutcomes(link, from, body.outcomes)
  const until = link.clock().getTime() + body.waitMs
  for (;;) {
    const left = until - link.clock().getTime()
    // Waiting starts before looking, so that what is queued in between wakes it.
    const looked = new AbortController()
    const woken = link.wakeUp.wait(
      from,
      Math.max(0, Math.min(left, lookAgain)),
      AbortSignal.any([signal, looked.signal]),
    )
    const pending = await readPending(link.db, from, batch)
    if (pending.length > 0 || left <= 0 || signal.aborted) {
      looked.abort()
      return { messages: pending.map((message) => signMessage(link, message)) }
    }
    await woken
  }
}
