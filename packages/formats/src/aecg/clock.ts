import { elementsAt, type XmlElement } from './read-xml.ts'

/** When samples were taken, seconds. */
export interface Clock {
  /** Of the first: since 1970 for absolute times, else since whatever the series counts from. */
  readonly start: number
  readonly increment: number
}

const seconds: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 }

/** The clock of a sequence of times, a GLIST_TS or a GLIST_PQ; undefined where it is none. */
export function clockOf(value: XmlElement | undefined): Clock | undefined {
  const [head, step] = ['head', 'increment'].map((part) => elementsAt(value, part)[0]?.attributes)
  const increment = Number(step?.value ?? Number.NaN) * (seconds[step?.unit ?? ''] ?? Number.NaN)
  const start = timeOf(head)
  return increment > 0 && Number.isFinite(increment) && start !== undefined ? { start, increment } : undefined
}

/** Seconds of a point in time (HL7: YYYYMMDDHHMMSS.fff, as much of it as there is) or of a quantity with a unit of time. */
export function timeOf(attributes: Readonly<Record<string, string>> | undefined): number | undefined {
  const { value = '', unit } = attributes ?? {}
  const [, year, month, day, hour, minute, second, fraction] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?(\.\d{1,9})?(?:[+-]\d{4})?$/.exec(value) ?? []
  if (year !== undefined) {
    const [at, ...rest] = [year, month, day, hour, minute, second].map((part) => Number(part ?? 0))
    return Date.UTC(at!, rest[0]! - 1, rest[1], rest[2], rest[3], rest[4]) / 1000 + Number(fraction ?? 0)
  }
  const number = Number(value) * (seconds[unit ?? ''] ?? Number.NaN)
  return value.trim() !== '' && Number.isFinite(number) ? number : undefined
}
