import { z } from 'zod'
import { dsseEnvelope } from './envelope.ts'
import { instant, line, sha256Hex, text, uuid } from './primitives.ts'

/** What is told outside the hospital of a run that people supervised. */
export const supervisionSummary = z.object({
  /** The supervisor's office, never a name. */
  office: line,
  place: line,
  startedAt: instant,
  endedAt: instant,
  /** As the device itself shows it, and where that was read. */
  deviceVersion: line,
  versionReadFrom: line,
  /** How the device was run: machine, connections, who operated it. */
  how: text,
  /** Who held the inputs meanwhile: to them they count as disclosed. */
  inputsHeldBy: line,
})

/** A supervisor's record of a run that the node did not see. The name stays in the hospital. */
export const supervisionRecord = supervisionSummary
  .extend({ supervisor: line })
  .refine(({ startedAt, endedAt }) => Date.parse(startedAt) <= Date.parse(endedAt), {
    path: ['endedAt'],
    message: 'before-start',
  })
export type SupervisionRecord = z.infer<typeof supervisionRecord>

/** The cases of a handover under ids that say nothing, with the hash of every file; signed with the hospital's key. */
export const handoverList = z.object({
  schema: z.literal('assay.handover/1'),
  evaluationId: uuid,
  hospitalId: uuid,
  protocolHash: sha256Hex,
  deviceDigest: sha256Hex,
  handedOverAt: instant,
  cases: z.array(
    z.object({
      id: z.string().regex(/^[0-9a-f]{24}$/),
      files: z.array(z.object({ path: z.string().max(200), sha256: sha256Hex })),
    }),
  ),
})
export type HandoverList = z.infer<typeof handoverList>

/** How far a run by results file is. */
export const resultsFileView = z.object({
  handedOverAt: instant.nullable(),
  cases: z.number().int().min(0),
  /** SHA-256 of the list's canonical JSON. */
  listHash: sha256Hex.nullable(),
  list: dsseEnvelope.nullable(),
  supervision: supervisionRecord.nullable(),
  /** When a results archive was taken; there is one, and no second. */
  takenAt: instant.nullable(),
  archiveHash: sha256Hex.nullable(),
})
export type ResultsFileView = z.infer<typeof resultsFileView>
