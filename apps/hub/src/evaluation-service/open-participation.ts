import type { HubDb } from '../hub-tables.ts'
import { assertParticipation, type hospitalActs } from './evaluation-state.ts'
import { findParticipation, lockEvaluation } from './evaluation-store.ts'
import type { ParticipationRow } from './evaluation-tables.ts'
import { type LockedEvaluation, lockedEvaluation } from './locked-evaluation.ts'

/**
 * Holds an evaluation until the transaction ends, for an act of one hospital. Throws `not-found` if the hospital has no part
 * in it, `state-conflict` unless both are in states that the act starts from.
 */
export async function openParticipation(
  transaction: HubDb,
  { evaluationId, hospitalId }: { evaluationId: string; hospitalId: string },
  act: (typeof hospitalActs)[keyof typeof hospitalActs],
): Promise<{ evaluation: LockedEvaluation; part: ParticipationRow }> {
  const row = await lockEvaluation(transaction, evaluationId)
  const part = await findParticipation(transaction, evaluationId, hospitalId)
  assertParticipation({ evaluation: row.state, participation: part.state }, act)
  return { evaluation: lockedEvaluation(row, hospitalId), part }
}
