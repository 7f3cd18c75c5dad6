import { z } from 'zod'
import { isolation, publicIdentity } from './identity.ts'
import { releasePolicy } from './policy.ts'
import { instant, line, sha256Hex, uuid } from './primitives.ts'
import { protocol } from './protocol.ts'
import { ruleOutcome } from './quality.ts'
import { releasePayload, runConduct } from './release.ts'
import { trainingCheck } from './training.ts'

/**
 * States of an evaluation at a hospital:
 * asked → approved | refused; approved → running → scored → released; approved | running | scored → withheld.
 */
export const hospitalEvaluationState = z.enum([
  'asked',
  'approved',
  'refused',
  'running',
  'scored',
  'released',
  'withheld',
  'ended',
])
export type HospitalEvaluationState = z.infer<typeof hospitalEvaluationState>

export const deskEvaluation = z.object({
  evaluationId: uuid,
  number: z.string(),
  title: line,
  deviceName: line,
  deviceVersion: line,
  vendor: line,
  state: hospitalEvaluationState,
  /** Why nothing can go on until somebody acts, as an error code; null when nothing stands in the way. */
  blockedBy: z
    .object({ code: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
  casesDone: z.number().int().min(0),
  casesTotal: z.number().int().min(0),
  askedAt: instant,
  changedAt: instant,
})
export type DeskEvaluation = z.infer<typeof deskEvaluation>

export const deskEvaluationView = deskEvaluation.extend({
  protocol,
  protocolHash: sha256Hex,
  /** Why a steward refused or withheld it, or why the hub ended it. */
  reason: z.string().nullable(),
  /** Runs here that touched cases of the same sealed set before, by any device family. */
  earlierUses: z.array(z.object({ number: z.string(), deviceName: line, vendor: line, at: instant })),
  /** Cases of the set that the vendor was shown before, by other evaluations: for its devices they are not blind. */
  disclosedBefore: z.number().int().min(0),
  /**
   * What was found when the set was held against the vendor's declared training data: the outcomes, which stay here, and what may leave.
   * Null until it was done.
   */
  training: z.object({ outcomes: z.array(ruleOutcome), leaving: trainingCheck }).nullable(),
  conduct: runConduct.nullable(),
})
export type DeskEvaluationView = z.infer<typeof deskEvaluationView>

/** A cell of the summary on the release page: what leaves and what stays. */
export const releaseCell = z.object({
  endpoint: z.string(),
  name: z.string(),
  /** Never leaves unless `leaves` is exact; shown to the steward only. */
  value: z.number(),
  patients: z.number().int().min(0),
  leaves: z.enum(['exact', 'rounded', 'suppressed', 'structural-zero', 'not-collected']),
  reason: z.string().nullable(),
})

/** The release page: exactly the bytes that will leave, and what stays. */
export const releasePreview = z.object({
  payload: releasePayload,
  /** The canonical JSON that will be signed, byte for byte. */
  bytes: z.string(),
  sha256: sha256Hex,
  policy: releasePolicy,
  cells: z.array(releaseCell),
  earlierReleases: z.array(z.object({ number: z.string(), deviceName: line, at: instant, cells: z.number().int() })),
})
export type ReleasePreview = z.infer<typeof releasePreview>

/** The steward signs what the page showed: its hash comes back. */
export const releaseApproval = z.object({ sha256: sha256Hex })

export const enrolmentRequest = z.object({
  hubUrl: z.url(),
  code: z.string().min(20).max(100),
  /** Key id of the hub, from its operator by another way than the network. */
  hubKeyId: sha256Hex,
})

/** The node, as its desk shows it. */
export const nodeStatus = z.object({
  identity: publicIdentity,
  demonstration: z.boolean(),
  isolation,
  isolationParts: z.array(z.string()),
  hub: publicIdentity.extend({ url: z.url(), lastHeardAt: instant.nullable() }).nullable(),
  /** Messages signed here that the hub has not acknowledged yet. */
  outboxWaiting: z.number().int().min(0),
})
export type NodeStatus = z.infer<typeof nodeStatus>
