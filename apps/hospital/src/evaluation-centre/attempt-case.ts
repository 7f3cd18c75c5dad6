import { setTimeout as pause } from 'node:timers/promises'
import { AssayError, type ErrorParameters } from '@assay/contracts'
import type { CaseInput, CaseRun, Series } from '@assay/runner'
import { jsonb, sql } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import { logFault } from '../log-fault.ts'
import type { EvaluationRow } from './evaluation-centre-tables.ts'

const firstPauseMilliseconds = 500

interface Attempt {
  evaluation: EvaluationRow
  caseId: string
  isRepeat: boolean
}

/**
 * Runs a device on a case. Faults of the infrastructure are none of the device's: the case is run again, each time
 * written down, until there have been too many for the case or the run since it was last told to go on.
 * @throws AssayError run-halted after too many faults; state-conflict where the run is no longer wanted
 */
export async function attemptCase(
  hospital: Hospital,
  attempt: Attempt,
  series: Series,
  input: readonly CaseInput[],
  signal: AbortSignal,
): Promise<CaseRun> {
  for (let failures = 1; ; failures += 1) {
    const begunAt = await beginAttempt(hospital, attempt)
    const tried = await series.run(input, signal).catch((error: unknown) => {
      if (signal.aborted) throw error
      return { fault: faultOf(hospital, attempt, error) }
    })
    if (!('fault' in tried)) {
      for (const { node } of tried.remote?.faults ?? []) await noteLostMachine(hospital, attempt, node)
      return tried
    }
    await noteFault(hospital, attempt, begunAt, tried.fault)
    await assertWithinLimits(hospital, attempt, failures, tried.fault)
    await pause(firstPauseMilliseconds * 2 ** (failures - 1), undefined, { signal })
  }
}

/** Writes down that a case was begun; gives when. Throws `state-conflict` where the run is no longer wanted. */
export async function beginAttempt(
  { db, clock }: Hospital,
  { evaluation, caseId, isRepeat }: Attempt,
): Promise<string> {
  const begunAt = clock().toISOString()
  const { numAffectedRows } = await sql`
    insert into case_attempts (evaluation_id, case_id, begun_at, is_repeat)
    select id, ${caseId}::uuid, ${begunAt}::timestamptz, ${isRepeat}::boolean from evaluations
    where id = ${evaluation.id} and state = 'running'`.execute(db)
  if (Number(numAffectedRows) === 0) throw new AssayError('state-conflict', { what: 'evaluation', state: 'ended' })
  return begunAt
}

interface Fault {
  code: string
  parameters: ErrorParameters
}

function faultOf({ log }: Hospital, { evaluation }: Attempt, error: unknown): Fault {
  if (error instanceof AssayError) return { code: error.code, parameters: error.parameters }
  logFault(log, error, { evaluation: evaluation.id }, 'a case could not be run')
  return { code: 'internal-error', parameters: { reason: (error as NodeJS.ErrnoException).code ?? 'unknown' } }
}

async function noteFault({ db }: Hospital, { evaluation, caseId }: Attempt, begunAt: string, fault: Fault) {
  await db
    .updateTable('case_attempts')
    .set({ fault: jsonb(fault) })
    .where('evaluation_id', '=', evaluation.id)
    .where('case_id', '=', caseId)
    .where('begun_at', '=', begunAt)
    .execute()
}

/** The cluster begins a case again by itself; its record is an attempt like any other. */
async function noteLostMachine(hospital: Hospital, attempt: Attempt, node: string): Promise<void> {
  const begunAt = await beginAttempt(hospital, attempt)
  await noteFault(hospital, attempt, begunAt, { code: 'cluster-failed', parameters: { reason: `${node}: lost` } })
}

async function assertWithinLimits(
  { db, faultLimits }: Hospital,
  { evaluation }: Attempt,
  failures: number,
  { code, parameters }: Fault,
): Promise<void> {
  const { count } = await db
    .selectFrom('case_attempts as attempt')
    .innerJoin('evaluations as run', 'run.id', 'attempt.evaluation_id')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('run.id', '=', evaluation.id)
    .where('attempt.fault', 'is not', null)
    .where((where) =>
      where.or([where('run.resumed_at', 'is', null), where('attempt.begun_at', '>=', where.ref('run.resumed_at'))]),
    )
    .executeTakeFirstOrThrow()
  if (failures < faultLimits.perCase && Number(count) < faultLimits.perRun) return
  const reason = `${parameters.reason ?? code}`.slice(0, 200)
  throw new AssayError('run-halted', { count: Number(count), reason })
}
