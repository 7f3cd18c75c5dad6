import type { CoarseProgress } from '@assay/contracts'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { hospitalActs } from './evaluation-state.ts'
import { updateParticipation } from './evaluation-store.ts'
import { openParticipation } from './open-participation.ts'
import { recordEvent } from './record-event.ts'

/** Records how far a hospital's runs are, in quarters. It never goes back. Throws `not-found`, `state-conflict`. */
export async function receiveProgress(
  hub: Pick<Hub, 'clock'>,
  transaction: HubDb,
  hospitalId: string,
  { evaluationId, progress }: { evaluationId: string; progress: CoarseProgress },
): Promise<void> {
  const { part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.progress)
  const further = progress > part.progress ? progress : part.progress
  await updateParticipation(transaction, part, hub.clock(), { state: hospitalActs.progress.to, progress: further })
}

/** Records that every case of a hospital is scored. Throws `not-found`, `state-conflict`. */
export async function receiveScored(
  hub: Hub,
  transaction: HubDb,
  hospitalId: string,
  { evaluationId }: { evaluationId: string },
): Promise<void> {
  const { evaluation, part } = await openParticipation(transaction, { evaluationId, hospitalId }, hospitalActs.score)
  const at = hub.clock()
  await updateParticipation(transaction, part, at, { state: hospitalActs.score.to, progress: 100 })
  await recordEvent(hub, transaction, { evaluationId, event: 'scored', at, by: evaluation.place.name })
}
