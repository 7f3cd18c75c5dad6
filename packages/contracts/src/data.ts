import { z } from 'zod'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { trainingDeclaration } from './training.ts'

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

/** By what sets are described; a target population may name shares of each. */
const stratum = z.enum(['sex', 'age-band', 'modality', 'manufacturer', 'body-part'])

const shares = z
  .record(line, z.number().min(0).max(1))
  .refine((given) => Math.abs(Object.values(given).reduce((sum, one) => sum + one, 0) - 1) < 1e-6, {
    message: 'shares do not add up to 1',
  })

/** Shares of the population that a set stands for, by stratum and value, e.g. sex → F → 0.5. */
export const targetPopulation = z.partialRecord(stratum, shares)
export type TargetPopulation = z.infer<typeof targetPopulation>

/** Seal what these intake runs brought (also what they found known already); everything accepted when not given. */
export const testSetRequest = z.object({
  category: slug,
  task: slug,
  intakes: z.array(uuid).min(1).max(1000).optional(),
  target: targetPopulation.optional(),
  /** Last day on which the set may be used. */
  expiresOn: z.iso.date().optional(),
  training: z.array(trainingDeclaration).max(100).optional(),
})
