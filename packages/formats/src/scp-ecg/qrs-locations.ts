import { need, type Section, unreadable } from './sections.ts'

/** Samples from one to another, both of it, from 1. */
export interface Zone {
  readonly start: number
  readonly end: number
}

/** A QRS complex of section 4. */
interface QrsComplex {
  /** Class of its shape, from 0, which is that of the reference beat. */
  readonly type: number
  /** Where the reference beat was taken away. */
  readonly subtracted: Zone
  /** Sample of its fiducial point, from 1. */
  readonly fiducial: number
  /** Where no sample was left out; undefined where the record has no such zones. */
  readonly protectedZone: Zone | undefined
}

export interface QrsLocations {
  /** Length of the reference beat, milliseconds. */
  readonly referenceLength: number
  /** Sample of the reference beat's fiducial point, from 1. */
  readonly referenceFiducial: number
  readonly complexes: readonly QrsComplex[]
}

/**
 * Reads section 4.
 * @throws AssayError record-unreadable where zones overlap or are out of order
 * Source: EN 1064, 5.7.
 */
export function readQrsLocations(section: Section): QrsLocations {
  need(section, 6, 'QRS complexes')
  const { view, bytes, where } = section
  const [referenceFiducial, count] = [view.getUint16(2, true), view.getUint16(4, true)]
  need(section, 6 + 14 * count, 'QRS complexes')
  const after = 6 + 14 * count
  const hasZones = after + 8 * count <= bytes.length && count > 0
  const complexes = Array.from({ length: count }, (_, i) => {
    const at = 6 + 14 * i
    return {
      type: view.getUint16(at, true),
      subtracted: zoneAt(view, at + 2, at + 10),
      fiducial: view.getUint32(at + 6, true),
      protectedZone: hasZones ? zoneAt(view, after + 8 * i, after + 8 * i + 4) : undefined,
    }
  })
  checkOrder(
    complexes.filter(({ type }) => type === 0).map(({ subtracted }) => subtracted),
    where,
  )
  checkOrder(
    complexes.flatMap(({ protectedZone }) => protectedZone ?? []),
    where,
  )
  return { referenceLength: view.getUint16(0, true), referenceFiducial, complexes }
}

function zoneAt(view: DataView, start: number, end: number): Zone {
  return { start: view.getUint32(start, true), end: view.getUint32(end, true) }
}

/** Zones that overlap would be added twice, and take as long as a hostile record likes. */
function checkOrder(zones: readonly Zone[], where: string): void {
  let last = 0
  for (const { start, end } of zones) {
    if (start === 0 && end === 0) continue
    if (start <= last || end < start) throw unreadable(where, 'zones of QRS complexes that overlap or are out of order')
    last = end
  }
}
