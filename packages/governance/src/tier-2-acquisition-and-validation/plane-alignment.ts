import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { inOrder, placeOf, turnBetween } from './measure/planes.ts'

const parameters = z.strictObject({ /** Pixels. */ most: z.number().positive().max(100) })

/** Directions further apart than this, degrees, are another check's. */
const sameDirection = 0.5

/**
 * First pixels of parallel slices lie on one line, that from the first slice to the last: at right angles to the slices, or
 * beside it where the gantry was tilted. The distance to that line is measured in pixels.
 * Source: DICOM PS3.3 C.7.6.2.1.1.
 */
export const planeAlignment = planeCheck<z.infer<typeof parameters>>({
  id: 'plane-alignment',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { most }, series) => {
    const ordered = inOrder(planes)
    const [first, last] = [ordered[0]!, ordered.at(-1)!]
    const length = last.depth - first.depth
    const isTurned = planes.some((plane) => turnBetween(plane, first.plane) > sameDirection)
    const pixel = Math.min(...first.plane.pixelSpacing)
    if (isTurned || length < 1 || !(pixel > 0)) return { notApplicable: 'nothing-to-compare' }
    const asides = ordered.map(({ plane, depth }) => {
      const share = (depth - first.depth) / length
      const line = first.plane.position.map((start, axis) => start + share * (last.plane.position[axis]! - start))
      return { plane, aside: Math.hypot(...plane.position.map((value, axis) => value - line[axis]!)) }
    })
    const beside = asides.filter(({ aside }) => aside > most * pixel).sort((a, b) => b.aside - a.aside)
    const [furthest] = beside
    if (!furthest) return { findings: [] }
    const counts = { count: beside.length, total: planes.length }
    const measured = { value: furthest.aside, unit: 'mm' }
    const expected = { most: Number((most * pixel).toPrecision(4)), unit: 'mm' }
    const where = placeOf(series, furthest.plane)
    return { findings: [{ code: 'planes-displaced', parameters: counts, measured, expected, where }] }
  },
})
