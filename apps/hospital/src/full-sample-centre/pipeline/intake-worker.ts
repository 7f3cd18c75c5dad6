import { AssayError, errorStatuses, type IntakeWay } from '@assay/contracts'
import { newId } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { logFault } from '../../log-fault.ts'
import { takeFolderIn } from '../folder/take-folder-in.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { takeReceivedIn } from '../inbox/take-received-in.ts'
import { takePullIn } from '../pull/take-pull-in.ts'
import { takeUploadIn } from '../upload/take-upload-in.ts'
import { forgetArchive } from '../upload/upload-places.ts'
import { failIntake, noteInterruption } from './finish-intake.ts'
import { listRunningIntakes } from './intake-store.ts'
import { clearStopped } from './stop-intake.ts'

/** Takes an intake in as far as it can, and finishes it when there is nothing more to come. */
type TakeIn = (hospital: Hospital, run: IntakeRunRow, signal: AbortSignal) => Promise<void>

const byWay: Readonly<Record<IntakeWay, TakeIn>> = {
  folder: takeFolderIn,
  watched: takeFolderIn,
  upload: takeUploadIn,
  listener: takeReceivedIn,
  pull: takePullIn,
}

/**
 * Takes in whatever waits to be taken in: every intake by itself, so that a long one stops no other. Goes on after a kill with
 * what has no outcome. Call `settled` before the database closes.
 */
export function intakeWorker(hospital: Hospital, signal: AbortSignal) {
  const active = new Map<string, { readonly done: Promise<void>; readonly stop: AbortController }>()
  const begin = (run: IntakeRunRow) => {
    const stop = new AbortController()
    const done = attempt(hospital, run, AbortSignal.any([signal, stop.signal]))
      .then(() => (stop.signal.aborted ? clearStopped(hospital, run.id) : undefined))
      .finally(() => active.delete(run.id))
    active.set(run.id, { done, stop })
  }
  return {
    work: async () => {
      const running = await listRunningIntakes(hospital.db)
      const wanted = new Set(running.map(({ id }) => id))
      for (const [id, { stop }] of active) if (!wanted.has(id)) stop.abort()
      for (const run of running) {
        if (signal.aborted) return
        if (!active.has(run.id)) begin(run)
      }
    },
    settled: async () => void (await Promise.allSettled([...active.values()].map(({ done }) => done))),
  }
}

/** What can't be taken in at all ends the intake, with the reason. A fault of this machine is shown, and tried again. */
async function attempt(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  try {
    await byWay[run.way](hospital, run, signal)
  } catch (error) {
    if (signal.aborted) return
    await explain(hospital, run, error).catch((fault: unknown) =>
      logFault(hospital.log, fault, { intake: run.id }, 'intake interrupted'),
    )
  }
}

async function explain(hospital: Hospital, run: IntakeRunRow, error: unknown): Promise<void> {
  const isForGood = error instanceof AssayError && errorStatuses[error.code] < 500
  if (isForGood) {
    await failIntake(hospital, run, { code: error.code, parameters: error.parameters })
    return forgetArchive(hospital, run.id)
  }
  if (error instanceof AssayError)
    return noteInterruption(hospital, run, { code: error.code, parameters: error.parameters })
  const id = newId(hospital.clock, hospital.random)
  logFault(hospital.log, error, { id, intake: run.id }, 'intake interrupted')
  await noteInterruption(hospital, run, { code: 'internal-error', parameters: { id } })
}
