import { release, type } from 'node:os'
import process from 'node:process'
import type { CaseOutcome, Protocol, RunConduct } from '@assay/contracts'
import type { CaseRun } from '@assay/runner'
import { sql } from '@assay/store'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb } from '../hospital-tables.ts'
import { countDisclosed, countDisclosedBefore } from './appliances/disclose-case.ts'
import type { EvaluationRow, RunConditions } from './evaluation-centre-tables.ts'
import { supervisionOf } from './results-files/results-file-store.ts'
import { hashProvenance } from './run-provenance.ts'

/**
 * What holds a device that runs now. Of one that the node does not start, nothing is known.
 * @param run with what was read in the device's own /proc; what the trial start found stands in for it
 */
export function runConditions(
  { bench, demonstrationDevice }: Hospital,
  { wayOfRunning = 'package' }: Protocol,
  { seen, remote }: Partial<Pick<CaseRun, 'seen' | 'remote'>> = {},
): RunConditions {
  const { isolation, parts, version } = bench.executor
  const demonstration = demonstrationDevice !== undefined
  if (wayOfRunning !== 'package') return { isolation: 'not-seen', isolationParts: [], demonstration }
  return {
    isolation,
    isolationParts: [...(seen ?? parts)],
    demonstration,
    executor: version,
    kernel: `${type()} ${release()}`,
    interpreter: `node ${process.version}`,
    isSeen: seen !== undefined,
    ...(remote ? { executor: remote.version, kernel: remote.kernel, job: remote.job, machine: remote.node } : {}),
  }
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
  const conditions =
    results.length > 0 ? results.map((result) => result.conditions) : [runConditions(hospital, evaluation.protocol)]
  const supervision = await supervisionOf(db, evaluation.id)
  return {
    wayOfRunning: evaluation.protocol.wayOfRunning ?? 'package',
    ...weakest(conditions),
    executors: namesOf(conditions, 'executor'),
    kernels: namesOf(conditions, 'kernel'),
    imageDigest: evaluation.image_digest,
    starts: evaluation.manifest?.cases ?? 'one-per-start',
    isolationSeen: results.filter((result) => result.conditions.isSeen).length,
    cases: results.length,
    outcomes,
    restarts: await countRestarts(db, evaluation.id),
    repeats: await countRepeated(db, evaluation.id),
    disclosed: {
      cases: await countDisclosed(db, evaluation.id),
      before: await countDisclosedBefore(db, evaluation),
    },
    provenanceHash: await hashProvenance(db, evaluation),
    ...(supervision ? { supervision } : {}),
    nodeVersion: hospital.version,
    startedAt: evaluation.started_at ?? evaluation.changed_at,
    finishedAt: evaluation.finished_at ?? evaluation.changed_at,
  }
}

function namesOf(conditions: readonly RunConditions[], field: 'executor' | 'kernel'): string[] {
  const held = conditions.filter(({ isolation }) => isolation !== 'not-seen')
  return [...new Set(held.map((one) => one[field] ?? 'unknown'))].sort()
}

/** What can be said of all runs: the node may have been started otherwise in between. */
export function weakest(
  conditions: readonly RunConditions[],
): Pick<RunConduct, 'isolation' | 'isolationParts' | 'demonstration'> {
  const [first, ...others] = conditions
  return {
    isolation: conditions.find(({ isolation }) => isolation === 'none')?.isolation ?? first?.isolation ?? 'none',
    isolationParts: (first?.isolationParts ?? []).filter((part) =>
      others.every(({ isolationParts }) => isolationParts.includes(part)),
    ),
    demonstration: conditions.some(({ demonstration }) => demonstration),
  }
}

async function countRepeated(db: HospitalDb, evaluationId: string): Promise<RunConduct['repeats']> {
  const rows = await db.selectFrom('case_repeats').select('is_same').where('evaluation_id', '=', evaluationId).execute()
  const done = rows.filter(({ is_same }) => is_same !== null)
  return { cases: done.length, differing: done.filter(({ is_same }) => !is_same).length }
}

/** Starts of a case after its first: an interruption of the node had ended the one before. */
async function countRestarts(db: HospitalDb, evaluationId: string): Promise<number> {
  const { restarts } = await db
    .selectFrom('case_attempts')
    .select(sql<number>`count(*) - count(distinct case_id)`.as('restarts'))
    .where('evaluation_id', '=', evaluationId)
    .where('is_repeat', '=', false)
    .executeTakeFirstOrThrow()
  return Number(restarts)
}
