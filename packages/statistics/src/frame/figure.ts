import { z } from 'zod'
import { reference } from './reference.ts'

/**
 * What kind of number a figure is, which says how it is read: `share` in [0, 1], `difference` of two shares in [−1, 1],
 * `ratio` above 0 (of likelihoods, of odds), `number` anything else (an area, a score, a slope). Absent: a share.
 */
export const measure = z.enum(['share', 'difference', 'ratio', 'number'])
export type Measure = z.infer<typeof measure>

const interval = z.object({ level: z.number(), lower: z.number(), upper: z.number(), method: z.string() })

/** From the least to the most that something can be. */
const range = z.object({ lower: z.number(), upper: z.number() })

/** How the sites differ, where a figure is made of estimates of sites. */
const heterogeneity = z.object({
  /** Cochran's Q, on one degree of freedom less than there are sites. */
  q: z.number().min(0),
  /** Share of the variation between sites that is more than chance, in [0, 1]. */
  iSquared: z.number().min(0).max(1),
  /** Variance between sites, on the scale that the estimates are combined on. */
  tauSquared: z.number().min(0),
  /** Sites that are combined. */
  sites: z.number().int().min(1),
})

const named = { id: z.string(), measure: measure.optional() }

/** Why a part of a figure did not leave its hospital as it is. */
const withheld = z.enum(['suppressed', 'rounded', 'not-collected', 'site-offline'])

/** A figure: what was estimated, how sure, over whom; or why there is none. Finite numbers only. */
export const figure = z.discriminatedUnion('status', [
  z.object({
    ...named,
    status: z.literal('estimated'),
    estimate: z.number(),
    /** Two-sided. */
    interval,
    reference,
    /** What was found and of how many; a figure that is no quotient of counts has neither. */
    numerator: z.number().optional(),
    denominator: z.number().positive().optional(),
    /** Patients who contribute. */
    patients: z.number().int().min(1),
    /** Effective number of patients, K_eff = (Σn)² / Σn². */
    effectivePatients: z.number().positive(),
    heterogeneity: heterogeneity.optional(),
    /** Where the figure of a hospital like these lies. Two-sided. */
    prediction: interval.optional(),
    /** The figure without a grid of scores lies within this of the estimate, either way. */
    gridError: z.number().min(0).optional(),
  }),
  /** Parts did not leave as they are: what the figure is for every value that they can have. */
  z.object({
    ...named,
    status: z.literal('bounded'),
    reason: withheld,
    /** Sites that a part is missing from. */
    sites: z.array(z.string()).min(1),
    estimate: range,
    /** From the lowest lower to the highest upper end of the two-sided intervals. */
    interval,
    /** A one-sided limit at any α, for any values of the parts, lies between the least and the most of these. */
    references: z.array(reference).min(1),
    patients: range,
    /** The lower end is 0 where the figure may be undefined. */
    effectivePatients: range,
  }),
  z.object({
    ...named,
    status: z.literal('undefined'),
    reason: z.enum([
      'empty-denominator',
      'too-few-patients',
      'empty-class',
      'no-variance',
      'not-converged',
      'too-few-sites',
      'small-sites',
      'enriched-sample',
    ]),
    patients: z.number().int().min(0),
  }),
  z.object({
    ...named,
    status: z.literal('not-estimable'),
    reason: withheld,
    /** Sites that a part is missing from. */
    sites: z.array(z.string()).min(1),
  }),
])
export type Figure = z.infer<typeof figure>
export type EstimatedFigure = Extract<Figure, { status: 'estimated' }>
export type BoundedFigure = Extract<Figure, { status: 'bounded' }>

/** A figure that an estimator can give, so that a protocol can be checked before it is locked. */
export interface FigureDescription {
  id: string
  /** Range of the estimate; finite. */
  range: readonly [number, number]
  /** Absent: a share. */
  measure?: Measure
  /** Its value depends on how common the condition is in the sample (predictive values, accuracy). */
  dependsOnPrevalence?: boolean
}
