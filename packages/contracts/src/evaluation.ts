import { z } from 'zod'
import { device } from './devices.ts'
import { instant, line, sha256Hex, text, uuid } from './primitives.ts'
import { protocol, protocolDraft } from './protocol.ts'
import { trainingCheck } from './training.ts'

/**
 * States of an evaluation at the hub:
 * draft → submitted → (returned → submitted)* → locked → running → decided; locked → ended when too few approve.
 */
export const evaluationState = z.enum(['draft', 'submitted', 'returned', 'locked', 'running', 'decided', 'ended'])
export type EvaluationState = z.infer<typeof evaluationState>

/** States of one hospital's part, as the hub knows them. */
export const participationState = z.enum(['asked', 'approved', 'refused', 'running', 'scored', 'released', 'withheld'])
export type ParticipationState = z.infer<typeof participationState>

/** How a case ended. Everything but `completed` is scored by the protocol's rule for failed outputs. */
export const caseOutcome = z.enum([
  'completed',
  'crashed',
  'timed-out',
  'out-of-memory',
  'output-missing',
  'output-invalid',
  'output-too-large',
])
export type CaseOutcome = z.infer<typeof caseOutcome>

/** Progress leaves a hospital in quarters only: run time can carry a message. */
export const coarseProgress = z.union([z.literal(0), z.literal(25), z.literal(50), z.literal(75), z.literal(100)])
export type CoarseProgress = z.infer<typeof coarseProgress>

export const participation = z.object({
  hospitalId: uuid,
  name: line,
  state: participationState,
  progress: coarseProgress,
  reason: z.string().nullable(),
  /** What the hospital found in the vendor's declared training data; null before it decided. */
  training: trainingCheck.nullable(),
  changedAt: instant,
})
export type Participation = z.infer<typeof participation>

/** Something that happened, for the story of an evaluation. */
export const storyEvent = z.object({
  at: instant,
  event: z.enum([
    'created',
    'submitted',
    'returned',
    'locked',
    'approved',
    'refused',
    'started',
    'scored',
    'released',
    'withheld',
    'decided',
    'ended',
  ]),
  /** Organisation that acted; never a person. */
  by: line,
  detail: z.string().nullable(),
  ledgerIndex: z.number().int().min(0).nullable(),
})
export type StoryEvent = z.infer<typeof storyEvent>

/** Verdict on the criteria. */
export const verdict = z.enum(['met', 'not-met', 'inconclusive', 'not-assessable'])
export type Verdict = z.infer<typeof verdict>

export const evaluationSummary = z.object({
  id: uuid,
  number: z.string(),
  title: line,
  state: evaluationState,
  deviceName: line,
  deviceVersion: line,
  vendor: line,
  verdict: verdict.nullable(),
  changedAt: instant,
})
export type EvaluationSummary = z.infer<typeof evaluationSummary>

export const evaluationView = evaluationSummary.extend({
  device,
  draft: protocolDraft,
  protocol: protocol.nullable(),
  protocolHash: sha256Hex.nullable(),
  returnReason: z.string().nullable(),
  participations: z.array(participation),
  story: z.array(storyEvent),
  /** Acts open to the person who asks, in this state. */
  acts: z.array(z.enum(['edit', 'submit', 'return', 'lock', 'read-report'])),
})
export type EvaluationView = z.infer<typeof evaluationView>

export const evaluationRequest = z.object({ deviceId: uuid, draft: protocolDraft })
export const reasonBody = z.object({ reason: text })

/** A hospital as the portal shows it: its sets, and when it was last heard of. */
export const hospitalView = z.object({
  id: uuid,
  name: line,
  keyId: sha256Hex,
  deskUrl: z.url(),
  lastHeardAt: instant.nullable(),
  demonstration: z.boolean(),
})
export type HospitalView = z.infer<typeof hospitalView>
