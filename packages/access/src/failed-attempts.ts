import { createHmac } from 'node:crypto'
import { AssayError, type Clock, type Random } from '@assay/contracts'
import { inTransaction } from '@assay/store'
import type { AccessDb } from './access-store.ts'

/** Wrong passwords in a row before a name has to wait. */
const freeAttempts = 5

// The wait doubles from 30 s up to a quarter of an hour: long enough to stop guessing (fewer than 100 a day), short
// enough that nobody can shut another person out for good by naming them.
const firstWaitSeconds = 30
const longestWaitSeconds = 900

/**
 * Counts an attempt to log in before it is judged, so that many at once count as many, and gives the key to forget it by
 * once it succeeds. Throws `too-many-attempts` (`seconds` to wait). The name itself is not kept, only a keyed hash.
 */
export async function countAttempt(db: AccessDb, name: string, clock: Clock, random: Random): Promise<string> {
  const key = createHmac('sha256', await readSecret(db, random))
    .update(name)
    .digest('hex')
  const waiting = await inTransaction(db, async (transaction) => {
    const now = clock()
    await transaction
      .insertInto('access_failures')
      .values({ key, failures: 0, locked_until: now.toISOString() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    const row = await transaction
      .selectFrom('access_failures')
      .selectAll()
      .where('key', '=', key)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const seconds = Math.ceil((Date.parse(row.locked_until) - now.getTime()) / 1000)
    if (seconds > 0) return seconds
    const failures = row.failures + 1
    await transaction
      .updateTable('access_failures')
      .set({ failures, locked_until: new Date(now.getTime() + waitAfter(failures) * 1000).toISOString() })
      .where('key', '=', key)
      .execute()
    return 0
  })
  if (waiting > 0) throw new AssayError('too-many-attempts', { seconds: waiting })
  return key
}

/** Forgets the failures of a name whose person came in. */
export async function forgetFailures(db: AccessDb, key: string): Promise<void> {
  await db.deleteFrom('access_failures').where('key', '=', key).execute()
}

/** Seconds to wait after this many failures in a row. */
function waitAfter(failures: number): number {
  if (failures < freeAttempts) return 0
  return Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (failures - freeAttempts))
}

async function readSecret(db: AccessDb, random: Random): Promise<Uint8Array> {
  const read = () => db.selectFrom('access_secret').select('secret').executeTakeFirst()
  const known = await read()
  if (known) return known.secret
  await db
    .insertInto('access_secret')
    .values({ secret: random(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await read())!.secret
}
