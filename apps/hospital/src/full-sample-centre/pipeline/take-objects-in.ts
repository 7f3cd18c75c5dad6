import { rm } from 'node:fs/promises'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { enterPlaces, keepCopies } from '../copies/keep-copies.ts'
import { readPlain } from '../folder/read-intake-files.ts'
import type { Walked } from '../folder/walk-folder.ts'
import type { IntakeRunRow, QuarantineRow } from '../full-sample-tables.ts'
import { enterStudies } from '../index/enter-studies.ts'
import { rememberIdentity } from '../linkage/remember-identity.ts'
import { type Aside, putAside } from '../quarantine/put-aside.ts'
import type { Prepared, Unit } from './prepared.ts'
import { recordOutcomes } from './record-outcomes.ts'

/** A file of an intake. */
export interface IntakeUnit extends Unit {
  /** What it is shown by: its handle, or its path where names were declared neutral. */
  readonly name: string
  /** Size and time of change, of a watched file. */
  readonly stamp?: string
  /** Its row in the inbox. */
  readonly inboxId?: string
  /** What keeps it from being looked at: it is a link, a device, a folder that can't be opened. */
  readonly fault?: Walked['fault']
}

/** From when on a study that nothing more has come of is checked, though its intake goes on. */
const settledMilliseconds = 30_000

/** A file that is not taken in, and why. */
interface Refusal {
  readonly unit: IntakeUnit
  readonly code: string
  readonly parameters: QuarantineRow['parameters']
}

/**
 * Takes files in: looks at each in worker threads, keeps the de-identified copies by their hash, and writes index, quarantine
 * and outcomes down. A kill at any instant leaves what has no outcome to be done again, to the same end. No file's fault stops
 * another.
 */
export async function takeObjectsIn(
  hospital: Hospital,
  run: IntakeRunRow,
  units: readonly IntakeUnit[],
): Promise<void> {
  const plain = units.filter(({ fault }) => fault === undefined)
  const prepared = await hospital.preparer.prepare(plain)
  const pairs = plain.map((unit, place) => ({ unit, result: prepared[place]! }))
  const good = pairs.flatMap(({ unit, result }) => (result.outcome === 'prepared' ? [{ unit, result }] : []))
  const bad = pairs.flatMap(({ unit, result }) => (result.outcome === 'refused' ? [refusalOf(unit, result)] : []))
  const places = await keepCopies(
    hospital,
    good.map(({ result }) => result),
  )
  const atOdds = await inTransaction(hospital.db, async (transaction) => {
    await enterPlaces(transaction, places)
    return enter(transaction, hospital, run, good)
  })
  await refuse(hospital, run, [...units.flatMap(unseen), ...bad, ...atOdds])
  await forgetReceived(units)
}

/** The refusal of what was looked at: whoever looked knows it by its handle alone. */
function refusalOf(unit: IntakeUnit, { code, parameters }: Extract<Prepared, { outcome: 'refused' }>): Refusal {
  const isNamed = parameters.where === unit.item
  return { unit, code, parameters: isNamed ? { ...parameters, where: unit.name } : parameters }
}

/** The refusal of what can't be looked at. */
function unseen(unit: IntakeUnit): Refusal[] {
  const { fault: what, name } = unit
  return what === undefined ? [] : [{ unit, code: 'object-unreadable', parameters: { where: name, what } }]
}

/** Enters what could be read into the index, with its outcomes; gives what is at odds with what stands there. */
async function enter(
  transaction: HospitalDb,
  hospital: Hospital,
  run: IntakeRunRow,
  good: readonly { unit: IntakeUnit; result: Extract<Prepared, { outcome: 'prepared' }> }[],
): Promise<Refusal[]> {
  const { clock, random } = hospital
  const checkAfter = new Date(clock().getTime() + settledMilliseconds)
  const entries = good.map(({ result }) => result.entry)
  const entered = await enterStudies(transaction, { clock, random, run, checkAfter }, entries)
  const outcomes = good.flatMap(({ unit: { item } }, place) => {
    const { outcome } = entered[place]!
    return outcome === 'refused' ? [] : [{ item, outcome, case_id: null }]
  })
  const taken = good.filter((_, place) => entered[place]!.outcome !== 'refused')
  const bytes = taken.reduce((sum, { result }) => sum + result.size, 0)
  await recordOutcomes(transaction, clock, run.id, outcomes, bytes)
  await rememberPatients(
    transaction,
    hospital,
    taken.map(({ result }) => result),
  )
  await leave(
    transaction,
    run,
    taken.map(({ unit }) => unit),
  )
  return good.flatMap(({ unit }, place) => {
    const one = entered[place]!
    return one.outcome === 'refused' ? [{ unit, code: one.code, parameters: { where: unit.name } }] : []
  })
}

async function rememberPatients(
  transaction: HospitalDb,
  hospital: Hospital,
  taken: readonly Extract<Prepared, { outcome: 'prepared' }>[],
): Promise<void> {
  const known = new Map(
    taken.flatMap(({ identity, entry: { study } }) =>
      identity ? [[`${study.patient} ${Buffer.from(identity).toString('hex')}`, { study, identity }] as const] : [],
    ),
  )
  for (const { study, identity } of known.values())
    await rememberIdentity(hospital, transaction, study.patient, identity)
}

/** Puts files aside, with what they were kept as. */
async function refuse(hospital: Hospital, run: IntakeRunRow, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return
  const aside: Aside[] = []
  for (const { unit, code, parameters } of refusals) {
    const { item, name } = unit
    const files = await keepFiles(hospital, unit)
    aside.push({ item, name, what: 'object', files, acceptable: false, code, parameters })
  }
  const entered = await inTransaction(hospital.db, async (transaction) => {
    const outcomes = aside.map(({ item }) => ({ item, outcome: 'quarantined' as const, case_id: null }))
    const isNew = await recordOutcomes(transaction, hospital.clock, run.id, outcomes, 0)
    await putAside(
      transaction,
      hospital,
      run.id,
      aside.filter(({ item }) => isNew.has(item)),
    )
    await leave(
      transaction,
      run,
      refusals.map(({ unit }) => unit),
    )
    return isNew
  })
  const forgotten = aside.filter(({ item }) => !entered.has(item)).flatMap(({ files }) => files.map(({ file }) => file))
  await hospital.quarantine.remove(forgotten)
}

/** Keeps what can be read of a file, and of the one with its voxels, as they came. */
async function keepFiles({ quarantine }: Hospital, { item, name, path, voxels, patient, fault }: IntakeUnit) {
  const files: QuarantineRow['files'] = []
  if (fault) return files
  for (const [role, from] of [['instance', path] as const, ['voxels', voxels] as const]) {
    const bytes = from === undefined ? undefined : await readPlain(from, item).catch(() => undefined)
    if (!bytes) break
    files.push({ name, role, ...(patient ? { patient } : {}), file: await quarantine.keep(bytes) })
  }
  return files
}

/** Notes that files have their outcome: they leave the inbox, and a watched folder does not bring them again. */
async function leave(transaction: HospitalDb, run: IntakeRunRow, units: readonly IntakeUnit[]): Promise<void> {
  const received = units.flatMap(({ inboxId }) => inboxId ?? [])
  if (received.length > 0) await transaction.deleteFrom('inbox').where('id', 'in', received).execute()
  const { watched_id } = run
  const watched = units.flatMap(({ item, stamp }) => (stamp === undefined ? [] : [{ item, stamp }]))
  if (watched_id === null || watched.length === 0) return
  await transaction
    .insertInto('watched_files')
    .values(watched.map((one) => ({ watched_id, ...one })))
    .onConflict((conflict) =>
      conflict.columns(['watched_id', 'item']).doUpdateSet((build) => ({ stamp: build.ref('excluded.stamp') })),
    )
    .execute()
}

/** Originals that were received are kept no longer than until their outcome is written down. */
async function forgetReceived(units: readonly IntakeUnit[]): Promise<void> {
  const received = units.filter(({ inboxId }) => inboxId !== undefined)
  const files = received.flatMap(({ path, voxels }) => (voxels === undefined ? [path] : [path, voxels]))
  await Promise.all(files.map((file) => rm(file, { force: true })))
}
