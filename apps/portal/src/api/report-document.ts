import { caseOutcome, protocol, provenance, runConduct, storyEvent, verdict } from '@assay/contracts'
import { z } from 'zod'

const interval = z.object({ level: z.number(), lower: z.number(), upper: z.number(), method: z.string() })

/** A figure with its certainty, or why there is none. */
const figure = z.discriminatedUnion('status', [
  z.object({
    id: z.string(),
    status: z.literal('estimated'),
    estimate: z.number(),
    interval,
    numerator: z.number(),
    denominator: z.number(),
    patients: z.number(),
    effectivePatients: z.number(),
  }),
  z.object({
    id: z.string(),
    status: z.literal('undefined'),
    reason: z.enum(['empty-denominator', 'too-few-patients']),
    patients: z.number(),
  }),
  z.object({
    id: z.string(),
    status: z.literal('not-estimable'),
    reason: z.enum(['suppressed', 'rounded', 'not-collected', 'site-offline']),
    sites: z.array(z.string()),
  }),
])
export type Figure = z.infer<typeof figure>

const criterionOutcome = z.object({
  criterion: z.string(),
  endpoint: z.string(),
  side: z.enum(['lower', 'upper']),
  bound: z.number(),
  alpha: z.number(),
  neededPatients: z.number(),
  figure,
  limit: z.number().nullable(),
  outcome: verdict,
})
export type CriterionOutcome = z.infer<typeof criterionOutcome>

const reportHospital = z.object({
  hospitalId: z.string(),
  name: z.string(),
  state: z.enum(['asked', 'approved', 'refused', 'running', 'scored', 'released', 'withheld']),
  reason: z.string().nullable(),
  provenance,
  testSetVersion: z.number(),
  manifestHash: z.string(),
  patients: z.number(),
  cases: z.number(),
  releaseHash: z.string().nullable(),
  policy: z.object({ id: z.string(), version: z.number(), hash: z.string() }).nullable(),
  conduct: runConduct.nullable(),
})

const reportEndpoint = z.object({
  endpoint: z.string(),
  estimator: z.string(),
  version: z.number(),
  pointEstimate: z.string(),
  figures: z.array(figure),
  /** Counts by the names of their cells; empty where one did not leave exactly. */
  counts: z.record(z.string(), z.number()),
  perHospital: z.array(z.object({ hospitalId: z.string(), figures: z.array(figure) })),
})

/** What the page shows of a report. The report's own schema is the judge of its form; here only what is read. */
export const reportDocument = z.object({
  number: z.string(),
  title: z.string(),
  issuedAt: z.string(),
  protocol,
  protocolHash: z.string(),
  isolation: z.enum(['isolated', 'not-isolated', 'unknown']),
  synthetic: z.boolean(),
  hospitals: z.array(reportHospital),
  outcomes: z.partialRecord(caseOutcome, z.number()),
  endpoints: z.array(reportEndpoint),
  criteria: z.array(criterionOutcome),
  verdict,
  story: z.array(storyEvent),
})
export type ReportEndpoint = z.infer<typeof reportEndpoint>
export type ReportDocument = z.infer<typeof reportDocument>
