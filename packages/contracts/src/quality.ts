import { z } from 'zod'
import { instant, line, sha256Hex, slug } from './primitives.ts'
import { findingCodes, notApplicableReasons } from './quality-codes.ts'

/** 1 standardisation, 2 acquisition and validation, 3 integration, 4 development and use. */
export const qualityTier = z.literal([1, 2, 3, 4])
export type QualityTier = z.infer<typeof qualityTier>

/** What becomes of data that break a rule: refused, held until a steward decides, or taken with a remark. */
const ruleSeverity = z.enum(['reject', 'quarantine', 'warn'])
export type RuleSeverity = z.infer<typeof ruleSeverity>

/** From good to bad. */
export const qualityVerdict = z.enum(['accept', 'warn', 'quarantine', 'reject'])
export type QualityVerdict = z.infer<typeof qualityVerdict>

/**
 * How far a source was read: `verified`, the text itself was read; `fragment`, a heading or an excerpt was; `unverified`,
 * common knowledge of the field or a product's own choice. Whoever reads a limit sees which of these it stands on.
 */
const sourceStatus = z.enum(['verified', 'fragment', 'unverified'])
export type SourceStatus = z.infer<typeof sourceStatus>

export const namedSource = z.strictObject({
  /** In both languages; in one where a passport was issued before rule documents had both. */
  name: z.union([z.strictObject({ en: line, zh: line }), line]),
  date: z.iso.date().nullable(),
  status: sourceStatus,
})

/** Which series of a study a rule speaks of. What is left out is not asked. */
const appliesTo = z.strictObject({
  /** Modality (0008,0060), or ECG for waveforms of other formats. */
  modalities: z.array(z.string().min(1).max(16)).min(1).optional(),
  sopClasses: z.array(z.string().min(1).max(64)).min(1).optional(),
  /** Values of Image Type (0008,0008) that take a series out, e.g. LOCALIZER. */
  exceptImageTypes: z.array(z.string().min(1).max(16)).min(1).optional(),
  /** A series of fewer instances is out, e.g. scouts and single pictures. */
  leastInstances: z.number().int().min(1).optional(),
})

/** A rule: a check with its parameters, and what a failure means. */
const qualityRule = z.strictObject({
  id: slug,
  check: slug,
  /** Read by the check's own schema. */
  parameters: z.record(z.string(), z.json()),
  severity: ruleSeverity,
  appliesTo: appliesTo.optional(),
  /** Where the rule's values come from, when that is another source than the rule set's instrument. */
  source: namedSource.optional(),
})
export type QualityRule = z.infer<typeof qualityRule>

/** A rule set: a document that a working group owns and changes by its recorded decision. */
export const ruleSet = z.strictObject({
  schema: z.literal('assay.rule-set/1'),
  id: slug,
  version: z.number().int().min(1),
  title: z.strictObject({ en: line, zh: line }),
  /** The working group. */
  owner: line,
  /** The standard, guideline or decision that the rules put into practice. */
  instrument: namedSource,
  tier: qualityTier,
  /** A category of the platform, or * for all. */
  category: z.union([slug, z.literal('*')]),
  rules: z.array(qualityRule).min(1).max(200),
})
export type RuleSet = z.infer<typeof ruleSet>

const number = z.number().refine(Number.isFinite)

/** A value that a check measured, with its unit in UCUM. */
export const measurement = z.object({ name: slug, value: number, unit: z.string().max(32) })
export type Measurement = z.infer<typeof measurement>

const triple = z.tuple([number, number, number])

/** Where something was found. Never a value of an identifying attribute. */
const findingPlace = z.object({
  series: z.string().max(200).optional(),
  /** Name of a file in its study, as the node keeps it. */
  file: z.string().max(200).optional(),
  /** Attribute, e.g. (0018,0060). */
  attribute: z.string().max(64).optional(),
  /** From 1 on, as DICOM counts frames. */
  frame: number.int().min(1).optional(),
  /** First and last voxel, from 0 on: columns, rows, slices. */
  region: z.object({ from: triple, to: triple }).optional(),
  channel: z.string().max(64).optional(),
  /** Of a waveform, seconds from its start. */
  seconds: z.tuple([number, number]).optional(),
})
export type FindingPlace = z.infer<typeof findingPlace>

/** What a check found: the code of its words with what fills them, what was measured and expected, and where. */
const finding = z.object({
  code: z.enum(findingCodes),
  parameters: z.record(z.string(), z.union([z.string().max(500), number])).optional(),
  measured: z.object({ value: z.union([number, z.string().max(200)]), unit: z.string().max(32) }).optional(),
  expected: z
    .object({
      least: number.optional(),
      most: number.optional(),
      oneOf: z.array(z.union([z.string().max(200), number])).optional(),
      unit: z.string().max(32),
    })
    .optional(),
  where: findingPlace.optional(),
})
export type Finding = z.infer<typeof finding>

/**
 * What a rule came to on a subject. `inconclusive`: the check itself failed, which holds the data as a failure would;
 * `not-applicable`: the rule does not speak of this subject, and why.
 */
export const ruleOutcome = z.object({
  ruleSet: slug,
  rule: slug,
  check: slug,
  checkVersion: z.number().int().min(1),
  /** Over check, its version, parameters, severity and what the rule applies to: equal hashes, equal outcomes. */
  ruleHash: sha256Hex,
  tier: qualityTier,
  severity: ruleSeverity,
  /** The series that was examined; null for the study as a whole. */
  series: z.string().max(200).nullable(),
  outcome: z.enum(['passed', 'failed', 'inconclusive', 'not-applicable']),
  verdict: qualityVerdict,
  reason: z.enum(notApplicableReasons).optional(),
  measurements: z.array(measurement),
  findings: z.array(finding),
  /** How many findings there were, listed or not. */
  found: z.number().int().min(0),
})
export type RuleOutcome = z.infer<typeof ruleOutcome>

/** The quality passport of a study: which rules of which versions it was held against, what was found, and where. */
export const qualityPassport = z.object({
  schema: z.literal('assay.quality-passport/1'),
  study: z.string().min(1).max(200),
  category: slug,
  /** SHA-256 of the study's manifest: name, role and hash of every file. */
  manifestHash: sha256Hex,
  issuedAt: instant,
  ruleSets: z.array(
    ruleSet
      .pick({ id: true, version: true, title: true, owner: true, instrument: true, tier: true, category: true })
      .extend({ hash: sha256Hex }),
  ),
  verdict: qualityVerdict,
  tiers: z.array(z.object({ tier: qualityTier, verdict: qualityVerdict, rules: z.number().int().min(1) })),
  outcomes: z.array(ruleOutcome),
})
export type QualityPassport = z.infer<typeof qualityPassport>
