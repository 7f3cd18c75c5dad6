import type { QrsLocations, Zone } from './qrs-locations.ts'

/**
 * Sums differences, in place: of the first order after the first value, of the second after the first two.
 * Source: EN 1064, 5.8 and 5.9.
 */
export function sumDifferences(values: Int32Array, order: 0 | 1 | 2): void {
  if (order === 1) for (let i = 1; i < values.length; i += 1) values[i]! += values[i - 1]!
  if (order === 2) for (let i = 2; i < values.length; i += 1) values[i]! += 2 * values[i - 1]! - values[i - 2]!
}

/** A stretch of a lead that was stored whole, or of which every so many samples became one. */
interface Stretch {
  readonly length: number
  readonly isWhole: boolean
}

/** The stretches of a lead, by turns within the protected zones and between them. */
export function stretchesOf({ start, end }: Zone, zones: readonly Zone[]): Stretch[] {
  const stretches: Stretch[] = []
  let at = start
  for (const zone of zones) {
    const [from, to] = [Math.max(zone.start, at), Math.min(zone.end, end)]
    if (zone.start === 0 || from > to) continue
    if (from > at) stretches.push({ length: from - at, isWhole: false })
    stretches.push({ length: to - from + 1, isWhole: true })
    at = to + 1
  }
  if (at <= end) stretches.push({ length: end - at + 1, isWhole: false })
  return stretches
}

/** Values that are stored for stretches. */
export function storedLength(stretches: readonly Stretch[], rate: number): number {
  return stretches.reduce((sum, { length, isWhole }) => sum + (isWhole ? length : Math.ceil(length / rate)), 0)
}

/**
 * Puts a lead back on one clock: between protected zones a value stands for the middle of `rate` samples; those between two middles lie on
 * the line between them, those before the first and after the last are like it.
 * @param values as many as `storedLength` says
 * Source: EN 1064, 5.9 and annex C.4.
 */
export function expandBimodal(values: Int32Array, stretches: readonly Stretch[], rate: number): Int32Array {
  const samples = new Int32Array(stretches.reduce((sum, { length }) => sum + length, 0))
  let [from, to] = [0, 0]
  for (const { length, isWhole } of stretches) {
    const count = isWhole ? length : Math.ceil(length / rate)
    const stored = values.subarray(from, from + count)
    if (isWhole) samples.set(stored, to)
    else interpolate(stored, samples.subarray(to, to + length), rate)
    from += count
    to += length
  }
  return samples
}

function interpolate(stored: Int32Array, samples: Int32Array, rate: number): void {
  const last = stored.length - 1
  for (let i = 0; i < samples.length; i += 1) {
    const place = Math.min(last, Math.max(0, (i - (rate - 1) / 2) / rate))
    const before = Math.floor(place)
    const after = Math.min(last, before + 1)
    samples[i] = Math.round(stored[before]! + (stored[after]! - stored[before]!) * (place - before))
  }
}

/**
 * Adds the reference beat back where it was taken away, in place.
 * @param samples of a lead, whose first is the record's sample `start`, from 1
 * Source: EN 1064, 5.7 and annex C.2.
 */
export function addReferenceBeats(samples: Int32Array, start: number, beat: Int32Array, locations: QrsLocations): void {
  for (const { type, subtracted, fiducial } of locations.complexes) {
    if (type !== 0 || subtracted.start === 0) continue
    const shift = locations.referenceFiducial - fiducial - 1
    const from = Math.max(subtracted.start, start, -shift)
    const to = Math.min(subtracted.end, start + samples.length - 1, beat.length - 1 - shift)
    for (let sample = from; sample <= to; sample += 1) samples[sample - start]! += beat[sample + shift]!
  }
}
