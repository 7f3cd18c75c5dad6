import { AssayError } from '@assay/contracts'
import type { Queryable } from '@assay/store'
import { readHashes, readSize } from './ledger-store.ts'
import { consistencyRanges, foldSubtrees, inclusionRanges, type Range, subtreesOf } from './merkle-tree.ts'
import type { ConsistencyProof, InclusionProof } from './proofs.ts'

/** The root hash of the log's first `size` entries. */
export async function readRoot(db: Queryable, size: number): Promise<string> {
  await assertSize(db, size)
  const [root] = await hashesOf(db, [[0, size]])
  return root!
}

/** Proves that entry `index` is among the first `size`. Throws `not-found` if the log has no such state. */
export async function proveInclusion(db: Queryable, index: number, size: number): Promise<InclusionProof> {
  await assertSize(db, size)
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new AssayError('not-found', { what: 'ledger-entry' })
  return { index, size, hashes: await hashesOf(db, inclusionRanges(index, [0, size])) }
}

/** Proves that the first `secondSize` entries begin with the first `firstSize`. Throws `not-found` as above. */
export async function proveConsistency(
  db: Queryable,
  firstSize: number,
  secondSize: number,
): Promise<ConsistencyProof> {
  await assertSize(db, secondSize)
  if (!Number.isSafeInteger(firstSize) || firstSize < 0 || firstSize > secondSize)
    throw new AssayError('not-found', { what: 'ledger-entry' })
  const ranges = firstSize === 0 ? [] : consistencyRanges(firstSize, [0, secondSize])
  return { firstSize, secondSize, hashes: await hashesOf(db, ranges) }
}

async function assertSize(db: Queryable, size: number): Promise<void> {
  if (!Number.isSafeInteger(size) || size < 0 || size > (await readSize(db)))
    throw new AssayError('not-found', { what: 'ledger-entry' })
}

/** The hash over each run, with one query for all. */
async function hashesOf(db: Queryable, ranges: readonly Range[]): Promise<string[]> {
  const parts = ranges.map(subtreesOf)
  const hashes = await readHashes(db, parts.flat())
  let from = 0
  return parts.map(({ length }) => {
    from += length
    return foldSubtrees(hashes.slice(from - length, from))
  })
}
