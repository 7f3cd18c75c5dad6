import { z } from 'zod'
import { provenance } from './data.ts'
import { wayOfRunning } from './devices.ts'
import { instant, line, sha256Hex, slug, text, uuid } from './primitives.ts'
import { declaredTraining } from './training.ts'

/**
 * Whom inference is about: the patients of these hospitals, whose differences are no error, or the hospitals that these were
 * drawn from, whose differences are (random effects, on five hospitals at least).
 */
const target = z.enum(['these-hospitals', 'hospitals-like-these'])

/** An estimator by name and version; its parameters are checked against the registry of `statistics`. */
export const endpoint = z.object({
  id: slug,
  estimator: slug,
  version: z.number().int().min(1),
  parameters: z.unknown(),
  /** How outputs become scores, where the category's task leaves it to the protocol: a threshold, a hit rule, what an ungradable image counts as. */
  scoring: z.unknown().optional(),
  /** The protocol's where it is not given. */
  target: target.optional(),
  /** For `hospitals-like-these`: with fewer patients in any hospital there is no figure. 10 where it is not given. */
  leastPatientsPerHospital: z.number().int().min(2).max(100_000).optional(),
})
export type Endpoint = z.infer<typeof endpoint>

/** A bound on a one-sided confidence limit of a figure. */
export const criterion = z.object({
  id: slug,
  endpoint: slug,
  /** Figure of the endpoint, e.g. `veb.sensitivity.gross`. */
  figure: z.string().max(100),
  /** `lower`: the lower limit is at least the bound. `upper`: the upper limit is at most the bound. */
  side: z.enum(['lower', 'upper']),
  bound: z.number(),
  /** How the bound is read, as its figure is; a share where it is not given. Filled in when the protocol is locked. */
  measure: z.enum(['share', 'difference', 'ratio', 'number']).optional(),
  /** One-sided, e.g. 0.025. */
  alpha: z.number().gt(0).lt(0.5),
  /** Least effective number of patients (K_eff); below it the criterion is not assessable. */
  leastEffectivePatients: z.number().min(2).max(100_000).default(20),
})
export type Criterion = z.infer<typeof criterion>

export type CriteriaTree = Criterion | { op: 'and' | 'or'; of: CriteriaTree[] }

/** Criteria joined by AND and OR. */
export const criteriaTree: z.ZodType<CriteriaTree> = z.lazy(() =>
  z.union([z.object({ op: z.enum(['and', 'or']), of: z.array(criteriaTree).min(1).max(50) }), criterion]),
)

/** What an applicant writes, before the platform adds parties and identities. */
export const protocolDraft = z.object({
  title: line,
  intendedUse: text,
  category: slug,
  task: slug,
  target,
  /**
   * How the cases came into the sets: as they came; some kinds more often than they come; or with known probabilities, whose
   * inverses they carry as weights. Consecutive where it is not given.
   */
  sampling: z.enum(['consecutive', 'enriched', 'weighted']).optional(),
  /** How the device comes by its results; by its package where it is not given. Nobody can change it after the lock. */
  wayOfRunning: wayOfRunning.optional(),
  hospitals: z.array(uuid).min(1).max(200),
  /** Fewer approvals than this end the evaluation before any run. */
  leastHospitals: z.number().int().min(1).max(200),
  endpoints: z.array(endpoint).min(1).max(20),
  criteria: criteriaTree,
  /** Criteria that are tested together: a procedure of `statistics` over their ids, at a familywise one-sided α. */
  multiplicity: z.object({ alpha: z.number().gt(0).lt(0.5), procedure: z.unknown() }).optional(),
  /** What a missing, failed or invalid output counts as. */
  failedOutput: z.enum(['nothing-found']),
  sampleSize: z.object({ leastPatients: z.number().int().min(1), justification: text }),
})
export type ProtocolDraft = z.infer<typeof protocolDraft>

/** Where a protocol meets a hospital: its sealed set, by hash. */
const protocolHospital = z.object({
  hospitalId: uuid,
  name: line,
  testSetId: uuid,
  testSetVersion: z.number().int().min(1),
  manifestHash: sha256Hex,
  provenance,
})

/** The locked protocol: everything fixed before any data is touched. Its hash is over its canonical JSON. */
export const protocol = protocolDraft.omit({ hospitals: true }).extend({
  schema: z.literal('assay.protocol/1'),
  evaluationId: uuid,
  number: z.string().regex(/^EV-\d{4}-\d{4,}$/),
  device: z.object({
    deviceId: uuid,
    name: line,
    version: line,
    vendor: line,
    packageDigest: sha256Hex,
  }),
  /** What the vendor had declared that it was trained with; left out where it had declared nothing. */
  training: declaredTraining.optional(),
  hospitals: z.array(protocolHospital).min(1).max(200),
  /** Looks of this device family at these sets, this one included; `allowed` is null for public and synthetic sets. */
  look: z.object({ number: z.number().int().min(1), allowed: z.number().int().min(1).nullable() }),
  lockedAt: instant,
})
export type Protocol = z.infer<typeof protocol>
