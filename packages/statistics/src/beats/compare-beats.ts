import type { BeatAnnotation } from './beat-annotation.ts'
import { type BeatClass, beatClassOf, isPaced } from './beat-class.ts'
import { type BeatMatrix, cellOf, type MatrixCell } from './beat-matrix.ts'
import { type Span, spansOfFlutter, spansOfUnreadable, withinSpans } from './spans.ts'

/** How a record is compared. */
export interface ComparisonRules {
  /** Widest distance of a matching pair, seconds; 0.15 in EC57. Exactly this far still matches. */
  matchWindowSeconds: number
  /** Skipped at the start of a record that is long enough, seconds; 300 in EC57. */
  learningSeconds: number
  /** Shortest record that the learning period is skipped in, seconds. */
  learningAppliesFromSeconds: number
}

/** A record's signal, as far as the comparison must know it. */
export interface RecordExtent {
  /** Hz */
  samplingFrequency: number
  /** Samples a channel. */
  samples: number
}

/** Outcome of the beat-by-beat comparison of one record. */
export interface BeatComparison {
  matrix: BeatMatrix
  /** The record has beats of a pacemaker, and stands apart. */
  paced: boolean
  /** Length of what was scored, without learning period and ventricular flutter. Seconds. */
  scoredSeconds: number
  /** Time that the test was shut down within the scored period. Seconds. */
  shutdownSeconds: number
}

interface Beat {
  sample: number
  beatClass: BeatClass
}

/**
 * Compares the beats of a test with the reference, beat by beat.
 *
 * A reference and a test beat make a pair when they are at most the window apart and neither has a nearer neighbour in
 * the other's next beat; each beat is in one pair at most. Beats in ventricular flutter (`[` to `]` in the reference)
 * are left out on both sides; so is the learning period. A pair counts where its reference beat lies, an extra detection
 * where it lies itself.
 * @param reference annotations in order of their samples
 * @param test annotations in order of their samples
 * Source: ANSI/AAMI EC57:2012, 4.2–4.4; pairing as in the program `bxb` of the WFDB software package.
 */
export function compareBeats(
  reference: readonly BeatAnnotation[],
  test: readonly BeatAnnotation[],
  { samplingFrequency, samples }: RecordExtent,
  rules: ComparisonRules,
): BeatComparison {
  const from = learningSamples(samplingFrequency, samples, rules)
  const flutter = spansOfFlutter(reference, samples)
  const shutdown = spansOfUnreadable(test, samples)
  const unreadable = spansOfUnreadable(reference, samples)
  const isScored = (sample: number) => sample >= from && sample < samples && !withinSpans(flutter, sample)

  const matrix: BeatMatrix = {}
  const count = (cell: MatrixCell) => {
    matrix[cell] = (matrix[cell] ?? 0) + 1
  }
  const window = rules.matchWindowSeconds * samplingFrequency
  for (const [ofReference, ofTest] of pairBeats(beatsOf(reference), beatsOf(test), window)) {
    if (!isScored((ofReference ?? ofTest)!.sample)) continue
    if (ofReference && ofTest) count(cellOf(ofReference.beatClass, ofTest.beatClass))
    else if (ofReference) count(cellOf(ofReference.beatClass, withinSpans(shutdown, ofReference.sample) ? 'x' : 'o'))
    else if (ofTest) count(cellOf(withinSpans(unreadable, ofTest.sample) ? 'X' : 'O', ofTest.beatClass))
  }
  return {
    matrix,
    paced: reference.some(({ code }) => isPaced(code)),
    scoredSeconds: scoredLength([[from, samples]], flutter) / samplingFrequency,
    shutdownSeconds: scoredLength(clip(shutdown, from), flutter) / samplingFrequency,
  }
}

function learningSamples(frequency: number, samples: number, rules: ComparisonRules): number {
  const applies = samples >= rules.learningAppliesFromSeconds * frequency
  return applies ? Math.round(rules.learningSeconds * frequency) : 0
}

function beatsOf(annotations: readonly BeatAnnotation[]): Beat[] {
  return annotations.flatMap(({ sample, code }) => {
    const beatClass = beatClassOf(code)
    return beatClass ? [{ sample, beatClass }] : []
  })
}

/** Pairs of reference and test beats; a beat without a partner is paired with undefined. Linear in the beats. */
export function pairBeats<B extends { sample: number }>(
  reference: readonly B[],
  test: readonly B[],
  window: number,
): [B | undefined, B | undefined][] {
  const pairs: [B | undefined, B | undefined][] = []
  let r = 0
  let t = 0
  while (r < reference.length || t < test.length) {
    const ofReference = reference[r]
    const ofTest = test[t]
    if (!ofReference || !ofTest) {
      pairs.push([ofReference, ofTest])
      r += 1
      t += 1
      continue
    }
    const distance = Math.abs(ofTest.sample - ofReference.sample)
    const testIsEarlier = ofTest.sample < ofReference.sample
    const rival = testIsEarlier ? test[t + 1] : reference[r + 1]
    const rivalDistance = rival
      ? Math.abs(rival.sample - (testIsEarlier ? ofReference.sample : ofTest.sample))
      : Number.POSITIVE_INFINITY
    if (distance <= window && distance <= rivalDistance) {
      pairs.push([ofReference, ofTest])
      r += 1
      t += 1
    } else if (testIsEarlier) {
      pairs.push([undefined, ofTest])
      t += 1
    } else {
      pairs.push([ofReference, undefined])
      r += 1
    }
  }
  return pairs
}

function clip(spans: readonly Span[], from: number): Span[] {
  return spans.filter(([, end]) => end > from).map(([start, end]) => [Math.max(start, from), end])
}

function scoredLength(spans: readonly Span[], excluded: readonly Span[]): number {
  const lengths = spans.map(([start, end]) => {
    const out = excluded.map(([from, to]) => Math.max(0, Math.min(to, end) - Math.max(from, start)))
    return end - start - out.reduce((sum, length) => sum + length, 0)
  })
  return lengths.reduce((sum, length) => sum + length, 0)
}
