import { z } from 'zod'
import { provenance, targetPopulation } from './data.ts'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { measurement, qualityPassport, qualityVerdict } from './quality.ts'
import { trainingDataSet } from './training.ts'

/**
 * Characteristics of the quality of a data set, after YY/T 1833.2 (headings known, text not read: DOMAIN.md marks the list
 * as not verified).
 */
export const dataCharacteristics = [
  'accuracy',
  'completeness',
  'uniqueness',
  'consistency',
  'credibility',
  'currency',
  'accessibility',
  'compliance',
  'confidentiality',
  'traceability',
  'portability',
  'representativeness',
] as const
export type DataCharacteristic = (typeof dataCharacteristics)[number]

/** What the set shows of a characteristic: figures, and the rules that speak of it with what they came to. */
const characteristic = z.object({
  name: z.enum(dataCharacteristics),
  figures: z.array(measurement),
  rules: z.array(
    z.object({ ruleSet: slug, rule: slug, outcome: z.enum(['passed', 'failed', 'inconclusive', 'not-applicable']) }),
  ),
})

/** A set's data sheet: what is in it, what is known of its quality, and what it may be used for. */
export const dataSheet = z.object({
  schema: z.literal('assay.data-sheet/1'),
  testSetId: uuid,
  hospital: line,
  category: slug,
  task: slug,
  version: z.number().int().min(1),
  provenance,
  manifestHash: sha256Hex,
  sealedAt: instant,
  issuedAt: instant,
  patients: z.number().int().min(0),
  cases: z.number().int().min(0),
  /** What was declared of it when it was sealed; of training data, how many hashes, in place of the hashes. */
  declared: z.object({
    target: targetPopulation,
    expiresOn: z.iso.date().nullable(),
    training: z.array(
      z.object({ device: line, dataSets: z.array(trainingDataSet), contents: z.number().int().min(0) }),
    ),
  }),
  /** Patients by the values of each stratum. */
  composition: z.array(
    z.object({
      stratum: z.string(),
      values: z.array(z.object({ value: z.string(), patients: z.number().int().min(0) })),
    }),
  ),
  /** Cases by the verdict of their passports; `none` where a case has no passport. */
  passports: z.array(
    z.object({ verdict: z.union([qualityVerdict, z.literal('none')]), cases: z.number().int().min(0) }),
  ),
  characteristics: z.array(characteristic),
  /** What the rules of use came to. */
  use: qualityPassport,
})
export type DataSheet = z.infer<typeof dataSheet>
