import { AssayError } from '@assay/contracts'
import type { Dataset, Element } from '../dicom/dataset.ts'
import { text, texts } from '../dicom/values.ts'
import type { KnownIdentifiers } from './clean-text.ts'
import { likelyReading } from './other-readings.ts'

/** Numbers of patients, their visits, orders, records, insurances and telephones. */
const numberTags = new Set(
  '00100020 00101000 00080050 00101050 00101090 00102154 00102155 00200010 00380010 00380060 00402016 00402017 00401001 00400253 00402010 00120040'.split(
    ' ',
  ),
)

/** Institutions, their parts and addresses, and where patients live. */
const placeTags = new Set('00080080 00080081 00081040 00080092 00101040 00102299 00380300 00380400 00401102'.split(' '))

/** Of one file; a long structured report names some dozens of people. */
const mostIdentifiers = 1000
/** PN and LO have 64 characters a group and a value; addresses some more. */
const mostCharacters = 256

type Kind = 'names' | 'numbers' | 'days' | 'places'

function kindOf({ tag, vr }: Element): Kind | undefined {
  if (vr === 'PN') return 'names'
  if (numberTags.has(tag)) return 'numbers'
  if (placeTags.has(tag)) return 'places'
  return tag === '00100030' ? 'days' : undefined
}

/** Every name, number, birthday and place that a data set's own attributes give away, at any depth. @throws AssayError deidentification-refused */
export function knownIdentifiers(dataset: Dataset): KnownIdentifiers {
  const found = {
    names: new Set<string>(),
    numbers: new Set<string>(),
    days: new Set<string>(),
    places: new Set<string>(),
  }
  const collect = (level: Dataset) => {
    for (const element of level.elements.values()) {
      if (element.items) element.items.forEach(collect)
      const kind = element.length > 0 ? kindOf(element) : undefined
      if (kind) for (const value of valuesOf(level, element, kind)) found[kind].add(value.slice(0, mostCharacters))
    }
  }
  collect(dataset)
  const [names = [], numbers = [], days = [], places = []] = Object.values(found).map((values) => [...values])
  if (names.length + numbers.length + days.length + places.length > mostIdentifiers) {
    throw new AssayError('deidentification-refused', { where: dataset.where, what: 'too-many-names' })
  }
  return { names, numbers, places, days: days.map(plainDay), isNameless: text(dataset, '00100010') === undefined }
}

/** Values as they are declared to be written; names also as they may be written instead. */
function valuesOf(level: Dataset, { tag, offset, length }: Element, kind: Kind): readonly string[] {
  const declared = texts(level, tag)
  const likely = kind === 'names' ? likelyReading(level.bytes.subarray(offset, offset + length)) : undefined
  return likely === undefined ? declared : [...new Set([...declared, ...likely.split('\\')])]
}

const plainDay = (day: string) => day.replaceAll('.', '').slice(0, 8)
