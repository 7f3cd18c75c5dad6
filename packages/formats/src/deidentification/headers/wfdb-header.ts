import { shiftDate } from '../shift-date.ts'

/** The name that a file gets. */
export type Rename = (file: string) => string

export interface WfdbCleaning {
  readonly rename: Rename
  /** Days by which dates move; undefined empties them. */
  readonly days: number | undefined
  readonly oldestAge: number
}

/**
 * A WFDB header without names: record, segments and files are renamed, the day of the recording moves, of the signals' descriptions the
 * words of the field stay, and of the comments only age and sex. Source: header(5) of the WFDB Applications Guide.
 */
export function wfdbHeaderWithoutTexts(bytes: Buffer, cleaning: WfdbCleaning): Buffer {
  const lines = textOf(bytes).split(/\r?\n/)
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  const isOfSegments = lines[first]?.trim().split(/\s+/)[0]?.includes('/') ?? false
  const written = lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    if (line.startsWith('#')) return keptComment(line, cleaning.oldestAge)
    if (i === first) return [recordLine(line, cleaning)]
    return [isOfSegments ? segmentLine(line, cleaning) : signalLine(line, cleaning)]
  })
  return Buffer.from(`${written.join('\n')}\n`, 'latin1')
}

/** Names of files stand in it as the system that wrote them encodes them. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function recordLine(line: string, { rename, days }: WfdbCleaning): string {
  const [name = '', ...rest] = line.trim().split(/\s+/)
  const [record = '', segments] = name.split('/')
  const fields = rest.slice(0, 5).map((field) => {
    const [, day = '', month = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(field) ?? []
    if (year === '') return /^[\d.:/()+-]*$/.test(field) ? field : ''
    const moved = days === undefined ? '' : shiftDate(year + month.padStart(2, '0') + day.padStart(2, '0'), days)
    return moved === '' ? '' : `${moved.slice(6)}/${moved.slice(4, 6)}/${moved.slice(0, 4)}`
  })
  const end = fields.indexOf('')
  return [
    segments === undefined ? rename(record) : `${rename(record)}/${segments}`,
    ...fields.slice(0, end < 0 ? 5 : end),
  ].join(' ')
}

function segmentLine(line: string, { rename }: WfdbCleaning): string {
  const [name = '', samples = ''] = line.trim().split(/\s+/)
  return `${name === '~' ? name : rename(name)} ${samples}`
}

/** Words of which a signal's description is made: leads, other signals of monitors, numbers. */
const describing =
  /^(ECG|EKG|lead|signal|channel|\(?[+-]?\d{1,3}\)?|ML?I{1,3}|I{1,3}|MV\d|m?v\d{1,2}r?|avr|avl|avf|-?avr|MCL\d?|CM\d|CS\d|CC5|ES|AS|AI|D[1-4]|X|Y|Z|VX|VY|VZ|RESP|respiration|ABP|ART|AOBP|PAP|CVP|ICP|PLETH|PPG|BP|SpO2|SaO2|EEG|EOG|EMG|nasal|chest|abdomen|sum|noise)$/i
const units = /^(mV|uV|V|mmHg|NU|bpm|%|degC|l|lpm|pm|mL|ohm|adu|nd|cmH2O)$/i

/** File, seven fields of numbers and units, then whatever somebody wrote. A field that is no number is left for the reader to refuse. */
function signalLine(line: string, { rename }: WfdbCleaning): string {
  const [file = '', format = '', gain, ...rest] = line.trim().split(/\s+/)
  const numbers = rest.slice(0, 5).map((field) => (/^-?\d{1,12}$/.test(field) ? field : '?'))
  const words = rest.slice(5).filter((word) => describing.test(word))
  const kept = /^[\dx:+]{1,32}$/.test(format) ? format : '?'
  return [rename(file), kept, ...(gain === undefined ? [] : [gainOf(gain)]), ...numbers, ...words].join(' ')
}

/** A unit that nobody knows is none. */
function gainOf(field: string): string {
  const [, scale, unit] = /^([\d.eE+-]{1,24}(?:\(-?\d{1,12}\))?)(?:\/(.*))?$/.exec(field) ?? []
  if (scale === undefined) return '?'
  if (unit === undefined) return scale
  return `${scale}/${units.test(unit) ? unit : 'NU'}`
}

/** `#Age: 69`, `#<age>: 69 <sex>: M`, `# 69 M 1085 1629 x1` as public databases have them; an age of -1 is none. */
function keptComment(line: string, oldestAge: number): string[] {
  const capped = (age: string) => String(Math.min(Number(age), oldestAge + 1))
  const age = /<?\bage\b>?\s*[:=]?\s*(\d{1,3})\b/i.exec(line)?.[1] ?? /^#\s*(\d{1,3})\s+[MF]\b/.exec(line)?.[1]
  const sex =
    /<?\b(?:sex|gender)\b>?\s*[:=]?\s*(male|female|m|f)\b/i.exec(line)?.[1] ??
    /^#\s*(?:-1|\d{1,3})\s+([MF])\b/.exec(line)?.[1]
  return [...(age ? [`#Age: ${capped(age)}`] : []), ...(sex ? [`#Sex: ${sex[0]!.toUpperCase()}`] : [])]
}
