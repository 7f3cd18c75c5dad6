import { categories } from '@assay/categories'
import type { Account, QualityPassport, RecheckStatus } from '@assay/contracts'
import { rulesToRecheck } from '@assay/governance'
import { append } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { rulesKey } from './rules-key.ts'

/** Studies of a category that were checked under the same documents of rules. */
interface Held {
  readonly category: string
  readonly rulesKey: string
  readonly studies: number
}

/** How many studies rules have changed for since they were checked, and how many wait to be checked. */
export async function readRecheckStatus(hospital: Hospital): Promise<RecheckStatus> {
  const { open, ordered } = await touchedStudies(hospital)
  return { touched: sum(open), waiting: sum(ordered) + (await countDue(hospital.db)) }
}

/**
 * Orders that the studies that changed rules touch are checked again, and nothing else; the check itself takes over what rules that did
 * not change came to. An order names the documents that the studies were checked under, so that it takes as long for a million studies as
 * for one. The act enters the ledger with how many they are.
 */
export async function recheck(hospital: Hospital, account: Account): Promise<RecheckStatus> {
  const { open } = await touchedStudies(hospital)
  const at = hospital.clock()
  const orders = open.map(({ category, rulesKey: rules_key }) => ({
    category,
    rules_key,
    ordered_at: at.toISOString(),
  }))
  await inTransaction(hospital.db, async (transaction) => {
    if (orders.length > 0)
      await transaction
        .insertInto('rechecks')
        .values(orders)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    const subject = { studies: sum(open) }
    await append(transaction, { type: 'studies-rechecked', at, subject, actor: account.id }, hospital.random)
  })
  hospital.wakeIntake()
  return { touched: sum(open), waiting: (await readRecheckStatus(hospital)).waiting }
}

/**
 * Studies that rules have changed for since they were checked, by what they were checked under; those that are ordered to be checked
 * again apart. Passports of a category that come of the same documents hold the same rules, so that one of them speaks for all.
 */
async function touchedStudies(hospital: Hospital): Promise<{ open: Held[]; ordered: Held[] }> {
  const { db } = hospital
  const orders = await db.selectFrom('rechecks').selectAll().execute()
  const touched: { open: Held[]; ordered: Held[] } = { open: [], ordered: [] }
  for (const { category, rules_key: key, studies } of await heldStudies(db)) {
    if (key === rulesKey(hospital, category)) continue
    const held = { category, rulesKey: key, studies }
    if (orders.some((order) => order.category === category && order.rules_key === key)) touched.ordered.push(held)
    else if (await isTouched(hospital, held)) touched.open.push(held)
  }
  return touched
}

function heldStudies(db: HospitalDb) {
  return db
    .selectFrom('studies_by_rules')
    .selectAll()
    .where('studies', '>', 0)
    .where(
      'category',
      'in',
      categories.map(({ id }) => id),
    )
    .orderBy('category')
    .orderBy('rules_key')
    .execute()
}

/** Rules stay as they are while a program runs, and so do the documents that a key stands for. */
const known = new WeakMap<Hospital['ruleSets'], Map<string, boolean>>()

/** A study without its passport is due anyway. */
async function isTouched({ db, ruleSets }: Hospital, { category, rulesKey: key }: Held): Promise<boolean> {
  const answers = known.get(ruleSets) ?? new Map<string, boolean>()
  known.set(ruleSets, answers)
  const answered = answers.get(`${category} ${key}`)
  if (answered !== undefined) return answered
  const found = await db
    .selectFrom('studies')
    .select('passport')
    .where('category', '=', category)
    .where('rules_key', '=', key)
    .where('passport', 'is not', null)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!found?.passport) return false
  const touched = hasChanged(found.passport, ruleSets)
  answers.set(`${category} ${key}`, touched)
  return touched
}

function hasChanged(passport: QualityPassport, ruleSets: Hospital['ruleSets']): boolean {
  const { examine, withdraw } = rulesToRecheck(passport, ruleSets)
  return examine.length + withdraw.length > 0
}

async function countDue(db: HospitalDb): Promise<number> {
  const { count } = await db
    .selectFrom('studies')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('check_after', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function sum(held: readonly Held[]): number {
  return held.reduce((total, { studies }) => total + studies, 0)
}
