import { AssayError, type Verdict } from '@assay/contracts'
import { newId } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import { finalParticipations } from './evaluation-state.ts'
import type { EvaluationRow, ReportRow } from './evaluation-tables.ts'

// A claim is kept alive while its holder works, so that a holder that was killed is replaced soon.
const claimSeconds = 15

/**
 * Claims an evaluation whose hospitals have all said their last word, for one composer at a time; undefined if none
 * waits. Run it in a transaction.
 */
export async function claimDecision(
  transaction: HubDb,
  { clock, random }: Pick<Hub, 'clock' | 'random'>,
): Promise<{ evaluation: EvaluationRow; claim: string } | undefined> {
  const now = clock()
  const evaluation = await transaction
    .selectFrom('evaluations as evaluation')
    .selectAll()
    .where('state', '=', 'running')
    .where((where) =>
      where.or([where('decision_claimed_until', 'is', null), where('decision_claimed_until', '<', now.toISOString())]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('participations as part')
            .select('part.state')
            .whereRef('part.evaluation_id', '=', 'evaluation.id')
            .where('part.state', 'not in', finalParticipations),
        ),
      ),
    )
    .orderBy('changed_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!evaluation) return undefined
  const claim = newId(clock, random)
  await extendClaim(transaction, evaluation.id, { claim, from: null, now })
  return { evaluation, claim }
}

/** Keeps a claim; false if somebody else has it. `from` is the claim held so far, null for none that counts. */
export async function extendClaim(
  db: HubDb,
  evaluationId: string,
  { claim, from, now }: { claim: string; from: string | null; now: Date },
): Promise<boolean> {
  const until = new Date(now.getTime() + claimSeconds * 1000).toISOString()
  const update = db
    .updateTable('evaluations')
    .set({ decision_claim: claim, decision_claimed_until: until })
    .where('id', '=', evaluationId)
    .where('state', '=', 'running')
  const { numUpdatedRows } = await (from === null
    ? update
    : update.where('decision_claim', '=', from)
  ).executeTakeFirst()
  return numUpdatedRows === 1n
}

// An evaluation that can't be decided is tried again ever less often, and keeps no other waiting meanwhile.
const longestPauseSeconds = 600

/** Puts off an evaluation that could not be decided: for the length of a claim, then twice as long with every failure. */
export async function postponeDecision(db: HubDb, evaluation: EvaluationRow, claim: string, now: Date): Promise<void> {
  const seconds = Math.min(longestPauseSeconds, claimSeconds * 2 ** evaluation.decision_failures)
  await db
    .updateTable('evaluations')
    .set({ decision_claim: null, decision_claimed_until: new Date(now.getTime() + seconds * 1000).toISOString() })
    .set({ decision_failures: evaluation.decision_failures + 1 })
    .where('id', '=', evaluation.id)
    .where('decision_claim', '=', claim)
    .execute()
}

/** Gives back all claims and forgets all failures: for a hub that has its database to itself, at its start. */
export async function dropAllClaims(db: HubDb): Promise<void> {
  await db
    .updateTable('evaluations')
    .set({ decision_claim: null, decision_claimed_until: null, decision_failures: 0 })
    .where('decision_claimed_until', 'is not', null)
    .execute()
}

/** Keeps a report and its verdict, and closes the evaluation. */
export async function insertReport(transaction: HubDb, report: ReportRow, verdict: Verdict): Promise<void> {
  await transaction.insertInto('reports').values(report).execute()
  await transaction
    .updateTable('evaluations')
    .set({ state: 'decided', verdict, decision_claim: null, decision_claimed_until: null })
    .set({ changed_at: report.issued_at })
    .where('id', '=', report.evaluation_id)
    .execute()
}

/** The report of an evaluation. Throws `report-not-ready`. */
export async function findReport(db: HubDb, evaluationId: string): Promise<ReportRow> {
  const query = db.selectFrom('reports').selectAll().where('evaluation_id', '=', evaluationId)
  const row = await query.executeTakeFirst()
  if (!row) throw new AssayError('report-not-ready')
  return row
}
