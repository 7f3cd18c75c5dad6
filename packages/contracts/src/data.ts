import { z } from 'zod'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'

/** Where the data of a set come from. It chooses the release policy and is printed in the report. */
export const provenance = z.enum(['synthetic', 'public', 'patients'])
export type Provenance = z.infer<typeof provenance>

/** A sealed test set, as its hospital announces it: a version, a manifest hash, and counts its policy lets out. */
export const testSetAnnouncement = z.object({
  testSetId: uuid,
  category: slug,
  task: slug,
  version: z.number().int().min(1),
  provenance,
  /** SHA-256 of the canonical manifest: name, role and hash of every file of every case, and its patient. */
  manifestHash: sha256Hex,
  patients: z.number().int().min(0),
  cases: z.number().int().min(0),
  sealedAt: instant,
})
export type TestSetAnnouncement = z.infer<typeof testSetAnnouncement>

/** A file or record that intake refused: what, where, why. Nothing else is lost for it. */
export const quarantined = z.object({
  id: uuid,
  name: line,
  code: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  at: instant,
})
export type Quarantined = z.infer<typeof quarantined>

export const intakeRequest = z.object({
  /** Folder below the node's intake folder, e.g. `2026-11`; `.` for the folder itself. */
  folder: z.string().min(1).max(200),
  category: slug,
  provenance,
})

export const intakeRun = z.object({
  id: uuid,
  folder: line,
  category: slug,
  provenance,
  state: z.enum(['running', 'finished', 'failed']),
  found: z.number().int().min(0),
  accepted: z.number().int().min(0),
  /** Already taken in before: the same bytes. */
  known: z.number().int().min(0),
  quarantined: z.number().int().min(0),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Why it failed; while it runs, what interrupted it: it is tried again by itself. */
  failure: z
    .object({ code: z.string(), parameters: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
})
export type IntakeRun = z.infer<typeof intakeRun>

/** Seal what these intake runs brought (also what they found known already); everything accepted when not given. */
export const testSetRequest = z.object({
  category: slug,
  task: slug,
  intakes: z.array(uuid).min(1).max(1000).optional(),
})
