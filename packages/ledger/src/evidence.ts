import { AssayError } from '@assay/contracts'
import { canonicalJson } from '@assay/signing'
import type { Queryable } from '@assay/store'
import { z } from 'zod'
import type { Checkpoint } from './checkpoint.ts'
import { type LedgerEntry, ledgerEntrySchema } from './entry.ts'
import { readEntryTexts } from './ledger-store.ts'
import { leafHash } from './merkle-tree.ts'
import { inclusionProofSchema, isIncluded } from './proofs.ts'
import { proveInclusion } from './prove.ts'

/** An entry with the proof that it stands in the log at a checkpoint: what a report carries. */
export const evidenceSchema = z.strictObject({ entry: ledgerEntrySchema, proof: inclusionProofSchema })
/** An entry with its proof. */
export type Evidence = z.infer<typeof evidenceSchema>

/** Entry `index` with its proof in the log of `size` entries. Throws `not-found`. */
export async function readEvidence(db: Queryable, index: number, size: number): Promise<Evidence> {
  const proof = await proveInclusion(db, index, size)
  const [text] = await readEntryTexts(db, index, 1)
  return { entry: JSON.parse(text!) as LedgerEntry, proof }
}

/** The entry, if the proof holds against the checkpoint; throws `proof-invalid` otherwise. Needs no database. */
export function verifyEvidence(
  { entry, proof }: Evidence,
  checkpoint: Pick<Checkpoint, 'size' | 'rootHash'>,
): LedgerEntry {
  const leaf = leafHash(canonicalJson(entry))
  const holds = proof.size === checkpoint.size && isIncluded(leaf, proof, checkpoint.rootHash)
  if (!holds) throw new AssayError('proof-invalid', { index: proof.index })
  return entry
}
