import { categories } from '@assay/categories'
import type { Account, QualityPassport, RecheckStatus } from '@assay/contracts'
import { rulesToRecheck } from '@assay/governance'
import { append } from '@assay/ledger'
import { inTransaction } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import { rulesKey } from './rules-key.ts'

const atATime = 500
const firstId = '00000000-0000-0000-0000-000000000000'

/** How many studies rules have changed for since they were checked, and how many wait to be checked. */
export async function readRecheckStatus(hospital: Hospital): Promise<RecheckStatus> {
  let touched = 0
  for await (const ids of touchedStudies(hospital)) touched += ids.length
  return { touched, waiting: await countWaiting(hospital) }
}

/**
 * Marks the studies that changed rules touch to be checked again, and nothing else; the check itself takes over what rules that
 * did not change came to. The act enters the ledger with how many were marked.
 */
export async function recheck(hospital: Hospital, account: Account): Promise<RecheckStatus> {
  let touched = 0
  for await (const ids of touchedStudies(hospital)) {
    touched += ids.length
    await hospital.db
      .updateTable('studies')
      .set({ check_after: hospital.clock().toISOString() })
      .where('id', 'in', ids)
      .where('check_after', 'is', null)
      .execute()
  }
  const at = hospital.clock()
  const entry = { type: 'studies-rechecked', at, subject: { studies: touched }, actor: account.id }
  await inTransaction(hospital.db, (transaction) => append(transaction, entry, hospital.random))
  hospital.wakeIntake()
  return { touched, waiting: await countWaiting(hospital) }
}

/**
 * Studies that were checked, and that rules have changed for since, in portions. Only those that were checked under other
 * documents are looked at; one that a change does not touch is noted as held against the present ones.
 */
async function* touchedStudies(hospital: Hospital): AsyncGenerator<string[]> {
  for (const { id: category } of categories) {
    const key = rulesKey(hospital, category)
    for (let last = firstId; ; ) {
      const rows = await checkedUnderOthers(hospital, category, key, last)
      const touched = rows.filter(({ passport }) => isTouched(hospital, passport)).map(({ id }) => id)
      await noteHeld(
        hospital,
        key,
        rows.map(({ id }) => id).filter((id) => !touched.includes(id)),
      )
      if (touched.length > 0) yield touched
      if (rows.length < atATime) break
      last = rows.at(-1)!.id
    }
  }
}

function checkedUnderOthers({ db }: Hospital, category: string, key: string, last: string) {
  return db
    .selectFrom('studies')
    .select(['id', 'passport'])
    .where('category', '=', category)
    .where('rules_key', '!=', key)
    .where('id', '>', last)
    .where('check_after', 'is', null)
    .orderBy('id')
    .limit(atATime)
    .execute()
}

function isTouched({ ruleSets }: Hospital, passport: QualityPassport | null): boolean {
  if (!passport) return true
  const { examine, withdraw } = rulesToRecheck(passport, ruleSets)
  return examine.length + withdraw.length > 0
}

async function noteHeld({ db }: Hospital, key: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.updateTable('studies').set({ rules_key: key }).where('id', 'in', ids).execute()
}

async function countWaiting({ db }: Hospital): Promise<number> {
  const { count } = await db
    .selectFrom('studies')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('check_after', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
