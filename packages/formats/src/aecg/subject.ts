import { elementsAt, type XmlElement } from './read-xml.ts'

const subject = 'componentOf/timepointEvent/componentOf/subjectAssignment/subject/trialSubject'
const person = `${subject}/subjectDemographicPerson`

/** Places of what is said of the subject, and the attribute that says it; none is the element's text. */
const places: readonly (readonly [label: string, path: string, attribute?: string])[] = [
  ['Identification', 'id', 'extension'],
  ['Recorded', 'effectiveTime/low', 'value'],
  ['Subject', `${subject}/id`, 'extension'],
  ['Name', `${person}/name`],
  ['Family name', `${person}/name/family`],
  ['Given name', `${person}/name/given`],
  ['Born', `${person}/birthTime`, 'value'],
  ['Sex', `${person}/administrativeGenderCode`, 'code'],
  ['Race', `${person}/raceCode`, 'code'],
  ['Text', 'text'],
]

/** What the document says of its subject, a line each: all of it may identify a patient. */
export function describeSubject(document: XmlElement): string[] {
  return places.flatMap(([label, path, attribute]) =>
    elementsAt(document, path)
      .map(({ attributes, text }) => (attribute === undefined ? text : (attributes[attribute] ?? '')).trim())
      .filter((words) => words !== '')
      .map((words) => `${label}: ${words}`),
  )
}
