import type { Account, Clock, Random, Session } from '@assay/contracts'
import { type AccessDb, accountFrom } from './access-store.ts'
import { hashSecret, newSecret } from './secrets.ts'

/** A session ends this long after its last use: a working day without a visit. */
export const idleHours = 8
/** And this long after it began, however it is used. */
const longestHours = 7 * 24

const hour = 60 * 60 * 1000
// A write a minute is enough to know when a session was last used.
const seenStep = 60 * 1000

/** Begins a session. Only its hash is kept: the token is told once. */
export async function beginSession(db: AccessDb, account: Account, clock: Clock, random: Random): Promise<Session> {
  const token = newSecret(random)
  const now = clock()
  const at = now.toISOString()
  await db
    .insertInto('access_sessions')
    .values({ token_hash: hashSecret(token), account_id: account.id, began_at: at, seen_at: at })
    .execute()
  await removeEnded(db, now)
  return { token, account, expiresAt: new Date(now.getTime() + idleHours * hour).toISOString() }
}

/** The account behind a token, or undefined if the session is unknown or over; its use puts its end off. */
export async function findSession(db: AccessDb, token: string, clock: Clock): Promise<Account | undefined> {
  const hash = hashSecret(token)
  const row = await db
    .selectFrom('access_sessions as session')
    .innerJoin('access_accounts as account', 'account.id', 'session.account_id')
    .select(['account.id', 'account.name', 'account.display_name', 'account.organisation', 'account.role'])
    .select(['session.began_at', 'session.seen_at'])
    .where('session.token_hash', '=', hash)
    .executeTakeFirst()
  const now = clock().getTime()
  if (!row || isOver(row, now)) return undefined
  if (now - Date.parse(row.seen_at) > seenStep) await touch(db, hash, now)
  return accountFrom(row)
}

/** Ends a session: its token is worth nothing afterwards. */
export async function endSession(db: AccessDb, token: string): Promise<void> {
  await db.deleteFrom('access_sessions').where('token_hash', '=', hashSecret(token)).execute()
}

function isOver(session: { began_at: string; seen_at: string }, now: number): boolean {
  return (
    now - Date.parse(session.seen_at) > idleHours * hour || now - Date.parse(session.began_at) > longestHours * hour
  )
}

async function touch(db: AccessDb, hash: string, now: number): Promise<void> {
  const seen = new Date(now).toISOString()
  await db.updateTable('access_sessions').set({ seen_at: seen }).where('token_hash', '=', hash).execute()
}

async function removeEnded(db: AccessDb, now: Date): Promise<void> {
  const before = new Date(now.getTime() - idleHours * hour).toISOString()
  await db.deleteFrom('access_sessions').where('seen_at', '<', before).execute()
}
