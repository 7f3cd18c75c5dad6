import type { Logger } from '@assay/http'
import { inTransaction } from '@assay/store'
import type { Hub } from '../hub.ts'
import { decideEvaluation } from './decide-evaluation.ts'
import type { EvaluationRow } from './evaluation-tables.ts'
import { claimDecision, extendClaim, postponeDecision } from './report-store.ts'

/** A wake-up and a signal to end, for the worker's rests. */
export interface Rest {
  /** Resolves when woken, after `milliseconds`, or when the worker is to end. */
  readonly wait: (milliseconds: number) => Promise<void>
  readonly signal: AbortSignal
}

// Another copy of the hub may have taken the last release: nothing wakes this one for it.
const lookAgain = 2000
const heartbeat = 5000
const pauseAfterFault = 5000

/** Decides what waits to be decided, one evaluation after the other, until it is told to end. */
export async function runDecisions(hub: Hub, log: Logger, { wait, signal }: Rest): Promise<void> {
  while (!signal.aborted) {
    try {
      // Waiting starts before looking, so that what happens in between wakes it.
      const woken = wait(lookAgain)
      const claimed = await inTransaction(hub.db, (transaction) => claimDecision(transaction, hub))
      if (claimed) await decideClaimed(hub, log, claimed, signal)
      else await woken
    } catch (error) {
      log.error({ err: error }, 'database not reached')
      await wait(pauseAfterFault)
    }
  }
}

async function decideClaimed(
  hub: Hub,
  log: Logger,
  { evaluation, claim }: { evaluation: EvaluationRow; claim: string },
  signal: AbortSignal,
): Promise<void> {
  const { id, number } = evaluation
  const beat = setInterval(() => {
    if (signal.aborted) return
    extendClaim(hub.db, id, { claim, from: claim, now: hub.clock() }).catch((error) =>
      log.warn({ err: error }, 'claim'),
    )
  }, heartbeat)
  try {
    await decideEvaluation(hub, evaluation)
    log.info({ evaluation: number }, 'decided')
  } catch (error) {
    log.error({ err: error, evaluation: number }, 'decision failed')
    await postponeDecision(hub.db, evaluation, claim, hub.clock())
  } finally {
    clearInterval(beat)
  }
}
