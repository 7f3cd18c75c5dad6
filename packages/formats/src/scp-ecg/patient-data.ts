import { need, type Section } from './sections.ts'

/** What tags of section 1 are. Source: EN 1064, 5.4. */
const textTags: Readonly<Record<number, string>> = {
  0: 'Last name',
  1: 'First name',
  2: 'Patient identification',
  3: 'Second last name',
  13: 'Diagnosis or referral indication',
  16: 'Acquiring institution',
  17: 'Analysing institution',
  18: 'Acquiring department',
  19: 'Analysing department',
  20: 'Referring physician',
  21: 'Latest confirming physician',
  22: 'Technician',
  23: 'Room',
  30: 'Free text',
  31: 'Sequence number',
  35: 'Medical history',
}
const sexes: Readonly<Record<number, string>> = { 1: 'male', 2: 'female' }
const ending = 255

/**
 * What section 1 says of the patient and the recording, a line a tag: all of it may identify a patient.
 * @throws AssayError record-unreadable
 * Source: EN 1064, 5.4.
 */
export function readPatientData(section: Section): string[] {
  const lines: string[] = []
  let at = 0
  while (at < section.bytes.length && section.view.getUint8(at) !== ending) {
    need(section, at + 3, 'patient data')
    const [tag, length] = [section.view.getUint8(at), section.view.getUint16(at + 1, true)]
    need(section, at + 3 + length, 'patient data')
    const line = lineOf(tag, Buffer.from(section.bytes.subarray(at + 3, at + 3 + length)))
    if (line !== undefined) lines.push(line)
    at += 3 + length
  }
  return lines
}

function lineOf(tag: number, value: Buffer): string | undefined {
  const name = textTags[tag]
  const text = value.toString('latin1').split('\0')[0]!.trim()
  if (name !== undefined) return text === '' ? undefined : `${name}: ${text}`
  if (tag === 4 && value.length >= 2) return `Age: ${value.readUInt16LE(0)}`
  if (tag === 5 && value.length >= 4) return `Date of birth: ${dateOf(value)}`
  if (tag === 8 && value.length >= 1) return `Sex: ${sexes[value[0]!] ?? 'not known'}`
  if (tag === 25 && value.length >= 4) return `Date of acquisition: ${dateOf(value)}`
  if (tag === 26 && value.length >= 3)
    return `Time of acquisition: ${[...value.subarray(0, 3)].map(twoDigits).join(':')}`
  return undefined
}

function dateOf(value: Buffer): string {
  return `${value.readUInt16LE(0)}-${twoDigits(value[2]!)}-${twoDigits(value[3]!)}`
}

function twoDigits(value: number): string {
  return `${value}`.padStart(2, '0')
}
