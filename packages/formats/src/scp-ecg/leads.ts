import { need, type Section, unreadable } from './sections.ts'

/** A lead of section 3. */
export interface Lead {
  readonly name: string
  /** Its first and last sample, from 1, at the higher of the record's sampling rates. */
  readonly start: number
  readonly end: number
}

/** Names of leads by their numbers. Source: EN 1064, 5.6, table of lead identification. */
export const leadNames: readonly string[] = [
  ...['', 'I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6', 'V7', 'V2R', 'V3R', 'V4R', 'V5R', 'V6R', 'V7R', 'X', 'Y', 'Z'],
  ...['CC5', 'CM5', 'LA', 'RA', 'LL', "I'", 'E', 'C', 'A', 'M', 'F', 'H', 'I-cal', 'II-cal', 'V1-cal', 'V2-cal'],
  ...['V3-cal', 'V4-cal', 'V5-cal', 'V6-cal', 'V7-cal', 'V2R-cal', 'V3R-cal', 'V4R-cal', 'V5R-cal', 'V6R-cal'],
  ...['V7R-cal', 'X-cal', 'Y-cal', 'Z-cal', 'CC5-cal', 'CM5-cal', 'LA-cal', 'RA-cal', 'LL-cal', "I'-cal", 'E-cal'],
  ...['C-cal', 'A-cal', 'M-cal', 'F-cal', 'H-cal', 'III', 'aVR', 'aVL', 'aVF', '-aVR', 'V8', 'V9', 'V8R', 'V9R', 'D'],
  ...['Anterior', 'Inferior', 'Defibrillator', 'External', 'A1', 'A2', 'A3', 'A4'],
]

/**
 * Reads section 3.
 * @throws AssayError record-unreadable
 * Source: EN 1064, 5.6.
 */
export function readLeads(section: Section): { leads: Lead[]; hasReferenceBeats: boolean } {
  need(section, 2, 'leads')
  const [count, flags] = [section.view.getUint8(0), section.view.getUint8(1)]
  if (count === 0) throw unreadable(section.where, 'no leads')
  need(section, 2 + 9 * count, 'leads')
  const leads = Array.from({ length: count }, (_, lead) => readLead(section, 2 + 9 * lead))
  return { leads, hasReferenceBeats: (flags & 1) === 1 }
}

function readLead({ view, where }: Section, at: number): Lead {
  const [start, end, number] = [view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint8(at + 8)]
  if (start < 1 || end < start) throw unreadable(where, `a lead from sample ${start} to ${end}`)
  return { name: leadNames[number] || `lead ${number}`, start, end }
}
