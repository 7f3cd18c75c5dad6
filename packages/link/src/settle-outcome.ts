import type { DsseEnvelope } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { Outcome } from './acknowledgement.ts'
import type { Bodies, Link } from './link.ts'
import { lockPending, settle } from './link-store.ts'
import { contentHash } from './message.ts'

/**
 * Records what a recipient said of messages of ours; a refusal is told to the application in the same transaction.
 * Outcomes of other recipients' messages, of other content, or told before, change nothing.
 */
export async function settleOutcomes<Tables, Incoming extends Bodies, Outgoing extends Bodies>(
  { db, self, clock, onRefused }: Link<Tables, Incoming, Outgoing>,
  recipient: string,
  outcomes: readonly Outcome[],
  acknowledgement: DsseEnvelope | null = null,
): Promise<void> {
  if (outcomes.length === 0) return
  const told = new Map(outcomes.map((outcome) => [outcome.id, outcome]))
  await inTransaction(db, async (transaction) => {
    for (const message of await lockPending(transaction, recipient, [...told.keys()])) {
      const outcome = told.get(message.id)!
      if (outcome.contentHash !== contentHash({ ...message, from: self })) continue
      await settle(transaction, outcome, acknowledgement, clock())
      if (outcome.outcome === 'refused') {
        await onRefused?.(transaction, { ...message, code: outcome.code ?? 'internal-error' })
      }
    }
  })
}
