import { categories } from '@assay/categories'
import type { Account, QualityPassport, RecheckStatus } from '@assay/contracts'
import { rulesToRecheck } from '@assay/governance'
import { append } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { rulesKey } from './rules-key.ts'

const atATime = 5000
const firstId = '00000000-0000-0000-0000-000000000000'

/** Studies of a category that were checked under the same documents of rules. */
interface Held {
  readonly category: string
  readonly rulesKey: string
}

/** How many studies rules have changed for since they were checked, and how many wait to be checked. */
export async function readRecheckStatus(hospital: Hospital): Promise<RecheckStatus> {
  let touched = 0
  for await (const held of touchedStudies(hospital)) {
    const { count } = await checkedUnder(hospital.db, held)
      .select((build) => build.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    touched += Number(count)
  }
  return { touched, waiting: await countWaiting(hospital) }
}

/**
 * Marks the studies that changed rules touch to be checked again, and nothing else; the check itself takes over what rules that
 * did not change came to. The act enters the ledger with how many were marked.
 */
export async function recheck(hospital: Hospital, account: Account): Promise<RecheckStatus> {
  let touched = 0
  for await (const held of touchedStudies(hospital)) touched += await mark(hospital, held)
  const at = hospital.clock()
  const entry = { type: 'studies-rechecked', at, subject: { studies: touched }, actor: account.id }
  await inTransaction(hospital.db, (transaction) => append(transaction, entry, hospital.random))
  hospital.wakeIntake()
  return { touched, waiting: await countWaiting(hospital) }
}

async function mark({ db, clock }: Hospital, held: Held): Promise<number> {
  let marked = 0
  for (let last = firstId; ; ) {
    const rows = await checkedUnder(db, held).select('id').where('id', '>', last).orderBy('id').limit(atATime).execute()
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return marked
    await db.updateTable('studies').set({ check_after: clock().toISOString() }).where('id', 'in', ids).execute()
    marked += ids.length
    last = ids.at(-1)!
  }
}

function checkedUnder(db: HospitalDb, { category, rulesKey: key }: Held) {
  return db
    .selectFrom('studies')
    .where('category', '=', category)
    .where('rules_key', '=', key)
    .where('check_after', 'is', null)
}

/**
 * Studies that rules have changed for since they were checked, by what they were checked under. Passports of a category that come of the same
 * documents hold the same rules, so that one of them speaks for all, however many there are.
 */
async function* touchedStudies(hospital: Hospital): AsyncGenerator<Held> {
  for (const { id: category } of categories)
    for await (const key of keysOf(hospital.db, category)) {
      if (key === rulesKey(hospital, category)) continue
      const { passport } = await hospital.db
        .selectFrom('studies')
        .select('passport')
        .where('category', '=', category)
        .where('rules_key', '=', key)
        .limit(1)
        .executeTakeFirstOrThrow()
      if (isTouched(hospital, passport)) yield { category, rulesKey: key }
    }
}

/** The keys that studies of a category have, each found in the index behind the one before. */
async function* keysOf(db: HospitalDb, category: string): AsyncGenerator<string> {
  for (let last = ''; ; ) {
    const row = await db
      .selectFrom('studies')
      .select('rules_key')
      .where('category', '=', category)
      .where('rules_key', '>', last)
      .orderBy('rules_key')
      .limit(1)
      .executeTakeFirst()
    if (row?.rules_key == null) return
    last = row.rules_key
    yield last
  }
}

function isTouched({ ruleSets }: Hospital, passport: QualityPassport | null): boolean {
  if (!passport) return true
  const { examine, withdraw } = rulesToRecheck(passport, ruleSets)
  return examine.length + withdraw.length > 0
}

async function countWaiting({ db }: Hospital): Promise<number> {
  const { count } = await db
    .selectFrom('studies')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('check_after', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
