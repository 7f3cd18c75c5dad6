import type { Annotation } from '@assay/formats'
import type { ReadItems } from '@assay/governance'
import { type BeatClass, beatClassOf, pairBeats } from '@assay/statistics'
import { togetherAlike } from '../../together-alike.ts'

/** A reader's annotations of a record. */
export interface BeatReading {
  readonly reader: string
  readonly annotations: readonly Annotation[]
}

/** A beat of the reference, or of readers alone, with what each reader called it. */
interface ReadBeat {
  sample: number
  reference: string
  said: Record<string, string>
}

/** EC57's match window, seconds. */
const window = 0.15

/**
 * What readers called the beats of a record, beats that were read alike brought together. Beats are those of the reference; a reader's
 * beats are paired with them as `bxb` does (EC57: 150 ms), a beat that a reader did not mark is '' by that reader, and beats that readers
 * alone marked, within 150 ms of each other, are one beat whose reference is ''.
 */
export function beatReadings(
  reference: readonly Annotation[],
  readings: readonly BeatReading[],
  samplingFrequency: number,
): ReadItems[] {
  if (readings.length === 0) return []
  const reach = Math.round(window * samplingFrequency)
  const ofReference = beatsOf(reference)
  const items = ofReference.map(({ sample, beatClass }): ReadBeat => ({ sample, reference: beatClass, said: {} }))
  const places = new Map(ofReference.map((beat, place) => [beat, place]))
  const alone: ReadBeat[] = []
  for (const { reader, annotations } of readings) {
    const end = Math.max(0, ofReference.at(-1)?.sample ?? 0, annotations.at(-1)?.sample ?? 0)
    for (const [own, read] of pairBeats(ofReference, beatsOf(annotations), { window: reach, start: 0, end })) {
      if (own) items[places.get(own)!]!.said[reader] = read?.beatClass ?? ''
      else if (read) alone.push({ sample: read.sample, reference: '', said: { [reader]: read.beatClass } })
    }
  }
  const all = [...items, ...joined(alone, reach, readings)]
  return togetherAlike(all)
}

function beatsOf(annotations: readonly Annotation[]): { sample: number; beatClass: BeatClass }[] {
  return annotations.flatMap(({ sample, code }) => {
    const beatClass = beatClassOf(code)
    return beatClass ? [{ sample, beatClass }] : []
  })
}

/** Beats that readers alone marked: those near each other, of different readers, are one, which the others did not mark. */
function joined(alone: readonly ReadBeat[], reach: number, readings: readonly BeatReading[]): ReadBeat[] {
  const found: ReadBeat[] = []
  for (const one of alone.toSorted((a, b) => a.sample - b.sample)) {
    const last = found.at(-1)
    const [reader] = Object.keys(one.said) as [string]
    if (last && one.sample - last.sample <= reach && !(reader in last.said)) Object.assign(last.said, one.said)
    else found.push({ ...one, said: { ...one.said } })
  }
  const missed = Object.fromEntries(readings.map(({ reader }) => [reader, '']))
  return found.map((one) => ({ ...one, said: { ...missed, ...one.said } }))
}
