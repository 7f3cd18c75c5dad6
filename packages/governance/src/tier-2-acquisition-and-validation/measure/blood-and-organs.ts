import type { Volume } from '@assay/formats'
import { axialFrame } from './axial-frame.ts'
import { discNoise } from './even-disc.ts'
import { evenLevel } from './even-level.ts'
import { findSpine, type Spine } from './find-spine.ts'
import { longestTrack } from './longest-track.ts'
import { median } from './planes.ts'
import { type Reduced, reduceVolume } from './reduce-volume.ts'
import { type RoundThing, roundThings } from './round-things.ts'

/** What is seen of a contrast medium, HU. An organ that is not in the field of view, or not found, is left out. */
export interface BloodAndOrgans {
  readonly aorta: number
  readonly liver?: number
  readonly kidney?: number
  /** Where the aorta was measured, first and last voxel: in the slice in the middle of its course. */
  readonly where: { readonly from: [number, number, number]; readonly to: [number, number, number] }
}

/** Where the aorta, the kidneys and the liver may lie, from the spine's middle, millimetres: to the left, to the front. */
const besideSpine = {
  aorta: { left: [-15, 40], front: [5, 85] },
  kidney: { left: [30, 85], front: [-30, 50] },
  liver: { left: [-180, -35], front: [10, 200] },
} as const
/** Radius of the disc that is measured, and the half width at most: of the aorta, and of a kidney, which is round like it. Millimetres. */
const aortaShape = { core: 4, reach: 24 }
const kidneyShape = { core: 8, reach: 42 }
/** The vertebral body before the spine's middle: how far, and its half width, mm. Its spongy bone, in noise, is as even as blood. */
const vertebra = { front: 20, radius: 19 }
/** Fewest slices (of 5 mm) that a vessel runs through, of longer series. */
const fewest = 6

/**
 * Finds the aorta, the liver and the kidneys of an axial CT by where they lie about the spine and by their shape, and measures them.
 *
 * The aorta is the longest course, from slice to slice, of round things before the spine that stand out from what is around them; its
 * level the median over that course. The liver is the most frequent level of even discs of 24 mm on the right, where the aorta is seen;
 * a kidney the brightest round thing beside the spine, the upper quartile over its slices: without contrast the liver or the spleen may be.
 * @returns undefined where there is no such course: no trunk, no axial slices, too much noise
 * Source: this platform. That these structures tell the phase: see `decidePhase`.
 */
export function bloodAndOrgans(volume: Volume): BloodAndOrgans | undefined {
  const frame = axialFrame(volume)
  if (!frame) return undefined
  const reduced = reduceVolume(volume, { pixel: 2, step: 5 })
  const noise = discNoise(reduced)
  const spine = noise === undefined ? undefined : findSpine(reduced, frame)
  if (noise === undefined || !spine) return undefined
  const slices = Array.from({ length: reduced.size[2] }, (_, z) => z)
  const seen = slices.map((z) =>
    roundThings(reduced, z, placesIn(reduced, spine, besideSpine.aorta), { noise, ...aortaShape }).filter(
      (thing) => !isVertebra(thing, reduced, spine),
    ),
  )
  const course = longestTrack(seen, reduced.spacing)
  if (course.length < Math.min(fewest, Math.max(2, slices.length))) return undefined
  const along = slices.slice(course[0]!.z, course.at(-1)!.z + 1).filter((_, i, all) => all.length < 16 || i % 2 === 0)
  const liver = evenLevel(reduced, along, placesIn(reduced, spine, besideSpine.liver), noise)
  const kidney = kidneyLevel(reduced, along, spine, noise)
  return {
    aorta: median(course.map(({ mean }) => mean)),
    ...(liver === undefined ? {} : { liver }),
    ...(kidney === undefined ? {} : { kidney }),
    where: regionOf(course[course.length >> 1]!, volume, reduced),
  }
}

function isVertebra({ x, y }: RoundThing, { spacing }: Reduced, spine: Spine): boolean {
  const [left, front] = [(x - spine.x) * spacing[0], (y - spine.y) * spine.front * spacing[1]]
  return Math.hypot(left, front - vertebra.front) < vertebra.radius
}

/** A kidney's level, or of what is brighter beside the spine: without contrast that may be the liver's edge or the spleen's. */
function kidneyLevel(reduced: Reduced, slices: readonly number[], spine: Spine, noise: number): number | undefined {
  const { left, front } = besideSpine.kidney
  const levels = slices.flatMap((z) => {
    const [brightest] = [left, [-left[1], -left[0]] as const]
      .flatMap((side) =>
        roundThings(reduced, z, placesIn(reduced, spine, { left: side, front }), { noise, ...kidneyShape }),
      )
      .sort((a, b) => b.mean - a.mean)
    return brightest ? [brightest.mean] : []
  })
  if (levels.length < 4) return undefined
  return levels.sort((a, b) => a - b)[Math.floor(levels.length * 0.75)]
}

interface Box {
  readonly left: readonly [number, number]
  readonly front: readonly [number, number]
}

/** Columns and rows of a box about the spine: first and last, inside the slice. */
function placesIn({ size, spacing }: Reduced, spine: Spine, { left, front }: Box) {
  const range = (axis: 0 | 1, middle: number, direction: number, [a, b]: readonly [number, number]) => {
    const ends = [a, b]
      .map((mm) => Math.round(middle + (direction * mm) / spacing[axis]))
      .sort((one, other) => one - other)
    return [Math.max(0, ends[0]!), Math.min(size[axis] - 1, ends[1]!)] as const
  }
  return { columns: range(0, spine.x, spine.left, left), rows: range(1, spine.y, spine.front, front) }
}

function regionOf({ x, y, z, radius }: RoundThing & { z: number }, { size }: Volume, { factor, spacing }: Reduced) {
  const at = [x, y, z].map((place, axis) => place * factor[axis]! + (axis < 2 ? factor[axis]! >> 1 : 0))
  const reach = [0, 1].map((axis) => Math.ceil((radius / spacing[axis]!) * factor[axis]!))
  const inside = (value: number, axis: number) => Math.max(0, Math.min(size[axis]! - 1, value))
  const corner = (sign: 1 | -1): [number, number, number] => [
    inside(at[0]! + sign * reach[0]!, 0),
    inside(at[1]! + sign * reach[1]!, 1),
    inside(at[2]!, 2),
  ]
  return { from: corner(-1), to: corner(1) }
}
