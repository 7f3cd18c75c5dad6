import type { CaseOutcome, RunConduct } from '@assay/contracts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'

/** How the runs of an evaluation went here: what held the device, how its cases ended, what was begun again. */
export async function runConduct(
  { bench, demonstrationDevice, version }: Hospital,
  db: HospitalDb,
  evaluation: EvaluationRow,
): Promise<RunConduct> {
  const results = await db
    .selectFrom('case_results')
    .select('outcome')
    .where('evaluation_id', '=', evaluation.id)
    .execute()
  const attempts = await db
    .selectFrom('case_attempts')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('evaluation_id', '=', evaluation.id)
    .executeTakeFirstOrThrow()
  const outcomes: Partial<Record<CaseOutcome, number>> = {}
  for (const { outcome } of results) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  return {
    ...{ isolation: bench.executor.isolation, isolationParts: [...bench.executor.parts] },
    ...{ demonstration: demonstrationDevice !== undefined, cases: results.length, outcomes },
    ...{ restarts: Number(attempts.count) - results.length, nodeVersion: version },
    startedAt: evaluation.started_at ?? evaluation.changed_at,
    finishedAt: evaluation.finished_at ?? evaluation.changed_at,
  }
}
