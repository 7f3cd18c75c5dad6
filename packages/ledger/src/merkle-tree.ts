import { createHash } from 'node:crypto'

// The Merkle tree of RFC 6962, section 2.1 (unchanged in RFC 9162, section 2.1). Hashes are SHA-256, 64 hexadecimal
// digits; sizes and indexes are safe integers.

/** A run of leaves [begin, end). */
export type Range = readonly [begin: number, end: number]

/** The hash of a complete subtree: 2^level leaves from position · 2^level. */
export interface TreeNode {
  readonly level: number
  readonly position: number
  readonly hash: string
}

/** The hash of the tree without leaves. */
export const emptyRoot = createHash('sha256').digest('hex')

/** The hash of a leaf: SHA-256 over 0x00 and the entry's bytes. */
export function leafHash(entry: Uint8Array | string): string {
  return createHash('sha256').update(Uint8Array.of(0)).update(entry).digest('hex')
}

/** The hash of an inner node: SHA-256 over 0x01 and its children's hashes. */
export function nodeHash(left: string, right: string): string {
  return createHash('sha256').update(Uint8Array.of(1)).update(left, 'hex').update(right, 'hex').digest('hex')
}

/** Runs whose hashes prove that leaf `index` is in the tree over `range`, from the leaf upwards (PATH). */
export function inclusionRanges(index: number, [begin, end]: Range): Range[] {
  if (end - begin === 1) return []
  const middle = begin + splitOf(end - begin)
  return index < middle
    ? [...inclusionRanges(index, [begin, middle]), [middle, end]]
    : [...inclusionRanges(index, [middle, end]), [begin, middle]]
}

/** Runs whose hashes prove that the tree over the first `size` leaves of `range` is a part of it (SUBPROOF). */
export function consistencyRanges(size: number, [begin, end]: Range, isWhole = true): Range[] {
  if (size === end - begin) return isWhole ? [] : [[begin, end]]
  const split = splitOf(end - begin)
  const middle = begin + split
  return size <= split
    ? [...consistencyRanges(size, [begin, middle], isWhole), [middle, end]]
    : [...consistencyRanges(size - split, [middle, end], false), [begin, middle]]
}

/** The complete subtrees that a run consists of, from left to right; `begin` is a multiple of the first one's size. */
export function subtreesOf([begin, end]: Range): Omit<TreeNode, 'hash'>[] {
  const subtrees: Omit<TreeNode, 'hash'>[] = []
  for (let from = begin; from < end; ) {
    const level = floorLog2(end - from)
    subtrees.push({ level, position: from / 2 ** level })
    from += 2 ** level
  }
  return subtrees
}

/** The hash over a run from those of its complete subtrees, from left to right. */
export function foldSubtrees(hashes: readonly string[]): string {
  return hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The subtrees on the left that leaf `index` completes: those whose hashes its arrival needs, from the leaf upwards. */
export function completedBy(index: number): Omit<TreeNode, 'hash'>[] {
  const left: Omit<TreeNode, 'hash'>[] = []
  for (let level = 0, position = index; position % 2 === 1; level += 1, position = (position - 1) / 2) {
    left.push({ level, position: position - 1 })
  }
  return left
}

/** The nodes that leaf `index` adds, given the hashes of `completedBy(index)`. */
export function nodesAdded(index: number, leaf: string, leftHashes: readonly string[]): TreeNode[] {
  const added: TreeNode[] = [{ level: 0, position: index, hash: leaf }]
  leftHashes.forEach((left, level) => {
    const hash = nodeHash(left, added[level]!.hash)
    added.push({ level: level + 1, position: Math.floor(index / 2 ** (level + 1)), hash })
  })
  return added
}

/** The largest power of two smaller than `size` (≥ 2). */
function splitOf(size: number): number {
  return 2 ** floorLog2(size - 1)
}

/** The exponent of the largest power of two that is at most `size` (≥ 1), exact for every safe integer. */
export function floorLog2(size: number): number {
  let level = 0
  while (2 ** (level + 1) <= size) level += 1
  return level
}
