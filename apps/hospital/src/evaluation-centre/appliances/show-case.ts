import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError, type CaseOutcome, caseOutcome } from '@assay/contracts'
import { items, number, readDataset } from '@assay/formats'
import { type CaseRun, checkOutput } from '@assay/runner'
import type { Hospital } from '../../hospital.ts'
import type { EvaluationRow } from '../evaluation-centre-tables.ts'
import { isAnswered, type KeptAnswers, writeOutputs } from './answers/write-outputs.ts'
import type { AnswerKind } from './appliance-tables.ts'
import type { ApplianceRun } from './begin-appliance-run.ts'
import { discloseCase } from './disclose-case.ts'
import { neutralCopies, type SentObject, uidsOf } from './sending/neutral-copies.ts'
import { sendCase } from './sending/send-case.ts'

/**
 * Shows a case to the appliance and waits for its answers: disclosed first, then sent until it is acknowledged, then answered or not in time.
 * After a kill a case without an answer is sent again, under the same UIDs, and its time begins anew: nobody could answer a node that was
 * down. What was answered before is not sent again.
 * @throws AssayError appliance-unreachable: no fault of the device, to be tried again
 */
export async function showCase(
  hospital: Hospital,
  { evaluation, run }: { evaluation: EvaluationRow; run: ApplianceRun },
  { caseId, objects }: { caseId: string; objects: readonly Uint8Array[] },
  signal: AbortSignal,
): Promise<CaseRun> {
  const copies = neutralCopies(objects, { secret: run.secret, caseId })
  await discloseCase(hospital, evaluation, { caseId, secret: run.secret, uids: uidsOf(copies) })
  const shown = { evaluation_id: evaluation.id, case_id: caseId }
  const started = performance.now()
  const before = await readKept(hospital, shown)
  if (isAnswered(run.manifest, run.answers, before)) return judged(hospital, run, before, copies, started)
  const refusal = await send(hospital, run, shown, copies, signal)
  if (refusal !== undefined) return ended('output-missing', started, `The appliance refused the case: ${refusal}.`)
  const kept = await answersOf(hospital, run, shown, signal)
  if (!isAnswered(run.manifest, run.answers, kept)) return ended('timed-out', started, 'No answer in time.')
  return judged(hospital, run, kept, copies, started)
}

interface Shown {
  readonly evaluation_id: string
  readonly case_id: string
}

/** Sends a case; gives the status where the appliance refused it for good. */
async function send(
  hospital: Hospital,
  { receiver }: ApplianceRun,
  { evaluation_id, case_id }: Shown,
  copies: readonly SentObject[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const update = () =>
    hospital.db.updateTable('appliance_cases').where('evaluation_id', '=', evaluation_id).where('case_id', '=', case_id)
  const onAttempt = async () => {
    await update()
      .set((build) => ({ attempts: build('attempts', '+', 1) }))
      .execute()
  }
  const sent = await sendCase(hospital, receiver, copies, { onAttempt, signal })
  if (!sent.isTaken) return `status ${sent.status.toString(16).toUpperCase()}`
  await update().set({ sent_at: hospital.clock().toISOString() }).execute()
  return undefined
}

/** The answers of a case, once every output can be taken from them, or once the time is over. */
async function answersOf(
  hospital: Hospital,
  { receiver, manifest, answers }: ApplianceRun,
  { evaluation_id, case_id }: Shown,
  signal: AbortSignal,
): Promise<KeptAnswers> {
  const end = performance.now() + receiver.appliance.answerSeconds * 1000
  for (;;) {
    // Begun before the look, so that an answer between look and wait is not missed.
    const next = hospital.appliances.next(evaluation_id, case_id, end - performance.now(), signal)
    next.catch(() => undefined)
    const kept = await readKept(hospital, { evaluation_id, case_id })
    if (isAnswered(manifest, answers, kept) || performance.now() >= end) {
      hospital.appliances.tell(evaluation_id, case_id)
      return kept
    }
    await next
  }
}

async function readKept({ db, blobs }: Hospital, { evaluation_id, case_id }: Shown): Promise<KeptAnswers> {
  const rows = await db
    .selectFrom('appliance_answers')
    .select(['kind', 'sha256'])
    .where('evaluation_id', '=', evaluation_id)
    .where('case_id', '=', case_id)
    .where('outcome', '=', 'taken')
    .execute()
  const read = rows.map(async ({ kind, sha256 }): Promise<[AnswerKind, Buffer]> => [kind, await blobs.read(sha256)])
  return new Map(await Promise.all(read))
}

/**
 * Writes answers as a device's output, where devices run, so that the next start clears what a killed node left; and judges it as
 * hostile, as every device's.
 */
async function judged(
  { bench }: Hospital,
  { manifest, answers }: ApplianceRun,
  kept: KeptAnswers,
  copies: readonly SentObject[],
  started: number,
): Promise<CaseRun> {
  const output = await mkdtemp(join(bench.area, 'answer-'))
  const discard = () => rm(output, { recursive: true, force: true }).catch(() => undefined)
  try {
    writeOutputs(output, manifest, answers, { kept, waveform: () => waveformOf(copies) })
    return { ...ended(checkOutput(output, manifest.limits), started, ''), output, discard }
  } catch (error) {
    await discard()
    if (!(error instanceof AssayError)) throw error
    return ended(caseOutcome.parse(error.code), started, `${error.parameters.what}`)
  }
}

function waveformOf(copies: readonly SentObject[]): { samplingFrequency: number } {
  const [group] = copies.flatMap(({ bytes }) =>
    items(readDataset(bytes, 'case', { pixels: 'skip' }), '54000100').slice(0, 1),
  )
  return { samplingFrequency: number(group, '003A001A') ?? 0 }
}

/** Nothing is known of what a box used. */
function ended(outcome: CaseOutcome, started: number, log: string): CaseRun {
  const unknown = { cpuMilliseconds: undefined, peakMemoryBytes: 0, exitCode: null, seen: undefined }
  return {
    outcome,
    output: '',
    wallMilliseconds: performance.now() - started,
    ...unknown,
    log,
    discard: async () => undefined,
  }
}
