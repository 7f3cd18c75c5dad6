import { z } from 'zod'
import { provenance } from './data.ts'
import { instant, line, sha256Hex, slug, uuid } from './primitives.ts'
import { qualityPassport, qualityTier, qualityVerdict } from './quality.ts'

/** What the four tiers came to for a study: `pending` before they were held against it. */
const studyVerdict = z.enum(['pending', 'accept', 'warn', 'quarantine', 'reject', 'accepted-by-steward'])
export type StudyVerdict = z.infer<typeof studyVerdict>

/** A study of the index: pseudonyms, dates shifted, counts. */
export const study = z.object({
  id: uuid,
  /** Study Instance UID as this hospital replaced it; the case's id where the format has none. */
  uid: line,
  patient: line,
  category: slug,
  provenance,
  modality: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  bodyPart: z.string(),
  /** F, M or O; empty where the files do not say it, or were not checked yet. */
  sex: z.string(),
  /** Ten years, e.g. 60-69, or 90+; empty likewise. */
  ageBand: z.string(),
  /** Shifted by the patient's own days; null where the study has none. */
  studyDate: z.iso.date().nullable(),
  series: z.number().int().min(0),
  instances: z.number().int().min(0),
  bytes: z.number().int().min(0),
  verdict: studyVerdict,
  addedAt: instant,
})
export type Study = z.infer<typeof study>

/** A series of a study. */
const series = z.object({
  id: uuid,
  uid: line,
  modality: z.string(),
  sopClass: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  bodyPart: z.string(),
  description: z.string(),
  instances: z.number().int().min(0),
  bytes: z.number().int().min(0),
})
export type Series = z.infer<typeof series>

/** A page of studies, the newest first; `next` leads to the page after it. */
export const studyPage = z.object({ studies: z.array(study), next: z.string().nullable() })
export type StudyPage = z.infer<typeof studyPage>

/** Which studies to list. */
export const studyQuery = z.object({
  category: slug.optional(),
  modality: z.string().max(16).optional(),
  manufacturer: z.string().max(64).optional(),
  verdict: studyVerdict.optional(),
  patient: line.optional(),
  /** The intake that last brought something of it. */
  intake: uuid.optional(),
  /** A round of linkage: studies of patients, or with images, that others have, too. */
  linkage: uuid.optional(),
  /** First and last day of the shifted study date. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type StudyQuery = z.infer<typeof studyQuery>

/** What studies are grouped by in the directory, one after the other. */
export const directoryLevels = ['category', 'modality', 'manufacturer', 'model', 'bodyPart', 'year'] as const
export type DirectoryLevel = (typeof directoryLevels)[number]

const named = z.string().max(200).optional()

/** A place in the directory: its values from the category on; what is left out is the level that is asked for. Empty: not stated. */
export const directoryPlace = z.object({
  category: named,
  modality: named,
  manufacturer: named,
  model: named,
  bodyPart: named,
})
export type DirectoryPlace = z.infer<typeof directoryPlace>

/** A value of a level with its checked studies, by what became of them: accepted, with remarks or without, by the rules or a steward; held; rejected. */
export const directoryRow = z.object({
  value: z.string(),
  studies: z.number().int().min(0),
  good: z.number().int().min(0),
  held: z.number().int().min(0),
  bad: z.number().int().min(0),
})
export type DirectoryRow = z.infer<typeof directoryRow>

/** Values that checked studies have, to choose from. */
export const directoryValues = z.object({
  category: z.array(z.string()),
  modality: z.array(z.string()),
  manufacturer: z.array(z.string()),
})
export type DirectoryValues = z.infer<typeof directoryValues>

/** A study with its series, its passport, and the hash of its manifest. */
export const studyView = study.extend({
  seriesList: z.array(series),
  /** Over name, role and hash of every file, bound to the patient; null before the study was checked. */
  manifestHash: sha256Hex.nullable(),
  passport: qualityPassport.nullable(),
})
export type StudyView = z.infer<typeof studyView>

/** What a check after a change of rules has to do. */
export const recheckStatus = z.object({
  /** Studies that rules have changed for since they were checked. */
  touched: z.number().int().min(0),
  /** Studies that wait to be checked, for whatever reason. */
  waiting: z.number().int().min(0),
})
export type RecheckStatus = z.infer<typeof recheckStatus>

/** How many studies a tier came to a verdict for, of those that were taken in in a month (YYYY-MM). */
export const verdictCount = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  tier: qualityTier,
  verdict: qualityVerdict,
  studies: z.number().int().min(0),
})
export type VerdictCount = z.infer<typeof verdictCount>
