import type { Random } from '@assay/contracts'
import type { Queryable } from '@assay/store'
import { type Act, commitmentTo, entryText } from './entry.ts'
import { insertActor, insertEntry, lockHead, readHashes } from './ledger-store.ts'
import { completedBy, leafHash, nodesAdded } from './merkle-tree.ts'

/**
 * Appends an act to the log within the caller's transaction, so that the act and its entry stand or fall together, and
 * gives the entry's index (from 0, without gaps). Writers queue here until the transaction ends: append late in it.
 *
 * Throws `input-invalid` if the act holds more than ids, hashes, counts and machine names.
 */
export async function append(transaction: Queryable, act: Act, random: Random): Promise<number> {
  const salt = random(32)
  const entry = entryText(act, act.actor === undefined ? undefined : commitmentTo(act.actor, salt))
  const index = await lockHead(transaction)
  const leftHashes = await readHashes(transaction, completedBy(index))
  await insertEntry(transaction, index, entry, nodesAdded(index, leafHash(entry), leftHashes))
  if (act.actor !== undefined) await insertActor(transaction, index, act.actor, salt)
  return index
}
