import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Account,
  type AnswerOutcome,
  type ApplianceSettings,
  type ApplianceView,
  AssayError,
  type Protocol,
} from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Secrets of an appliance, from its folder in the node's directory. */
export interface ApplianceSecrets {
  readonly authorization: string | undefined
  readonly ca: Buffer | undefined
  readonly cert: Buffer | undefined
  readonly key: Buffer | undefined
}

const folderOf = (directory: string, name: string) => join(directory, 'appliances', name)

/** The appliances that are registered, with what became of their answers. */
export async function listAppliances({ db }: Pick<Hospital, 'db'>): Promise<ApplianceView[]> {
  const rows = await db.selectFrom('appliances').select('settings').orderBy('name').execute()
  return Promise.all(rows.map(({ settings }) => viewAppliance(db, settings)))
}

async function viewAppliance(db: HospitalDb, settings: ApplianceSettings): Promise<ApplianceView> {
  const { shown } = await db
    .selectFrom('appliance_cases as shown')
    .innerJoin('appliance_runs as run', 'run.evaluation_id', 'shown.evaluation_id')
    .select((build) => build.fn.countAll<number>().as('shown'))
    .where('run.appliance', '=', settings.name)
    .executeTakeFirstOrThrow()
  const counts = await db
    .selectFrom('appliance_answer_counts')
    .selectAll()
    .where('appliance', '=', settings.name)
    .orderBy('last_at')
    .execute()
  return {
    ...settings,
    casesShown: Number(shown),
    lastAnswerAt: counts.at(-1)?.last_at ?? null,
    answers: Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])),
  }
}

/** Registers an appliance, or changes it, and makes the secret that it answers with. Throws `appliance-in-use`. */
export async function saveAppliance(hospital: Hospital, account: Account, settings: ApplianceSettings): Promise<void> {
  const { name } = settings
  const at = hospital.clock()
  await makeSecret(hospital, name)
  await inTransaction(hospital.db, async (transaction) => {
    await assertIdle(transaction, name)
    await transaction
      .insertInto('appliances')
      .values({ name, settings: jsonb(settings) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ settings: jsonb(settings) }))
      .execute()
    const subject = { appliance: name, way: settings.way.kind }
    await append(transaction, { type: 'appliance-saved', at, subject, actor: account.id }, hospital.random)
  })
}

/** Forgets an appliance; what it was shown stays in the ledger. Throws `not-found`, `appliance-in-use`. */
export async function removeAppliance(hospital: Hospital, account: Account, name: string): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    await assertIdle(transaction, name)
    const gone = await transaction.deleteFrom('appliances').where('name', '=', name).returning('name').execute()
    if (gone.length === 0) throw new AssayError('not-found', { what: 'appliance' })
    const subject = { appliance: name }
    await append(transaction, { type: 'appliance-removed', at, subject, actor: account.id }, hospital.random)
  })
}

/** Nothing changes under a run: the answers to what was sent would come to nobody. */
async function assertIdle(transaction: HospitalDb, name: string): Promise<void> {
  const busy = await transaction
    .selectFrom('appliance_runs as run')
    .innerJoin('evaluations', 'evaluations.id', 'run.evaluation_id')
    .select('evaluations.id')
    .where('run.appliance', '=', name)
    .where('evaluations.state', '=', 'running')
    .executeTakeFirst()
  if (busy) throw new AssayError('appliance-in-use', { appliance: name })
}

/** The appliance of a protocol's device and vendor. Throws `appliance-missing`. */
export async function applianceFor(db: HospitalDb, { device }: Protocol): Promise<ApplianceSettings> {
  const rows = await db.selectFrom('appliances').select('settings').orderBy('name').execute()
  const found = rows.find(({ settings }) => settings.vendor === device.vendor && settings.device === device.name)
  if (!found) throw new AssayError('appliance-missing', { vendor: device.vendor, device: device.name })
  return found.settings
}

/** An appliance's secrets, those that there are. */
export async function readSecrets({ directory }: Pick<Hospital, 'directory'>, name: string): Promise<ApplianceSecrets> {
  const read = (file: string) => readFile(join(folderOf(directory, name), file)).catch(() => undefined)
  const [ca, cert, key] = await Promise.all(['authorities.pem', 'certificate.pem', 'key.pem'].map(read))
  return { ca, cert, key, authorization: (await read('authorization'))?.toString('utf8').trim() }
}

/** What an appliance has to show when it answers over HTTP. */
export async function answerSecretOf(
  { directory }: Pick<Hospital, 'directory'>,
  name: string,
): Promise<string | undefined> {
  const text = await readFile(join(folderOf(directory, name), 'answer-secret'), 'utf8').catch(() => undefined)
  return text?.trim()
}

async function makeSecret({ directory, random }: Hospital, name: string): Promise<void> {
  await mkdir(folderOf(directory, name), { recursive: true, mode: 0o700 })
  const secret = Buffer.from(random(32)).toString('hex')
  await writeFile(join(folderOf(directory, name), 'answer-secret'), `${secret}\n`, { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
}

/** Counts what became of an answer. */
export async function countAnswer(
  { db, clock }: Pick<Hospital, 'db' | 'clock'>,
  appliance: string,
  outcome: AnswerOutcome,
): Promise<void> {
  const last_at = clock().toISOString()
  await db
    .insertInto('appliance_answer_counts')
    .values({ appliance, outcome, count: 1, last_at })
    .onConflict((conflict) =>
      conflict
        .columns(['appliance', 'outcome'])
        .doUpdateSet((build) => ({ count: build('appliance_answer_counts.count', '+', 1), last_at })),
    )
    .execute()
}
