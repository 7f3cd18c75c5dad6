import type { BeatAnnotation } from './beat-annotation.ts'
import { isPaced } from './beat-class.ts'
import { type BeatMatrix, cellOf, type MatrixCell } from './beat-matrix.ts'
import { type BeatPair, pairBeats } from './pair-beats.ts'
import { type ReadBeats, readBeats } from './read-beats.ts'
import { coveredLength, withinSpans } from './spans.ts'

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

/**
 * Compares the beats of a test with the reference, beat by beat: the matrix that the WFDB program `bxb`, EC57's reference
 * implementation, prints for the same annotations. It differs from it where that program gives up for want of memory: all
 * spans of flutter and shutdown are known here, not the last two of each; a second one that is never closed lasts to the
 * end; a beat at sample 0 counts; a flutter wave (`!`) outside `[` and `]` is no beat. Shutdown is measured within what is
 * scored, not over the whole file.
 * @param reference annotations in order of their samples
 * @param test annotations in order of their samples
 * Source: ANSI/AAMI EC57:1998, 4.2; app/bxb.c of the WFDB Software Package, 27 April 2020.
 */
export function compareBeats(
  reference: readonly BeatAnnotation[],
  test: readonly BeatAnnotation[],
  { samplingFrequency, samples }: RecordExtent,
  rules: ComparisonRules,
): BeatComparison {
  const window = Math.round(rules.matchWindowSeconds * samplingFrequency)
  const start = learningSamples(samplingFrequency, samples, rules)
  const ofReference = readBeats(reference, window)
  const ofTest = readBeats(test, window)
  const pairs = pairBeats(ofReference.beats, ofTest.beats, { window, start, end: samples })
  const scored = [start, samples] as const
  return {
    matrix: matrixOf(pairs, ofReference, ofTest),
    paced: reference.some(({ code }) => isPaced(code)),
    scoredSeconds: coveredLength(scored, [scored], ofReference.flutter) / samplingFrequency,
    shutdownSeconds: coveredLength(scored, ofTest.shutdown, ofReference.flutter) / samplingFrequency,
  }
}

function learningSamples(frequency: number, samples: number, rules: ComparisonRules): number {
  const applies = samples >= rules.learningAppliesFromSeconds * frequency
  return applies ? Math.round(rules.learningSeconds * frequency) : 0
}

function matrixOf(pairs: readonly BeatPair[], reference: ReadBeats, test: ReadBeats): BeatMatrix {
  const matrix: BeatMatrix = {}
  for (const pair of pairs) {
    const cell = cellOfPair(pair, reference, test)
    if (cell) matrix[cell] = (matrix[cell] ?? 0) + 1
  }
  return matrix
}

/** Undefined for a detection in the reference's flutter, which counts for nothing. */
function cellOfPair([reference, test]: BeatPair, ofReference: ReadBeats, ofTest: ReadBeats): MatrixCell | undefined {
  if (reference && test) return cellOf(reference.beatClass, test.beatClass)
  if (reference) return cellOf(reference.beatClass, withinSpans(ofTest.shutdown, reference.sample) ? 'x' : 'o')
  if (!test || withinSpans(ofReference.flutter, test.sample)) return undefined
  return cellOf(withinSpans(ofReference.shutdown, test.sample) ? 'X' : 'O', test.beatClass)
}
