import type { StoryEvent } from '@assay/contracts'
import { type Act, append } from '@assay/ledger'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'

type Event = StoryEvent['event']

/** Events that are acts that matter, and their names in the ledger. */
const ledgerTypes: Partial<Record<Event, string>> = {
  submitted: 'evaluation-submitted',
  returned: 'evaluation-returned',
  locked: 'protocol-locked',
  approved: 'approval-received',
  refused: 'refusal-received',
  started: 'run-ordered',
  released: 'release-received',
  withheld: 'withholding-received',
  decided: 'evaluation-decided',
  ended: 'evaluation-ended',
}

/** An event of an evaluation's story. */
export interface Happening {
  readonly evaluationId: string
  readonly event: Event
  readonly at: Date
  /** Organisation that acted. */
  readonly by: string
  readonly detail?: string
  /** What the ledger keeps beside the evaluation's id: ids, hashes, counts. */
  readonly subject?: Act['subject']
  /** Account that acted; none where a program did. */
  readonly actor?: string
}

/** Adds an event to the story and, where it matters, to the ledger. Do it last in a transaction: writers queue there. */
export async function recordEvent(
  { random }: Pick<Hub, 'random'>,
  transaction: HubDb,
  { evaluationId, event, at, by, detail, subject = {}, actor }: Happening,
): Promise<void> {
  const type = ledgerTypes[event]
  const act = { at, subject: { evaluationId, ...subject }, ...(actor === undefined ? {} : { actor }) }
  const ledgerIndex = type === undefined ? null : await append(transaction, { type, ...act }, random)
  await transaction
    .insertInto('story_events')
    .values({
      evaluation_id: evaluationId,
      at: at.toISOString(),
      event,
      by,
      detail: detail ?? null,
      ledger_index: ledgerIndex,
    })
    .execute()
  await transaction
    .updateTable('evaluations')
    .set({ changed_at: at.toISOString() })
    .where('id', '=', evaluationId)
    .execute()
}
