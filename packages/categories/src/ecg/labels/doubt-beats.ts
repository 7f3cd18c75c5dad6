import type { Annotation, Waveform } from '@assay/formats'
import type { DoubtedLabels } from '@assay/governance'
import { type BeatClass, beatClassOf } from '@assay/statistics'
import { type BeatShapes, beatShapes } from './beat-shapes.ts'

/** Classes that a beat's shape tells apart: conducted as usual, or not. Fusions lie between, and unknown beats anywhere. */
const groupOf: Partial<Record<BeatClass, 'N' | 'V'>> = { N: 'N', S: 'N', V: 'V' }

export const doubtLimits = {
  /** Nearest beats that are asked. */
  neighbours: 11,
  /** Most of them that may share the beat's own group. */
  mostAlike: 2,
  /** Least correlation with the nearest of the other group. */
  leastCorrelation: 0.9,
}

/** Beats that others are held against, evenly spread: a record of a day has a hundred thousand. */
const mostCompared = 1000
/** Fewer beats than these of a group, and nothing is said of a record. */
const leastBeats = 30
const mostItems = 200

interface LabelledBeat {
  readonly sample: number
  readonly group: 'N' | 'V'
  readonly code: string
}

/**
 * Beats that look like those of the other group (N and S against V) in the same record: of its nearest beats by the correlation of shapes
 * nearly all are of the other group, and the nearest of those is very near. Aberrant conduction and pacing look alike; the place of a beat
 * in time is not looked at, so that S is not told from N.
 * Source: votes of nearest neighbours as filter of labels, Wilson, *IEEE Trans. Syst. Man Cybern.* 2:408–421 (1972); numbers are this
 * platform's.
 */
export function doubtBeats(
  waveform: Waveform,
  annotations: readonly Annotation[],
  limits: typeof doubtLimits = doubtLimits,
): DoubtedLabels {
  const beats = annotations.flatMap(({ sample, code }): LabelledBeat[] => {
    const group = groupOf[beatClassOf(code) ?? 'Q']
    return group && sample < waveform.length ? [{ sample, group, code }] : []
  })
  if (beats.length < leastBeats || waveform.channels.length === 0) return { compared: 0, doubted: 0, items: [] }
  const shapes = beatShapes(
    waveform,
    beats.map(({ sample }) => sample),
  )
  const asked = spread(beats.length)
  const doubted = beats.filter((_, i) => isDoubtful(beats, shapes, asked, i, limits))
  return {
    compared: beats.length,
    doubted: doubted.length,
    items: doubted.slice(0, mostItems).map(({ sample, group, code }) => ({
      seconds: sample / waveform.samplingFrequency,
      label: code,
      looksLike: group === 'N' ? 'V' : 'N',
    })),
  }
}

/** Places of the beats that others are held against. */
function spread(beats: number): number[] {
  const count = Math.min(beats, mostCompared)
  return Array.from({ length: count }, (_, i) => Math.floor((i * beats) / count))
}

function isDoubtful(
  beats: readonly LabelledBeat[],
  shapes: BeatShapes,
  asked: readonly number[],
  place: number,
  { neighbours, mostAlike, leastCorrelation }: typeof doubtLimits,
): boolean {
  const nearest = nearestTo(shapes, asked, place, neighbours)
  const { group } = beats[place]!
  const alike = nearest.filter(({ at }) => beats[at]!.group === group).length
  const other = nearest.find(({ at }) => beats[at]!.group !== group)
  return nearest.length === neighbours && alike <= mostAlike && (other?.correlation ?? 0) >= leastCorrelation
}

/** The beats whose shapes correlate best with a beat's, best first; itself is none of them. */
function nearestTo({ width, values }: BeatShapes, asked: readonly number[], place: number, count: number) {
  const nearest: { at: number; correlation: number }[] = []
  const own = values.subarray(place * width, (place + 1) * width)
  for (const at of asked) {
    if (at === place) continue
    let correlation = 0
    for (let i = 0, j = at * width; i < width; i += 1, j += 1) correlation += own[i]! * values[j]!
    if (nearest.length === count && correlation <= nearest[count - 1]!.correlation) continue
    const after = nearest.findIndex((one) => one.correlation < correlation)
    nearest.splice(after < 0 ? nearest.length : after, 0, { at, correlation })
    if (nearest.length > count) nearest.pop()
  }
  return nearest
}
