import { z } from 'zod'

/** Limits that lie outside what the figure can be are drawn in to it. */
const within = z.tuple([z.number(), z.number()]).optional()

/**
 * Which distribution an interval and its one-sided limits are taken from. A report holds it beside every figure, so that a
 * limit at any α can be computed again from the report alone. Finite numbers only.
 */
export const reference = z.discriminatedUnion('scale', [
  /** Student's t on the logit: location and standard error on the logit scale. */
  z.object({
    scale: z.literal('logit-t'),
    location: z.number(),
    standardError: z.number().positive(),
    degreesOfFreedom: z.number().positive(),
  }),
  /** The normal on the logit. */
  z.object({ scale: z.literal('logit-normal'), location: z.number(), standardError: z.number().positive() }),
  /** The normal on the logarithm, for ratios above 0. */
  z.object({ scale: z.literal('log-normal'), location: z.number(), standardError: z.number().positive() }),
  /** Student's t on the logarithm. */
  z.object({
    scale: z.literal('log-t'),
    location: z.number(),
    standardError: z.number().positive(),
    degreesOfFreedom: z.number().positive(),
  }),
  /** The normal on the figure itself (Wald). A standard error of 0 is one that was estimated as 0. */
  z.object({ scale: z.literal('normal'), location: z.number(), standardError: z.number().min(0), within }),
  /** Student's t on the figure itself. */
  z.object({
    scale: z.literal('t'),
    location: z.number(),
    standardError: z.number().min(0),
    degreesOfFreedom: z.number().positive(),
    within,
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
  /** Limits that are solved for from counts, by a method of `count-limits.ts`: no location, no standard error. */
  z.object({
    scale: z.literal('counts'),
    method: z.enum(['wilson', 'tango']),
    /** What the method needs, by its own names. */
    counts: z.record(z.string(), z.number()),
  }),
])
export type Reference = z.infer<typeof reference>
