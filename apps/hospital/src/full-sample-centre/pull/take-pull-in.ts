import { AssayError } from '@assay/contracts'
import type { Hospital } from '../../hospital.ts'
import type { IntakeRunRow } from '../full-sample-tables.ts'
import { emptyInbox } from '../inbox/take-received-in.ts'
import { writeObject } from '../inbox/write-object.ts'
import { finishIntake } from '../pipeline/finish-intake.ts'
import { handleOf } from '../pipeline/handle.ts'
import { findSeries, findStudies, type Pacs, retrieveSeries } from './dicomweb.ts'
import { readPacs } from './pacs-store.ts'

/**
 * Fetches what was asked of a PACS, a series at a time, and takes it in. Which series there are is noted before, and each is
 * marked when all of it is in the inbox: after a kill those that are not are fetched again, and what came twice is known.
 */
export async function takePullIn(hospital: Hospital, run: IntakeRunRow, signal: AbortSignal): Promise<void> {
  if (!run.pull) throw new AssayError('not-found', { what: 'pacs' })
  const pacs = await readPacs(hospital, run.pull.pacs)
  if (run.found === 0) await noteSeries(hospital, run, pacs, signal)
  let takingIn = Promise.resolve()
  for (const { study_uid, series_uid } of await seriesToFetch(hospital, run)) {
    if (signal.aborted) break
    await fetchSeries(hospital, run, pacs, { studyUid: study_uid, seriesUid: series_uid }, signal)
    takingIn = takingIn.then(() => emptyInbox(hospital, run, signal))
    // Told when it is waited for.
    takingIn.catch(() => undefined)
  }
  await takingIn
  await emptyInbox(hospital, run, signal)
  if (!signal.aborted) await finishIntake(hospital, run, signal)
}

/** Rows of a statement, which has room for so many parameters. */
const atATime = 1000

async function noteSeries({ db }: Hospital, run: IntakeRunRow, pacs: Pacs, signal: AbortSignal): Promise<void> {
  for await (const study_uid of findStudies(pacs, run.pull!, signal)) {
    const series = await findSeries(pacs, study_uid, signal)
    if (series.length === 0) continue
    for (let from = 0; from < series.length; from += atATime) {
      const some = series.slice(from, from + atATime)
      await db
        .insertInto('pulled_series')
        .values(some.map((series_uid) => ({ intake_id: run.id, study_uid, series_uid, fetched: false })))
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  }
}

function seriesToFetch({ db }: Hospital, { id }: IntakeRunRow) {
  return db
    .selectFrom('pulled_series')
    .select(['study_uid', 'series_uid'])
    .where('intake_id', '=', id)
    .where('fetched', '=', false)
    .execute()
}

async function fetchSeries(
  { db, inbox, handleKey }: Hospital,
  run: IntakeRunRow,
  pacs: Pacs,
  series: { studyUid: string; seriesUid: string },
  signal: AbortSignal,
): Promise<void> {
  const keep = async (part: AsyncIterable<Uint8Array>) => {
    const draft = inbox.newDraft()
    const { size, sha256 } = await writeObject(draft, part)
    await inbox.receive({ draft, size, item: handleOf(handleKey, 'object', sha256), intake: { id: run.id } })
  }
  await retrieveSeries(pacs, series, keep, signal)
  // Identifiers of what was fetched are forgotten with it.
  await db
    .updateTable('pulled_series')
    .set({ fetched: true })
    .where('intake_id', '=', run.id)
    .where('series_uid', '=', series.seriesUid)
    .execute()
}
