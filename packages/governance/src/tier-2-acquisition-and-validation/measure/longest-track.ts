import type { RoundThing } from './round-things.ts'

/** A round thing in its slice. */
type Placed = RoundThing & { readonly z: number }

/** Slices that a course may skip; how far it may turn aside for each millimetre along; how much each millimetre aside costs. */
const [skips, slope, cost] = [3, 1.2, 0.05]
/** From which level brightness counts, and how much HU count as much as a whole rim. */
const [plain, worth] = [70, 150]

/**
 * The best course of round things from slice to slice: as long, as round, as bright and as straight as can be (dynamic programming over
 * slices). Brightness counts so that an aorta full of contrast comes before a muscle's belly.
 */
export function longestTrack(
  slices: readonly (readonly RoundThing[])[],
  spacing: readonly [number, number, number],
): Placed[] {
  const best: { thing: Placed; gain: number; before: number }[] = []
  const beginnings: number[] = []
  for (const [z, things] of slices.entries()) {
    beginnings.push(best.length)
    const from = beginnings[Math.max(0, z - skips - 1)]!
    const until = best.length
    for (const thing of things) {
      let [gain, before] = [0, -1]
      for (let i = from; i < until; i += 1) {
        const earlier = best[i]!
        if (earlier.gain <= gain) continue
        const [dx, dy] = [(thing.x - earlier.thing.x) * spacing[0], (thing.y - earlier.thing.y) * spacing[1]]
        const aside = Math.sqrt(dx * dx + dy * dy)
        if (aside > 6 + slope * spacing[2] * (z - earlier.thing.z)) continue
        const sum = earlier.gain - cost * aside
        if (sum > gain) [gain, before] = [sum, i]
      }
      best.push({ thing: { ...thing, z }, gain: gain + worthOf(thing), before })
    }
  }
  const track: Placed[] = []
  let at = best.reduce((top, { gain }, i) => (top < 0 || gain > best[top]!.gain ? i : top), -1)
  for (; at >= 0; at = best[at]!.before) track.unshift(best[at]!.thing)
  return track
}

function worthOf({ rim, mean }: RoundThing): number {
  return rim + Math.min(1, Math.max(0, (mean - plain) / worth))
}
