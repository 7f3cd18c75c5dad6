import { sha256Hex } from '@assay/contracts'
import { z } from 'zod'
import { floorLog2, nodeHash } from './merkle-tree.ts'

const count = z.int().min(0)
const hashes = z.array(sha256Hex).max(64)

/** That a leaf is in a tree: its index, the tree's size, and the hashes from the leaf upwards. */
export const inclusionProofSchema = z.strictObject({ index: count, size: count, hashes })
/** An inclusion proof. */
export type InclusionProof = z.infer<typeof inclusionProofSchema>

/** That a tree is an earlier state of another: both sizes and the hashes between them. */
export const consistencyProofSchema = z.strictObject({ firstSize: count, secondSize: count, hashes })
/** A consistency proof. */
export type ConsistencyProof = z.infer<typeof consistencyProofSchema>

/** Whether a proof shows that the leaf is in the tree with this root (RFC 9162, section 2.1.3.2). */
export function isIncluded(leaf: string, proof: InclusionProof, rootHash: string): boolean {
  if (proof.index >= proof.size) return false
  let position = proof.index
  let last = proof.size - 1
  let hash = leaf
  for (const sibling of proof.hashes) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(sibling, hash)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && hash === rootHash
}

/**
 * Whether a proof shows that the tree with the first root is an earlier state of the one with the second (RFC 9162,
 * section 2.1.4.2). Everything follows from the empty tree, without hashes.
 */
export function isConsistent(proof: ConsistencyProof, firstRoot: string, secondRoot: string): boolean {
  const { firstSize, secondSize } = proof
  if (firstSize === secondSize) return proof.hashes.length === 0 && firstRoot === secondRoot
  if (firstSize > secondSize) return false
  if (firstSize === 0) return proof.hashes.length === 0
  return climb(proof, firstRoot, secondRoot)
}

function climb(proof: ConsistencyProof, firstRoot: string, secondRoot: string): boolean {
  const isComplete = 2 ** floorLog2(proof.firstSize) === proof.firstSize
  const [seed, ...path] = isComplete ? [firstRoot, ...proof.hashes] : proof.hashes
  if (seed === undefined || path.length === 0) return false
  let position = proof.firstSize - 1
  let last = proof.secondSize - 1
  while (position % 2 === 1) [position, last] = [half(position), half(last)]
  let first = seed
  let second = seed
  for (const hash of path) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      first = nodeHash(hash, first)
      second = nodeHash(hash, second)
      while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)]
    } else {
      second = nodeHash(second, hash)
    }
    ;[position, last] = [half(position), half(last)]
  }
  return last === 0 && first === firstRoot && second === secondRoot
}

function half(value: number): number {
  return Math.floor(value / 2)
}
