import type { TextCleaner } from '../clean-text.ts'
import { shiftDate } from '../shift-date.ts'
import type { Rename } from './text-headers.ts'

export interface WfdbCleaning {
  readonly cleaner: TextCleaner
  readonly rename: Rename
  /** Days by which dates move; undefined empties them. */
  readonly days: number | undefined
  readonly oldestAge: number
}

/**
 * A WFDB header without names: record, segments and files are renamed, the day of the recording moves, the signals' descriptions are cleaned,
 * and of the comments only age and sex stay. Source: header(5) of the WFDB Applications Guide.
 */
export function wfdbHeaderWithoutTexts(bytes: Buffer, cleaning: WfdbCleaning): Buffer {
  const lines = bytes.toString('latin1').split(/\r?\n/)
  const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'))
  const isOfSegments = lines[first]?.split(/\s+/)[0]?.includes('/') ?? false
  const written = lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    if (line.startsWith('#')) return keptComment(line, cleaning.oldestAge)
    if (i === first) return [recordLine(line, cleaning)]
    return [isOfSegments ? segmentLine(line, cleaning) : signalLine(line, cleaning)]
  })
  return Buffer.from(`${written.join('\n')}\n`, 'latin1')
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

/** File, seven fields of numbers and units, then whatever somebody wrote. */
function signalLine(line: string, { cleaner, rename }: WfdbCleaning): string {
  const [file = '', ...rest] = line.trim().split(/\s+/)
  const numbers = rest.slice(0, 7)
  const description = cleaner.clean(rest.slice(7).join(' '), 'all')
  return [rename(file), ...numbers, ...(description === '' ? [] : [description])].join(' ')
}

/** `#Age: 69`, `#<age>: 69 <sex>: M`, `# 69 M 1085 1629 x1` as public databases have them. */
function keptComment(line: string, oldestAge: number): string[] {
  const capped = (age: string) => String(Math.min(Number(age), oldestAge + 1))
  const age = /<?\bage\b>?\s*[:=]?\s*(\d{1,3})\b/i.exec(line)?.[1] ?? /^#\s*(\d{1,3})\s+[MF]\b/.exec(line)?.[1]
  const sex =
    /<?\b(?:sex|gender)\b>?\s*[:=]?\s*(male|female|m|f)\b/i.exec(line)?.[1] ?? /^#\s*\d{1,3}\s+([MF])\b/.exec(line)?.[1]
  return [...(age ? [`#Age: ${capped(age)}`] : []), ...(sex ? [`#Sex: ${sex[0]!.toUpperCase()}`] : [])]
}
