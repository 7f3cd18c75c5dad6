export { append } from './append.ts'
export { auditLedger, type ListedEntry, listEntries } from './audit.ts'
export { type Checkpoint, checkpointSchema, readCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
export { type Act, type LedgerEntry, ledgerEntrySchema } from './entry.ts'
export { type Evidence, evidenceSchema, readEvidence, verifyEvidence } from './evidence.ts'
export { eraseActor, ledgerMigrations } from './ledger-store.ts'
export {
  type ConsistencyProof,
  consistencyProofSchema,
  type InclusionProof,
  isConsistent,
  isIncluded,
} from './proofs.ts'
export { proveConsistency, proveInclusion, readRoot } from './prove.ts'
