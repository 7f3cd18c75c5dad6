import {
  caseOutcome,
  deviceManifest,
  instant,
  line,
  participationState,
  protocol,
  provenance,
  publicIdentity,
  runConduct,
  sha256Hex,
  slug,
  storyEvent,
  trainingCheck,
  uuid,
  verdict,
} from '@assay/contracts'
import { criterionOutcome, figure } from '@assay/statistics'
import { z } from 'zod'

/** What a report says of one hospital. */
const reportHospital = z.strictObject({
  hospitalId: uuid,
  name: line,
  keyId: sha256Hex,
  state: participationState,
  /** Why it refused or withheld. */
  reason: z.string().nullable(),
  provenance,
  testSetVersion: z.number().int(),
  manifestHash: sha256Hex,
  patients: z.number().int().min(0),
  cases: z.number().int().min(0),
  /** SHA-256 of the release's canonical JSON; null where nothing was released. */
  releaseHash: sha256Hex.nullable(),
  policy: z.strictObject({ id: slug, version: z.number().int(), hash: sha256Hex }).nullable(),
  conduct: runConduct.nullable(),
  /** What it found in the vendor's declared training data; null where it did not say. Not in reports of before. */
  training: trainingCheck.nullable().optional(),
})
export type ReportHospital = z.infer<typeof reportHospital>

/** Results of one endpoint. */
const reportEndpoint = z.strictObject({
  endpoint: slug,
  estimator: slug,
  version: z.number().int(),
  kind: z.string(),
  pointEstimate: z.string(),
  variance: z.string(),
  /** Whom the figures over all hospitals are about; the patients of these hospitals where it is not given. */
  target: z.enum(['hospitals-like-these']).optional(),
  figures: z.array(figure),
  perHospital: z.array(z.strictObject({ hospitalId: uuid, figures: z.array(figure) })),
  /** Counts as they are, over all hospitals that released them exactly; empty where one did not. */
  counts: z.record(z.string(), z.number()),
})
export type ReportEndpoint = z.infer<typeof reportEndpoint>

/** Parts of one hospital's release for an endpoint that did not leave as they are: suppressed, rounded or not there. */
const suppressedCells = z.strictObject({ endpoint: slug, hospitalId: uuid, cells: z.array(z.string()).min(1) })
export type SuppressedCells = z.infer<typeof suppressedCells>

/** The report as data: what the page and the PDF show, and what verification derives again. */
export const reportDocument = z.strictObject({
  schema: z.literal('assay.report/1'),
  evaluationId: uuid,
  number: z.string(),
  title: line,
  issuedAt: instant,
  softwareVersion: line,
  hub: publicIdentity,
  protocol,
  protocolHash: sha256Hex,
  manifest: deviceManifest,
  /** Whether every run was isolated, as far as releases say; `not-seen` where a node did not start the device, `unknown` where there is no release. */
  isolation: z.enum(['isolated', 'not-isolated', 'not-seen', 'unknown']),
  /** Whether any of the data is synthetic. */
  synthetic: z.boolean(),
  hospitals: z.array(reportHospital).min(1),
  /** How the cases ended, over all hospitals. */
  outcomes: z.partialRecord(caseOutcome, z.number().int().min(0)),
  endpoints: z.array(reportEndpoint).min(1),
  suppressed: z.array(suppressedCells),
  criteria: z.array(criterionOutcome),
  verdict,
  story: z.array(storyEvent),
})
export type ReportDocument = z.infer<typeof reportDocument>

/** The way in which the device came by its results, where no node saw it run; undefined where its package ran. */
export function unseenWay({ protocol: { wayOfRunning } }: ReportDocument): 'results-file' | 'appliance' | undefined {
  return wayOfRunning === 'package' ? undefined : wayOfRunning
}
