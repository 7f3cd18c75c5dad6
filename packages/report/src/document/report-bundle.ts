import { dsseEnvelope, instant, publicIdentity, sha256Hex, uuid } from '@assay/contracts'
import { evidenceSchema } from '@assay/ledger'
import { z } from 'zod'
import { reportDocument } from './report-document.ts'

/** What a report rests on: who said what, signed. */
const reportEvidence = z.strictObject({
  /** The hospitals' keys as the hub pinned them: for a reader without a trust file. */
  keys: z.array(publicIdentity),
  protocol: dsseEnvelope,
  approvals: z.array(z.strictObject({ hospitalId: uuid, envelope: dsseEnvelope })),
  releases: z.array(z.strictObject({ hospitalId: uuid, envelope: dsseEnvelope })),
  /** The hub's log: its signed state, and the acts of this evaluation with the proofs that they stand in it. */
  ledger: z.strictObject({ checkpoint: dsseEnvelope, acts: z.array(evidenceSchema) }),
})
export type ReportEvidence = z.infer<typeof reportEvidence>

/** What the hub signs of a report: the hash of each of its parts. */
export const reportStatement = z.strictObject({
  schema: z.literal('assay.report-statement/1'),
  evaluationId: uuid,
  number: z.string(),
  issuedAt: instant,
  subjects: z.array(z.strictObject({ name: z.string(), sha256: sha256Hex })),
})
export type ReportStatement = z.infer<typeof reportStatement>

/** `report.json`: the document, its evidence, and the hub's signature over the hashes of both and of the PDFs. */
export const reportBundle = z.strictObject({
  report: reportDocument,
  evidence: reportEvidence,
  attestation: dsseEnvelope,
})
export type ReportBundle = z.infer<typeof reportBundle>
