import { AssayError } from '@assay/contracts'
import type { Queryable } from '@assay/store'
import { type LedgerEntry, ledgerEntrySchema } from './entry.ts'
import { readActors, readEntryTexts, readSize } from './ledger-store.ts'
import { foldSubtrees, leafHash, nodeHash } from './merkle-tree.ts'
import { readRoot } from './prove.ts'

/** An entry as a person with the right to it sees it: with the actor, unless erased. */
export interface ListedEntry {
  readonly index: number
  readonly entry: LedgerEntry
  /** The account's id; absent where a program acted, or the person was erased. */
  readonly actor?: string
}

/** Entries [from, from + limit), in order. */
export async function listEntries(db: Queryable, from: number, limit: number): Promise<ListedEntry[]> {
  const texts = await readEntryTexts(db, from, limit)
  const actors = await readActors(db, from, limit)
  return texts.map((text, place) => {
    const index = from + place
    const actor = actors.get(index)
    const entry = ledgerEntrySchema.parse(JSON.parse(text))
    return actor === undefined ? { index, entry } : { index, entry, actor }
  })
}

/**
 * Computes the root of the whole log anew from the entries alone, in one pass, and gives it with the size; throws
 * `proof-invalid` if the stored tree says otherwise. Compare with a checkpoint that somebody else kept.
 */
export async function auditLedger(db: Queryable): Promise<{ size: number; rootHash: string }> {
  const size = await readSize(db)
  const frontier: (string | undefined)[] = []
  for (let from = 0; from < size; from += 1000) {
    const texts = await readEntryTexts(db, from, Math.min(1000, size - from))
    for (const text of texts) addLeaf(frontier, leafHash(text))
  }
  const rootHash = foldSubtrees(frontier.filter((hash) => hash !== undefined).reverse())
  if (rootHash !== (await readRoot(db, size))) throw new AssayError('proof-invalid')
  return { size, rootHash }
}

/** A binary counter whose digit at each level is the hash of a complete subtree. */
function addLeaf(frontier: (string | undefined)[], leaf: string): void {
  let carried = leaf
  let level = 0
  for (let left = frontier[level]; left !== undefined; level += 1, left = frontier[level]) {
    carried = nodeHash(left, carried)
    frontier[level] = undefined
  }
  frontier[level] = carried
}
