import { z } from 'zod'

/** Which distribution an interval and its one-sided limits are taken from. */
const reference = z.discriminatedUnion('scale', [
  /** Student's t on the logit: location and standard error on the logit scale. */
  z.object({
    scale: z.literal('logit-t'),
    location: z.number(),
    standardError: z.number().positive(),
    degreesOfFreedom: z.number().positive(),
  }),
  /** Korn–Graubard: Clopper–Pearson's betas for an effective number of trials, corrected for degrees of freedom. */
  z.object({
    scale: z.literal('beta'),
    proportion: z.number().min(0).max(1),
    /** Effective number of trials, before the correction. */
    effectiveTrials: z.number().positive(),
    /** Trials that were counted. */
    trials: z.number().positive(),
    degreesOfFreedom: z.number().positive(),
  }),
])
export type Reference = z.infer<typeof reference>

const interval = z.object({ level: z.number(), lower: z.number(), upper: z.number(), method: z.string() })

/** A figure: what was estimated, how sure, over whom; or why there is none. Finite numbers only. */
export const figure = z.discriminatedUnion('status', [
  z.object({
    id: z.string(),
    status: z.literal('estimated'),
    estimate: z.number(),
    /** Two-sided. */
    interval,
    reference,
    numerator: z.number(),
    denominator: z.number().positive(),
    /** Patients who contribute. */
    patients: z.number().int().min(1),
    /** Effective number of patients, K_eff = (Σn)² / Σn². */
    effectivePatients: z.number().positive(),
  }),
  z.object({
    id: z.string(),
    status: z.literal('undefined'),
    reason: z.enum(['empty-denominator', 'too-few-patients']),
    patients: z.number().int().min(0),
  }),
  z.object({
    id: z.string(),
    status: z.literal('not-estimable'),
    reason: z.enum(['suppressed', 'rounded', 'not-collected', 'site-offline']),
    /** Sites that a part is missing from. */
    sites: z.array(z.string()).min(1),
  }),
])
export type Figure = z.infer<typeof figure>

/** A figure that an estimator can give, so that a protocol can be checked before it is locked. */
export interface FigureDescription {
  id: string
  /** Range of the estimate. */
  range: readonly [number, number]
}
