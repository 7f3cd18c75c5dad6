import { z } from 'zod'
import { testSetAnnouncement } from './data.ts'
import { distributionsFromHub, distributionsFromNode } from './distributions.ts'
import { dsseEnvelope } from './envelope.ts'
import { coarseProgress } from './evaluation.ts'
import { publicIdentity } from './identity.ts'
import { linkageFromHub, linkageFromNode } from './linkage.ts'
import { instant, sha256Hex, text, uuid } from './primitives.ts'
import { trainingCheck } from './training.ts'

/** A node introduces itself with an invitation's code; signed with the key it introduces. */
export const enrolment = z.object({
  code: z.string().min(20).max(100),
  hospital: publicIdentity,
  deskUrl: z.url(),
  demonstration: z.boolean(),
})

/** Messages from a node to the hub: type → body. */
export const nodeMessageBodies = {
  'test-set-announced': testSetAnnouncement,
  'evaluation-approved': z.object({
    evaluationId: uuid,
    protocolHash: sha256Hex,
    approval: dsseEnvelope,
  }),
  'evaluation-refused': z.object({
    evaluationId: uuid,
    protocolHash: sha256Hex,
    reason: text,
    training: trainingCheck.optional(),
  }),
  'run-progress': z.object({ evaluationId: uuid, progress: coarseProgress }),
  'run-scored': z.object({ evaluationId: uuid }),
  'release-signed': z.object({ evaluationId: uuid, release: dsseEnvelope }),
  'release-withheld': z.object({ evaluationId: uuid, reason: text }),
  ...linkageFromNode,
  ...distributionsFromNode,
} as const

/** Messages from the hub to a node: type → body. */
export const hubMessageBodies = {
  'evaluation-asked': z.object({ evaluationId: uuid, protocolHash: sha256Hex, protocol: dsseEnvelope }),
  'run-ordered': z.object({ evaluationId: uuid, protocolHash: sha256Hex }),
  'evaluation-ended': z.object({ evaluationId: uuid, reason: z.string().max(4000) }),
  'report-issued': z.object({ evaluationId: uuid, reportHash: sha256Hex }),
  ...linkageFromHub,
  ...distributionsFromHub,
} as const

/** A steward's approval, signed with the hospital's key: it stands in the report's evidence. */
export const approvalPayload = z.object({
  schema: z.literal('assay.approval/1'),
  evaluationId: uuid,
  hospitalId: uuid,
  protocolHash: sha256Hex,
  deviceDigest: sha256Hex,
  manifestHash: sha256Hex,
  /** What was found when the set was held against the vendor's declared training data. */
  training: trainingCheck.optional(),
  approvedAt: instant,
})
export type ApprovalPayload = z.infer<typeof approvalPayload>

/** What a message says of itself, in every direction. */
export const messageHeader = z.object({
  id: uuid,
  type: z.string().max(60),
  from: uuid,
  to: uuid,
  issuedAt: instant,
  expiresAt: instant,
  nonce: z.string().min(16).max(64),
})

/** Types of DSSE payloads. */
export const payloadTypes = {
  message: 'application/vnd.assay.message+json',
  request: 'application/vnd.assay.request+json',
  acknowledgement: 'application/vnd.assay.acknowledgement+json',
  protocol: 'application/vnd.assay.protocol+json',
  approval: 'application/vnd.assay.approval+json',
  handover: 'application/vnd.assay.handover+json',
  release: 'application/vnd.assay.release+json',
  enrolment: 'application/vnd.assay.enrolment+json',
  linkageKey: 'application/vnd.assay.linkage-key+json',
  distribution: 'application/vnd.assay.distribution+json',
  distributionReference: 'application/vnd.assay.distribution-reference+json',
  checkpoint: 'application/vnd.assay.checkpoint+json',
  report: 'application/vnd.assay.report+json',
  passport: 'application/vnd.assay.quality-passport+json',
} as const
