import { z } from 'zod'
import { line, slug } from './primitives.ts'
import { namedSource } from './quality.ts'

/** Options of DICOM PS3.15 Annex E that a node may declare. Pixels are flagged, never cleaned: 113101 can't be declared. */
export const confidentialityOptions = {
  graphics: { code: '113103', meaning: 'Clean Graphics Option' },
  structuredContent: { code: '113104', meaning: 'Clean Structured Content Option' },
  descriptors: { code: '113105', meaning: 'Clean Descriptors Option' },
  fullDates: { code: '113106', meaning: 'Retain Longitudinal Temporal Information Full Dates Option' },
  modifiedDates: { code: '113107', meaning: 'Retain Longitudinal Temporal Information Modified Dates Option' },
  patient: { code: '113108', meaning: 'Retain Patient Characteristics Option' },
  device: { code: '113109', meaning: 'Retain Device Identity Option' },
  uids: { code: '113110', meaning: 'Retain UIDs Option' },
  safePrivate: { code: '113111', meaning: 'Retain Safe Private Option' },
  institution: { code: '113112', meaning: 'Retain Institution Identity Option' },
} as const satisfies Record<string, { readonly code: string; readonly meaning: string }>

export type ConfidentialityOption = keyof typeof confidentialityOptions

const names = Object.keys(confidentialityOptions) as [ConfidentialityOption, ...ConfidentialityOption[]]

/** A private attribute that may stay: its block's creator, its group, the low byte of its element, how its value is read. */
const safePrivateAttribute = z.strictObject({
  creator: line,
  group: z.string().regex(/^[0-9A-F]{3}[13579BDF]$/),
  element: z.string().regex(/^[0-9A-F]{2}$/),
  vr: z.enum(['CS', 'DS', 'FD', 'FL', 'IS', 'LO', 'SH', 'SL', 'SS', 'UL', 'US']),
  meaning: line,
})

/** How an institution takes the persons out of its data: a document with an owner, like a rule set. */
export const deidentificationOptions = z
  .strictObject({
    schema: z.literal('assay.deidentification/1'),
    id: slug,
    version: z.number().int().min(1),
    title: z.strictObject({ en: line, zh: line }),
    /** Who decides what it says. */
    owner: line,
    instrument: namedSource,
    options: z.array(z.enum(names)).readonly(),
    /** Ages above it, in years, are written as one year more: 89 makes 093Y 090Y. */
    oldestAge: z.number().int().min(17).max(120),
    safePrivateAttributes: z.array(safePrivateAttribute).readonly(),
  })
  .refine(({ options }) => !(options.includes('fullDates') && options.includes('modifiedDates')), {
    error: 'dates are kept or shifted, not both',
    path: ['options'],
  })
  .refine(({ options }) => new Set(options).size === options.length, { error: 'an option twice', path: ['options'] })
export type DeidentificationOptions = z.infer<typeof deidentificationOptions>
