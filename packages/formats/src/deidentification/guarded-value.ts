import type { Dataset, Element } from '../dicom/dataset.ts'
import { vrOfTag } from '../dicom/vr.ts'
import type { TextCleaner, Thoroughness } from './clean-text.ts'
import { changedTexts } from './element-text.ts'
import { otherReadings } from './other-readings.ts'
import { shiftDate } from './shift-date.ts'

/** What an element becomes: as it is, gone, or another value of the same representation. */
export type Outcome = 'as-it-is' | 'gone' | Buffer

/** What values are changed by. */
export interface ValueChanges {
  readonly cleaner: TextCleaner
  readonly uid: (uid: string) => string
  /** Days, where the option for modified dates is declared; `kept` where the one for full dates is; else dates become empty. */
  readonly dates: number | 'kept' | 'emptied'
}

const narrative = new Set(['LT', 'ST', 'UT', 'UC'])
const wordy = new Set(['LO', 'SH', 'CS', 'AE', 'UR', 'AS', ...narrative])

/** Codes are numbers of a vocabulary; what they say is for everybody. */
const codeValues = new Set(['00080100', '00080119', '00080120', '00080102', '00080103'])

/** UIDs of classes, syntaxes and vocabularies: private ones among them have to stay, or the object is another one. */
const classUids = new Set(
  '00080016 0008001A 0008001B 00080062 0008010C 0008010D 00080117 00080118 00081150 0008115A'.split(' '),
)

/** Values of bytes and numbers that images, waveforms, surfaces and tables of colours are made of. */
const bulk = /^(7FE0|5400|0066|0064|006A|0028(12|30|11|14)|0022|0070)/

/**
 * An attribute that the table does not name stays, but by its representation: persons' names go, days move, UIDs other than the standard's are
 * remapped, texts are cleaned, numbers have to be numbers, bytes are searched, and what is written as something else than the dictionary has
 * it, or is in no dictionary, goes.
 */
export function guardedValue(dataset: Dataset, element: Element, changes: ValueChanges): Outcome {
  const { tag, vr, length } = element
  if (!isOfItsKind(tag, vr)) return 'gone'
  if (length === 0 || tag === '00080005') return 'as-it-is'
  if (vr === 'PN') return 'gone'
  if (vr === 'UI') return guardedUids(dataset, element, changes)
  if (vr === 'DA' || vr === 'DT') return shiftedDates(dataset, element, changes)
  if (vr === 'TM') return checked(dataset, element, /^[\d:]{2,8}(\.\d{1,6})?$|^$/)
  if (vr === 'DS' || vr === 'IS') return guardedNumbers(dataset, element, changes)
  if (wordy.has(vr)) return cleanedTexts(dataset, element, changes, thoroughnessOf(tag, vr))
  return searchedBytes(dataset, element, changes)
}

function thoroughnessOf(tag: string, vr: string): Thoroughness {
  if (codeValues.has(tag)) return 'known'
  return narrative.has(vr) ? 'all' : 'personal'
}

const kinds = [
  'PN',
  'UI',
  'SQ',
  'DA DT TM AS',
  'DS IS',
  'LO SH LT ST UT UC UR CS AE',
  'US SS UL SL XS AT FL FD SV UV OB OW OF OD OL OV UN',
]

/** Whether a value is written as what the dictionary says, or as something of that kind. Private attributes are in no dictionary. */
function isOfItsKind(tag: string, vr: string): boolean {
  if ((Number.parseInt(tag[3]!, 16) & 1) === 1) return vr !== 'UN'
  const due = vrOfTag(tag)
  if (due === 'UN' || vr === 'UN') return false
  return due === vr || kinds.some((kind) => kind.includes(due) && kind.includes(vr))
}

/** Texts, cleaned. An empty value is left where nothing can stay, and where the bytes name somebody in another character set than theirs. */
export function cleanedTexts(
  dataset: Dataset,
  element: Element,
  { cleaner }: ValueChanges,
  thoroughness: Thoroughness,
): Outcome {
  const changed = changedTexts(dataset, element, (value) => cleaner.clean(value, thoroughness))
  const { bytes } = dataset
  const left = changed ?? bytes.subarray(element.offset, element.offset + element.length)
  return otherReadings(left).some(cleaner.knows) ? Buffer.alloc(0) : (changed ?? 'as-it-is')
}

/** Replaces UIDs of instances; those that DICOM itself defines (1.2.840.10008) stay. Source: PS3.15 E.3.9. */
export function remappedUids(dataset: Dataset, element: Element, { uid }: ValueChanges): Outcome {
  const remapped = (value: string) => {
    const plain = value.trim()
    return plain === '' || plain.startsWith('1.2.840.10008.') ? plain : uid(plain)
  }
  return changedTexts(dataset, element, remapped) ?? 'as-it-is'
}

function guardedUids(dataset: Dataset, element: Element, changes: ValueChanges): Outcome {
  if (!classUids.has(element.tag)) return remappedUids(dataset, element, changes)
  const safe = (value: string) => (/^[\d.]*$/.test(value) && !changes.cleaner.knows(value) ? value : changes.uid(value))
  return changedTexts(dataset, element, safe) ?? 'as-it-is'
}

/** Days as the options have them; times of day stay, where they are times. */
export function shiftedDates(dataset: Dataset, element: Element, { dates }: ValueChanges): Outcome {
  if (element.vr === 'TM') return checked(dataset, element, /^[\d:]{2,8}(\.\d{1,6})?$|^$/)
  if (element.vr !== 'DA' && element.vr !== 'DT') return checked(dataset, element, /^[+-]\d{4}$|^$/)
  const moved = (value: string) => {
    if (dates === 'emptied') return ''
    const day = value.trim()
    return dates === 'kept' ? (shiftDate(day, 0) === '' ? '' : value) : shiftDate(day, dates)
  }
  return changedTexts(dataset, element, moved) ?? 'as-it-is'
}

function checked(dataset: Dataset, element: Element, form: RegExp): Outcome {
  return changedTexts(dataset, element, (value) => (form.test(value.trim()) ? value : '')) ?? 'as-it-is'
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^$/

function guardedNumbers(dataset: Dataset, element: Element, { cleaner }: ValueChanges): Outcome {
  const isNumber = (value: string) => decimal.test(value.trim()) && (value.length < 6 || !cleaner.knows(value))
  return changedTexts(dataset, element, (value) => (isNumber(value) ? value : '')) ?? 'as-it-is'
}

/** Bytes in which nobody expects text are dropped where they hold one that is known, in any of the usual encodings. */
function searchedBytes({ bytes }: Dataset, { tag, vr, offset, length }: Element, { cleaner }: ValueChanges): Outcome {
  if (!/^O[BWFDLV]$/.test(vr) || bulk.test(tag)) return 'as-it-is'
  const value = bytes.subarray(offset, offset + length)
  const readings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'].map((label) => new TextDecoder(label).decode(value))
  return readings.some((reading) => cleaner.knows(reading)) ? 'gone' : 'as-it-is'
}
