import { need, type Section } from './sections.ts'

/** Measurements of the whole record; undefined where they were not made. */
export interface GlobalMeasurements {
  /** Milliseconds between R waves, and between P waves, on average. */
  readonly averageRr: number | undefined
  readonly averagePp: number | undefined
  /** Milliseconds from the record's beginning to each spike of a pacemaker. */
  readonly pacemakerSpikes: readonly number[]
  /** Beats a minute. */
  readonly ventricularRate: number | undefined
  readonly atrialRate: number | undefined
  /** Corrected QT interval, milliseconds. */
  readonly qtc: number | undefined
}

/** From here on a number says why there is none: not made, found nothing, not possible. */
const firstReason = 19_999

/**
 * Reads section 7.
 * @throws AssayError record-unreadable
 * Source: EN 1064, 5.10.
 */
export function readGlobalMeasurements(section: Section): GlobalMeasurements {
  need(section, 6, 'measurements')
  const { view, bytes } = section
  const [beats, spikes] = [view.getUint8(0), view.getUint8(1)]
  const value = (at: number) => {
    if (at + 2 > bytes.length) return undefined
    const number = view.getUint16(at, true)
    return number < firstReason && number > 0 ? number : undefined
  }
  const ofSpikes = 6 + 16 * beats
  need(section, ofSpikes + 10 * spikes, 'measurements')
  const ofTypes = ofSpikes + 10 * spikes
  const complexes = ofTypes + 2 <= bytes.length ? view.getUint16(ofTypes, true) : 0
  const rates = ofTypes + 2 + complexes
  return {
    averageRr: value(2),
    averagePp: value(4),
    pacemakerSpikes: Array.from({ length: spikes }, (_, spike) => view.getUint16(ofSpikes + 4 * spike, true)),
    ventricularRate: value(rates),
    atrialRate: value(rates + 2),
    qtc: value(rates + 4),
  }
}
