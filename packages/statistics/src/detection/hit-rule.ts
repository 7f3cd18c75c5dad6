import { z } from 'zod'
import type { Box, Lesion, Mark, Place } from './findings.ts'

/** Whether the limit itself still hits. */
const boundary = z.enum(['included', 'excluded'])

/**
 * When a mark hits a lesion, as a protocol declares it.
 * `centre-in-truth`: the mark's centre lies in the lesion's region.
 * `distance`: the centres are nearer than `limit`; `'radius'` is half the lesion's diameter. LUNA16's is the radius,
 * its boundary excluded.
 * `distance-over-size`: the distance of the centres over the lesion's diameter is below `limit`.
 * `overlap-over-mark`: the common volume of both boxes over the mark's is above `limit`.
 * `iou`: their common volume over that of their union is above `limit`.
 */
export const hitRule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('centre-in-truth'), boundary: boundary.default('included') }),
  z.strictObject({
    rule: z.literal('distance'),
    boundary: boundary.default('excluded'),
    limit: z.union([z.literal('radius'), z.number().positive()]),
  }),
  z.strictObject({
    rule: z.literal('distance-over-size'),
    boundary: boundary.default('included'),
    limit: z.number().positive(),
  }),
  z.strictObject({
    rule: z.literal('overlap-over-mark'),
    boundary: boundary.default('included'),
    limit: z.number().gt(0).max(1),
  }),
  z.strictObject({
    rule: z.literal('iou'),
    boundary: boundary.default('excluded'),
    limit: z.number().min(0).lt(1),
  }),
])

export type HitRule = z.infer<typeof hitRule>

/**
 * How near a mark is to a lesion that it hits by a rule: smaller is nearer.
 * @returns undefined where it does not hit
 * @throws RangeError when the rule needs boxes that are not there
 */
export function nearness(rule: HitRule, lesion: Lesion, mark: Mark): number | undefined {
  const within = (value: number, limit: number) => value < limit || (value === limit && rule.boundary === 'included')
  const squared = squaredDistance(mark.centre, lesion.centre)
  switch (rule.rule) {
    case 'centre-in-truth':
      return within(outsideness(mark.centre, lesion), 1) ? squared : undefined
    case 'distance': {
      const limit = rule.limit === 'radius' ? lesion.diameter / 2 : rule.limit
      return within(squared, limit * limit) ? squared : undefined
    }
    case 'distance-over-size':
      return within(Math.sqrt(squared) / lesion.diameter, rule.limit) ? squared : undefined
    case 'overlap-over-mark': {
      const [truth, marked] = boxesOf(lesion, mark)
      const share = volume(common(truth, marked)) / volume(marked)
      return share > 0 && within(-share, -rule.limit) ? -share : undefined
    }
    case 'iou': {
      const share = intersectionOverUnion(...boxesOf(lesion, mark))
      return share > 0 && within(-share, -rule.limit) ? -share : undefined
    }
  }
}

/** Common volume of two boxes over the volume of their union, in [0, 1]; of areas where both are flat in z. */
function intersectionOverUnion(a: Box, b: Box): number {
  const both = volume(common(a, b))
  return both === 0 ? 0 : both / (volume(a) + volume(b) - both)
}

function squaredDistance(a: Place, b: Place): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2
}

/** Below 1 inside the lesion's region, 1 on its border, above 1 outside. */
function outsideness(place: Place, { centre, diameter, box }: Lesion): number {
  if (!box) return squaredDistance(place, centre) / (diameter / 2) ** 2
  const inAxis = place.map((value, axis) => {
    const [from, to] = [box.from[axis]!, box.to[axis]!]
    if (from === to) return value === from ? 0 : 2
    return Math.abs(2 * value - from - to) / (to - from)
  })
  return Math.max(...inAxis)
}

function boxesOf(lesion: Lesion, mark: Mark): [Box, Box] {
  if (!lesion.box) throw new RangeError(`lesion ${lesion.id}: the rule needs a box`)
  if (!mark.box) throw new RangeError('mark: the rule needs a box')
  return [lesion.box, mark.box]
}

/** What two boxes share; turned inside out along an axis where they are apart. */
function common(a: Box, b: Box): Box {
  const of = (pick: (x: number, y: number) => number, one: Place, other: Place): Place => [
    pick(one[0], other[0]),
    pick(one[1], other[1]),
    pick(one[2], other[2]),
  ]
  return { from: of(Math.max, a.from, b.from), to: of(Math.min, a.to, b.to) }
}

/** Volume; area of a box that is flat in z. 0 where it is inside out. */
function volume({ from, to }: Box): number {
  const [width, height, depth] = to.map((value, axis) => value - from[axis]!) as [number, number, number]
  return width < 0 || height < 0 || depth < 0 ? 0 : width * height * (depth === 0 ? 1 : depth)
}
