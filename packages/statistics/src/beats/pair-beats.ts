import type { Beat } from './read-beats.ts'

/** A reference beat and the test beat that it was paired with; undefined for none. Never both. */
export type BeatPair = readonly [reference: Beat | undefined, test: Beat | undefined]

/** Where nothing more comes: further than any sample, and exact in sums. */
const never = 2 ** 50

/**
 * Pairs reference and test beats as the WFDB program `bxb` does. The earlier of the next two beats is paired with the
 * other's next if they are at most the window apart, and either its side's rival (the next beat of the other side's
 * annotator) is further away, or that rival has a nearer partner of its own. Otherwise it stays alone. One to one, in one
 * pass.
 *
 * Where a learning period is skipped, comparison begins with the first reference beat at or after `start`. The last test
 * beat before it is its partner if that is in the window and nearer than the next; otherwise a test beat in the first
 * window after `start` counts for nothing when the one after it is nearer to the first reference beat.
 *
 * A pair counts if either beat is at or before `end`.
 * @param reference in order of their samples
 * @param test in order of their samples
 * @param window samples
 * @param start sample, 0 for no learning period
 * @param end sample
 * Source: `main` of app/bxb.c, WFDB Software Package, 27 April 2020.
 */
export function pairBeats(
  reference: readonly Beat[],
  test: readonly Beat[],
  { window, start, end }: { window: number; start: number; end: number },
): BeatPair[] {
  const pairs: BeatPair[] = []
  let { r, t } = firstBeats(reference, test, { window, start }, pairs)
  const at = (beats: readonly Beat[], index: number) => beats[index]?.sample ?? never
  while (at(reference, r) <= end || at(test, t) <= end) {
    const [ofReference, nextReference] = [at(reference, r), at(reference, r + 1)]
    const [ofTest, nextTest] = [at(test, t), at(test, t + 1)]
    const distance = Math.abs(ofTest - ofReference)
    const testIsFirst = ofTest < ofReference
    const rival = testIsFirst ? Math.abs(ofReference - nextTest) : Math.abs(ofTest - nextReference)
    const arePair = distance <= window && (distance < rival || Math.abs(nextReference - nextTest) < rival)
    const takesReference = arePair || !testIsFirst
    const takesTest = arePair || testIsFirst
    pairs.push([takesReference ? reference[r] : undefined, takesTest ? test[t] : undefined])
    if (takesReference) r += 1
    if (takesTest) t += 1
  }
  return pairs
}

/** The beats that comparison begins with; pushes the pair that lies across the end of the learning period. */
function firstBeats(
  reference: readonly Beat[],
  test: readonly Beat[],
  { window, start }: { window: number; start: number },
  pairs: BeatPair[],
): { r: number; t: number } {
  if (start <= 0) return { r: 0, t: 0 }
  const r = indexFrom(reference, start)
  const t = indexFrom(test, start)
  const first = reference[r]?.sample ?? never
  const before = test[t - 1]?.sample ?? -never
  const [after, second] = [test[t]?.sample ?? never, test[t + 1]?.sample ?? never]
  if (first - before <= window && first - before < Math.abs(first - after)) {
    pairs.push([reference[r], test[t - 1]])
    return { r: r + 1, t }
  }
  const isForLearning = after - start <= window && Math.abs(first - second) < Math.abs(first - after)
  return { r, t: isForLearning ? t + 1 : t }
}

function indexFrom(beats: readonly Beat[], start: number): number {
  const index = beats.findIndex(({ sample }) => sample >= start)
  return index < 0 ? beats.length : index
}
