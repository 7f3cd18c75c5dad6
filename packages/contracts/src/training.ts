import { z } from 'zod'
import { instant, line, sha256Hex, uuid } from './primitives.ts'
import { ruleOutcome } from './quality.ts'
import { releasedCount } from './released-count.ts'

const year = z.number().int().min(1900).max(2200)

/** Data that a device was trained or tuned with, as its vendor names them. */
export const trainingDataSet = z.strictObject({
  name: line,
  /** Empty where there is only one. */
  version: line.optional(),
  use: z.enum(['training', 'tuning', 'training-and-tuning']),
  access: z.enum(['public', 'private']),
  /** Under which licence, agreement or approval the data were used, and where they come from. */
  source: line,
  /** Where the patients were examined. */
  institutions: z.array(line).min(1).max(200),
  /** First and last year of the examinations. */
  years: z
    .strictObject({ from: year, to: year })
    .refine(({ from, to }) => from <= to, { message: 'the first year comes after the last', path: ['from'] }),
  patients: z.number().int().min(1).max(1_000_000_000),
  /** Manufacturers, or models, of what recorded them. */
  manufacturers: z.array(line).min(1).max(200),
})
export type TrainingDataSet = z.infer<typeof trainingDataSet>

const dataSets = z.array(trainingDataSet).max(100)
/** SHA-256 of pixel data or voxels as they are stored, or of signal files: de-identification leaves them as they are. */
const contents = z.array(sha256Hex).max(1_000_000)

/** What a vendor declares of a device: the data sets by name, and, where it has them, the hashes of their contents. */
const trainingStatement = z.strictObject({ dataSets: dataSets.min(1), contents: contents.default([]) })
export type TrainingStatement = z.infer<typeof trainingStatement>

/** What is known of a device's training data when a set is sealed: data sets by name, hashes of contents, or both. */
export const trainingDeclaration = z
  .strictObject({ device: line, dataSets: dataSets.default([]), contents: contents.default([]) })
  .refine((given) => given.dataSets.length + given.contents.length > 0, {
    message: 'neither data sets nor hashes',
    path: ['contents'],
  })
export type TrainingDeclaration = z.infer<typeof trainingDeclaration>

/** The document that the hub keeps by its hash: a vendor's statement, bound to the device version by its package. */
export const trainingDocument = trainingStatement.extend({
  schema: z.literal('assay.training-declaration/1'),
  deviceId: uuid,
  packageDigest: sha256Hex,
  contents,
})
export type TrainingDocument = z.infer<typeof trainingDocument>

/** A vendor's statement about one of its devices, as it is sent. */
export const trainingRequest = trainingStatement.extend({ deviceId: uuid })

/** A declaration without its hashes: what pages show, and what a protocol locks. `declarationHash` is of the whole document. */
export const declaredTraining = z.strictObject({
  declarationHash: sha256Hex,
  declaredAt: instant,
  dataSets,
  contents: z.number().int().min(0),
})
export type DeclaredTraining = z.infer<typeof declaredTraining>

/** A rule of tier 4 about training data, and what it came to, without what it measured. */
const trainingRule = ruleOutcome
  .pick({ ruleSet: true, rule: true, check: true, checkVersion: true, ruleHash: true, severity: true })
  .extend({ ...ruleOutcome.pick({ outcome: true, reason: true }).shape, ruleSetVersion: z.number().int().min(1) })

/**
 * What leaves a hospital of its check of a declaration against a sealed set. Of patients it has the gated count of those in
 * common, null where no contents were declared, and nothing else.
 */
export const trainingCheck = z.strictObject({
  /** Null where the vendor had declared nothing when the protocol was locked. */
  declarationHash: sha256Hex.nullable(),
  rules: z.array(trainingRule.strict()).max(20),
  patientsInCommon: releasedCount.nullable(),
  /** Declared data sets that are said to come from this hospital. */
  namedDataSets: z.array(line).max(100),
  checkedAt: instant,
})
export type TrainingCheck = z.infer<typeof trainingCheck>
