import { AssayError } from '@assay/contracts'
import type { Outcome } from './acknowledgement.ts'
import type { Bodies, Link } from './link.ts'
import { linkPaths, pollAnswer, pollType } from './poll-request.ts'
import { receive } from './receive.ts'
import type { Hub } from './send-pending.ts'
import { signRequest } from './signed-request.ts'
import { postJson } from './transport.ts'

/** What a poll brought: the outcomes to tell the hub with the next one, and the error that cut the batch short, if any. */
export interface Polled {
  readonly outcomes: readonly Outcome[]
  readonly trouble?: unknown
}

/**
 * Asks the hub once for messages, waiting up to `waitMs` there, and takes them in order. Messages behind one that could
 * not be taken are left: the hub sends them again. Outcomes that never reach the hub are no loss either.
 */
export async function pollHub<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  link: Link<Tables, Incoming, Outgoing>,
  hub: Hub,
  { outcomes, waitMs, signal }: { outcomes: readonly Outcome[]; waitMs: number; signal: AbortSignal },
): Promise<Polled> {
  const request = signRequest(link, { to: hub.id, type: pollType, body: { outcomes, waitMs } })
  const limits = { signal, timeoutMs: waitMs + 30_000 }
  const answer = pollAnswer.safeParse(await postJson(hub.transport, linkPaths.poll, request, limits))
  if (!answer.success) throw new AssayError('hub-unreachable', { reason: 'not-a-hub' })
  const taken: Outcome[] = []
  for (const envelope of answer.data.messages) {
    try {
      taken.push((await receive(link, envelope)).outcome)
    } catch (trouble) {
      return { outcomes: taken, trouble }
    }
  }
  return { outcomes: taken }
}
