import { z } from 'zod'
import { instant, sha256Hex, slug, uuid } from './primitives.ts'

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

/** Seal what these intake runs brought (also what they found known already); everything accepted when not given. */
export const testSetRequest = z.object({
  category: slug,
  task: slug,
  intakes: z.array(uuid).min(1).max(1000).optional(),
})
