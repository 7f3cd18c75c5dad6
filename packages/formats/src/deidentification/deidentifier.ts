import { AssayError, type DeidentificationOptions } from '@assay/contracts'
import type { Dataset } from '../dicom/dataset.ts'
import { readDataset } from '../dicom/read-dataset.ts'
import { text } from '../dicom/values.ts'
import { attributeActions } from './attribute-action.ts'
import { type KnownIdentifiers, type TextCleaner, textCleaner } from './clean-text.ts'
import { fileMeta } from './file-meta.ts'
import { knownIdentifiers } from './known-identifiers.ts'
import { type PrivacyRisk, privacyRisks } from './privacy-risks.ts'
import type { PatientIdentity, Pseudonymiser } from './pseudonyms.ts'
import { methodElements } from './record-method.ts'
import { type ActionCounts, rewriteDataset } from './rewrite-dataset.ts'
import { yearsBetween } from './shift-date.ts'

export interface DeidentifyContext {
  /** What stands in errors for the file: no name that a person gave it. */
  readonly where: string
  /** What is known of the persons besides the file's own attributes, from a register or other files of the patient. */
  readonly known?: Partial<KnownIdentifiers>
}

/** A DICOM file without the persons, and what was done to it. */
export interface Deidentified {
  /** The file, copied together anew each time that it is asked for. */
  readonly bytes: Buffer
  /** The same in pieces, most of them views of the file that was given: to write and to hash without a copy. */
  readonly pieces: readonly Uint8Array[]
  /** The patient's pseudonym, which stands in the file as name and as number. */
  readonly patient: string
  readonly counts: Readonly<ActionCounts>
  /** What has to be looked at: pixels are not cleaned. */
  readonly risks: readonly PrivacyRisk[]
}

export type Deidentify = (file: Uint8Array | Dataset, context: DeidentifyContext) => Deidentified

/** Patients whose cleaners are held: a folder's files come patient by patient. */
const mostCleaners = 32

/**
 * Makes the function that takes the persons out of DICOM files, to the Basic Application Level Confidentiality Profile of PS3.15 Annex E with
 * the declared options. A data set that is given has to hold its pixels (`pixels: 'keep'`). What stays is copied byte by byte; deflated files
 * are written inflated; a file without a preamble gets one.
 *
 * The function throws AssayError: dicom-unreadable; deidentification-refused for objects that are documents or directories. No error holds
 * a value of the file.
 */
export function deidentifier(options: DeidentificationOptions, pseudonyms: Pseudonymiser): Deidentify {
  const actionOn = attributeActions(options)
  const cleanerOf = rememberedCleaners()
  const methods = new Map<string, ReturnType<typeof methodElements>>()
  const methodOf = (writing: Dataset) => {
    const syntax = `${writing.isExplicit} ${writing.isBigEndian}`
    const known = methods.get(syntax) ?? methodElements(options, writing)
    methods.set(syntax, known)
    return known
  }
  return (file, { where, known = {} }) => {
    const dataset = file instanceof Uint8Array ? readDataset(file, where, { pixels: 'keep' }) : file
    refuseDocuments(dataset, where)
    const identity = identityOf(dataset)
    const patient = pseudonyms.patient(identity)
    const uid = options.options.includes('uids') ? (value: string) => value : pseudonyms.uid
    const counts = { kept: 0, removed: 0, emptied: 0, replaced: 0, cleaned: 0, shifted: 0, remapped: 0 }
    const { given, added } = ofPatient(dataset, patient, options)
    const body = rewriteDataset(dataset, {
      actionOn,
      uid,
      counts,
      given,
      safeAttributes: safeAttributesOf(options),
      cleaner: cleanerOf(joined(knownIdentifiers(dataset), known)),
      dates: datesOf(options, pseudonyms, identity),
      added: new Map([...added, ...methodOf(dataset)]),
    })
    const head = fileMeta(dataset, uid(text(dataset, '00080018') ?? ''))
    const pieces = [head, ...body.pieces]
    return {
      get bytes() {
        return Buffer.concat(pieces)
      },
      pieces,
      patient,
      counts,
      risks: privacyRisks(dataset),
    }
  }
}

/** Documents in an envelope, of which nobody can say what they hold, and directories, which name files and patients. */
const refused: readonly [RegExp, string][] = [
  [/^1\.2\.840\.10008\.5\.1\.4\.1\.1\.104\.\d+$/, 'encapsulated-document'],
  [/^1\.2\.840\.10008\.1\.3\.10$/, 'directory-of-files'],
]

function refuseDocuments(dataset: Dataset, where: string): void {
  const classes = [text(dataset, '00080016') ?? '', text(dataset, '00020002') ?? '']
  const [, what] = refused.find(([pattern]) => classes.some((uid) => pattern.test(uid))) ?? []
  if (what !== undefined) throw new AssayError('deidentification-refused', { where, what })
  if (dataset.elements.has('00420011')) {
    throw new AssayError('deidentification-refused', { where, what: 'encapsulated-document' })
  }
}

/** A file without a patient's number stands for a patient of its study. */
function identityOf(dataset: Dataset): PatientIdentity {
  const id = text(dataset, '00100020')
  if (id !== undefined) return { issuer: text(dataset, '00100021') ?? '', id }
  return { issuer: 'Study Instance UID', id: text(dataset, '0020000D') ?? text(dataset, '00080018') ?? '' }
}

function datesOf({ options }: DeidentificationOptions, pseudonyms: Pseudonymiser, identity: PatientIdentity) {
  if (options.includes('fullDates')) return 'kept'
  return options.includes('modifiedDates') ? pseudonyms.shiftDays(identity) : 'emptied'
}

function safeAttributesOf({ options, safePrivateAttributes }: DeidentificationOptions) {
  return options.includes('safePrivate') ? safePrivateAttributes : []
}

/** Name and number of the pseudonym; under the option for patients' characteristics the age, capped, and reckoned where it is missing. */
function ofPatient(dataset: Dataset, patient: string, { options, oldestAge }: DeidentificationOptions) {
  const values = new Map([
    ['00100010', { vr: 'PN', value: patient }],
    ['00100020', { vr: 'LO', value: patient }],
  ])
  const age = options.includes('patient') ? ageOf(dataset, oldestAge) : undefined
  if (age !== undefined) values.set('00101010', { vr: 'AS', value: age })
  const isThere = (tag: string) => dataset.elements.has(tag)
  const given = new Map([...values].filter(([tag]) => isThere(tag)))
  const added = [...values].filter(([tag]) => !isThere(tag))
  return { given, added: added.map(([tag, { vr, value }]) => [tag, { vr, value: Buffer.from(value) }] as const) }
}

/** Age String of PS3.5, 6.2; undefined where neither it nor the days of birth and study are there. */
function ageOf(dataset: Dataset, oldest: number): string | undefined {
  const stated = /^(\d{3})([DWMY])$/.exec(text(dataset, '00101010') ?? '')
  const day = text(dataset, '00080020') ?? text(dataset, '00080022') ?? text(dataset, '00080021') ?? ''
  const years = yearsBetween(text(dataset, '00100030') ?? '', day)
  if (stated && (stated[2] !== 'Y' || Number(stated[1]) <= oldest)) return stated[0]
  const age = stated ? Number(stated[1]) : years
  if (age === undefined) return dataset.elements.has('00101010') ? '' : undefined
  return `${String(Math.min(age, oldest + 1)).padStart(3, '0')}Y`
}

function joined(own: KnownIdentifiers, other: Partial<KnownIdentifiers>): KnownIdentifiers {
  const { names = [], numbers = [], days = [], places = [] } = other
  return {
    names: [...own.names, ...names],
    isNameless: own.isNameless === true && names.length === 0,
    numbers: [...own.numbers, ...numbers],
    days: [...own.days, ...days],
    places: [...own.places, ...places],
  }
}

function rememberedCleaners(): (identifiers: KnownIdentifiers) => TextCleaner {
  const cleaners = new Map<string, TextCleaner>()
  return (identifiers) => {
    const key = JSON.stringify(identifiers)
    const known = cleaners.get(key)
    if (known) return known
    if (cleaners.size >= mostCleaners) cleaners.clear()
    const made = textCleaner(identifiers)
    cleaners.set(key, made)
    return made
  }
}
