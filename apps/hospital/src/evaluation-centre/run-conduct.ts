import type { CaseOutcome, RunConduct } from '@assay/contracts'
import { sql } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow, RunConditions } from './evaluation-centre-tables.ts'

/** What holds a device that runs now. */
export function runConditions({ bench, demonstrationDevice }: Hospital): RunConditions {
  const { isolation, parts } = bench.executor
  return { isolation, isolationParts: [...parts], demonstration: demonstrationDevice !== undefined }
}

/** How the runs of an evaluation went here: what held the device, how its cases ended, what was begun again. */
export async function runConduct(hospital: Hospital, db: HospitalDb, evaluation: EvaluationRow): Promise<RunConduct> {
  const results = await db
    .selectFrom('case_results')
    .select(['outcome', 'conditions'])
    .where('evaluation_id', '=', evaluation.id)
    .execute()
  const outcomes: Partial<Record<CaseOutcome, number>> = {}
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  const conditions = results.map((result) => result.conditions)
  return {
    ...weakest(conditions.length > 0 ? conditions : [runConditions(hospital)]),
    ...{ cases: results.length, outcomes, restarts: await countRestarts(db, evaluation.id) },
    nodeVersion: hospital.version,
    startedAt: evaluation.started_at ?? evaluation.changed_at,
    finishedAt: evaluation.finished_at ?? evaluation.changed_at,
  }
}

/** What can be said of all runs: the node may have been started otherwise in between. */
export function weakest(conditions: readonly RunConditions[]): RunConditions {
  const [first, ...others] = conditions.map(({ isolationParts }) => isolationParts)
  return {
    isolation: conditions.some(({ isolation }) => isolation === 'none') ? 'none' : 'bubblewrap',
    isolationParts: (first ?? []).filter((part) => others.every((parts) => parts.includes(part))),
    demonstration: conditions.some(({ demonstration }) => demonstration),
  }
}

/** Starts of a case after its first: an interruption of the node had ended the one before. */
async function countRestarts(db: HospitalDb, evaluationId: string): Promise<number> {
  const { restarts } = await db
    .selectFrom('case_attempts')
    .select(sql<number>`count(*) - count(distinct case_id)`.as('restarts'))
    .where('evaluation_id', '=', evaluationId)
    .executeTakeFirstOrThrow()
  return Number(restarts)
}
