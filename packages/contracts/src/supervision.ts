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

/** What is wrong with an entry of a results archive, or with what it holds of a case. */
const resultsFinding = z.object({
  /** The entry in the archive's order, from 1; null for what is not there, and for a case as a whole. */
  line: z.number().int().min(1).nullable(),
  /** The id that the case was handed over under; null where none is named. */
  case: z.string().max(64).nullable(),
  /** As the archive has it; empty for a case as a whole. */
  path: z.string().max(200),
  /** Whether nothing can be taken because of it, or the case counts as a failure of the device. */
  weight: z.enum(['refuses', 'counts-as-failure']),
  /** What it is; `cannot-be-read` and entries' faults say more in `parameters`. */
  code: z.enum([
    'archive-broken',
    'list-missing',
    'list-differs',
    'entry-refused',
    'file-doubled',
    'not-below-results',
    'case-unknown',
    'case-missing',
    'cannot-be-read',
  ]),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ResultsFinding = z.infer<typeof resultsFinding>

/** What a results archive comes to before it counts. */
const resultsCheck = z.object({
  archiveHash: sha256Hex,
  bytes: z.number().int().min(0),
  broughtAt: instant,
  /** Cases that were handed over; those of them with results, without, and with a file that stands twice. */
  cases: z.number().int().min(0),
  matched: z.number().int().min(0),
  missing: z.number().int().min(0),
  doubled: z.number().int().min(0),
  /** Cases that nobody was handed. */
  unknown: z.number().int().min(0),
  /** Cases whose results can not be read as what the task asks for; null before the device's package is here. */
  unreadable: z.number().int().min(0).nullable(),
  /** Whether it can be taken: nothing in it refuses. */
  isSound: z.boolean(),
  /** The first of them, those that refuse before the others. */
  findings: z.array(resultsFinding),
  /** How many there are beyond those. */
  furtherFindings: z.number().int().min(0),
})
export type ResultsCheck = z.infer<typeof resultsCheck>

/** What a steward who saw the check wants to count. */
export const resultsAcceptance = z.object({
  /** Of the archive whose check was seen. */
  archiveHash: sha256Hex,
  /** Cases without results are failures of the device. */
  missingFailed: z.boolean(),
})

/** How far a run by results file is. */
export const resultsFileView = z.object({
  handedOverAt: instant.nullable(),
  cases: z.number().int().min(0),
  /** SHA-256 of the list's canonical JSON. */
  listHash: sha256Hex.nullable(),
  list: dsseEnvelope.nullable(),
  supervision: supervisionRecord.nullable(),
  /** How far the look at an archive is that was brought and is being checked. */
  checking: z.object({ done: z.number().int().min(0), total: z.number().int().min(0) }).nullable(),
  /** The archive that was brought last; it counts when a steward takes it. */
  brought: resultsCheck.nullable(),
  /** How many archives were brought, all in all. */
  archivesBrought: z.number().int().min(0),
  /** When a results archive was taken; there is one, and no second. */
  takenAt: instant.nullable(),
  archiveHash: sha256Hex.nullable(),
})
export type ResultsFileView = z.infer<typeof resultsFileView>
