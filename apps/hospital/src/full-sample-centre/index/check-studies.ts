import type { QualityPassport, StudyVerdict } from '@assay/contracts'
import type { IntegrationSubject } from '@assay/governance'
import { sha256OfJson } from '@assay/signing'
import { afterCommit, inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { StudyRow } from '../full-sample-tables.ts'
import { closeEntries } from '../quarantine/close-entries.ts'
import { putAside } from '../quarantine/put-aside.ts'
import { characteristicsOf } from './characteristics-of.ts'
import { placesOf } from './copy-places.ts'
import { countInDirectory, placeOf } from './count-in-directory.ts'
import { countUnderRules } from './count-under-rules.ts'
import { recountVerdicts } from './count-verdicts.ts'
import { surroundingsOf } from './integration-subject.ts'
import { noteFeatures } from './note-features.ts'
import { beginRecheckRound } from './recheck-round.ts'
import { rulesKey } from './rules-key.ts'
import { manifestHashOf, readSeries, type SeriesWithFiles } from './study-manifest.ts'

/** Which studies to check: those of an intake that ends, or all that are due and some of those that changed rules touch. */
type Which = { readonly intakeId: string } | { readonly due: true }

/**
 * Holds every study that waits for it against the rules, as many at a time as threads look at them, until `signal` aborts. One that is being
 * looked at already, since it is due and its intake ends, is waited for. A million that changed rules touch keep nothing else waiting: some
 * are checked, and the rest when the caller comes again, which it is woken for.
 */
export async function checkStudies(hospital: Hospital, which: Which, signal: AbortSignal): Promise<void> {
  const { studiesUnderCheck: underCheck, examiner } = hospital
  const own = new Set<Promise<void>>()
  const round = 'due' in which ? beginRecheckRound(hospital) : undefined
  const next = async (passedOver: readonly string[]) =>
    (await nextDue(hospital, which, passedOver)) ?? (await round?.next())
  let fault: unknown
  const begin = (study: StudyRow) => {
    const check = checkStudy(hospital, study)
      .catch((error: unknown) => {
        fault ??= error
      })
      .finally(() => {
        underCheck.delete(study.id)
        own.delete(check)
      })
    underCheck.set(study.id, check)
    own.add(check)
  }
  while (!signal.aborted && !fault) {
    const passedOver = [...underCheck.keys()]
    const study = own.size < examiner.atATime ? await next(passedOver) : undefined
    if (study) {
      // Another may have begun with it while it was read.
      if (!underCheck.has(study.id)) begin(study)
    } else if (own.size > 0) await Promise.race(own)
    else if (!(await othersEnd(hospital, which, passedOver))) break
  }
  await Promise.all(own)
  if (fault) throw fault
  await round?.keep()
}

/** Waits for one of the studies that were passed over since others look at them; false where none of those that wait is. */
async function othersEnd(hospital: Hospital, which: Which, passedOver: readonly string[]): Promise<boolean> {
  if ('due' in which || passedOver.length === 0) return false
  const waiting = await waitingStudies(hospital, which).select('id').where('id', 'in', passedOver).execute()
  if (waiting.length === 0) return false
  await Promise.race(waiting.map(({ id }) => hospital.studiesUnderCheck.get(id)))
  return true
}

function nextDue(hospital: Hospital, which: Which, underCheck: readonly string[]): Promise<StudyRow | undefined> {
  const waiting = waitingStudies(hospital, which).selectAll()
  const chosen = underCheck.length > 0 ? waiting.where('id', 'not in', underCheck) : waiting
  return chosen.orderBy('check_after').limit(1).executeTakeFirst()
}

function waitingStudies({ db, clock }: Hospital, which: Which) {
  const due = db.selectFrom('studies').where('check_after', 'is not', null)
  return 'intakeId' in which
    ? due.where('intake_id', '=', which.intakeId)
    : due.where('check_after', '<=', clock().toISOString())
}

/** Holds one study against the rules: what is unchanged in rules and files since its last passport is not looked at again. */
async function checkStudy(hospital: Hospital, study: StudyRow): Promise<void> {
  const series = await readSeries(hospital.db, study.id)
  const { passport, statements } = await hospital.examiner.examine({
    study: { uid: study.uid, category: study.category },
    series,
    places: await placesOf(hospital.db, study.id),
    surroundings: await surroundingsOf(hospital.db, study, series),
    manifestHash: manifestHashOf(study, series),
    issuedAt: hospital.clock().toISOString(),
    earlier: study.passport ?? undefined,
  })
  await inTransaction(hospital.db, (transaction) =>
    settle(transaction, hospital, { study, series, passport, statements }),
  )
}

interface Checked {
  readonly study: StudyRow
  readonly series: readonly SeriesWithFiles[]
  readonly passport: QualityPassport
  readonly statements: IntegrationSubject['statements']
}

/** Writes a passport down with all that follows from it, unless more files came meanwhile: then the study stays due. */
async function settle(
  transaction: HospitalDb,
  hospital: Hospital,
  { study, series, passport, statements }: Checked,
): Promise<void> {
  const now = await transaction
    .selectFrom('studies')
    .selectAll()
    .where('id', '=', study.id)
    .forUpdate()
    .executeTakeFirst()
  if (!now || now.check_after !== study.check_after) return
  const verdict = await putStudyAside(transaction, hospital, study, passport)
  const counts = countsOf(series)
  const rules_key = rulesKey(hospital, study.category)
  const characteristics = characteristicsOf(statements)
  const changed = {
    ...counts,
    ...characteristics,
    verdict,
    manifest_hash: passport.manifestHash,
    check_after: null,
    rules_key,
  }
  await transaction
    .updateTable('studies')
    .set({ ...changed, passport: jsonb(passport) })
    .where('id', '=', study.id)
    .execute()
  for (const one of series)
    await transaction
      .updateTable('series')
      .set({ instances: one.files.length, bytes: bytesOf(one) })
      .where('id', '=', one.id)
      .execute()
  await noteFeatures(transaction, study.id, passport, statements)
  await countInDirectory(transaction, study.id, now.counted, placeOf({ ...now, ...changed }))
  await recountVerdicts(transaction, now, passport)
  await countUnderRules(transaction, now.category, { before: now.rules_key, after: rules_key })
  afterCommit(() => hospital.changedCategories.add(study.category))
}

function countsOf(series: readonly SeriesWithFiles[]) {
  return {
    series: series.length,
    instances: series.reduce((sum, { files }) => sum + files.length, 0),
    bytes: series.reduce((sum, one) => sum + bytesOf(one), 0),
  }
}

function bytesOf({ files }: SeriesWithFiles): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

/**
 * Puts a study in question into the quarantine, once for the same findings; a steward's acceptance holds as long as they are
 * the same. One that is good now leaves it. Gives the study's verdict.
 */
async function putStudyAside(
  transaction: HospitalDb,
  hospital: Hospital,
  { id, uid, intake_id }: StudyRow,
  passport: QualityPassport,
): Promise<StudyVerdict> {
  const { verdict } = passport
  const isInQuestion = verdict === 'quarantine' || verdict === 'reject'
  const findings = findingsHash(passport)
  const entries = await transaction
    .selectFrom('quarantine')
    .select(['id', 'state', 'parameters'])
    .where('study_id', '=', id)
    .where('what', '=', 'study')
    .execute()
  const same = entries.filter(({ parameters }) => isInQuestion && parameters.findings === findings)
  const stale = entries.filter((entry) => entry.state === 'waiting' && !same.includes(entry)).map((entry) => entry.id)
  await closeEntries(transaction, stale, { state: 'resolved', at: hospital.clock() })
  if (same.some(({ state }) => state === 'accepted')) return 'accepted-by-steward'
  if (isInQuestion && !same.some(({ state }) => state === 'waiting'))
    await putAside(transaction, hospital, intake_id, [
      {
        item: uid,
        name: uid,
        what: 'study',
        files: [],
        acceptable: verdict === 'quarantine',
        studyId: id,
        code: 'study-quality',
        parameters: { rules: brokenRules(passport).join(', '), findings },
      },
    ])
  return verdict
}

/** Over which rules were broken, in which version, on which files. */
function findingsHash(passport: QualityPassport): string {
  const broken = passport.outcomes
    .filter(({ verdict }) => verdict === 'quarantine' || verdict === 'reject')
    .map(({ ruleSet, rule, ruleHash, series, found }) => ({ ruleSet, rule, ruleHash, series, found }))
  return sha256OfJson({ manifestHash: passport.manifestHash, broken })
}

function brokenRules({ outcomes }: QualityPassport): string[] {
  const broken = outcomes.filter(({ verdict }) => verdict === 'quarantine' || verdict === 'reject')
  return [...new Set(broken.map(({ ruleSet, rule }) => `${ruleSet}/${rule}`))].slice(0, 10)
}
