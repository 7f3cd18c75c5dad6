import { z } from 'zod'
import { judgeValue } from './measure/judge-value.ts'
import { planeCheck } from './measure/plane-check.ts'
import { angleBetween, inOrder, normalOf } from './measure/planes.ts'

const parameters = z.strictObject({ /** Degrees. */ most: z.number().min(0).max(90) })

/** Slices stacked at right angles: the way from the first to the last position against the slices' normal. Source: DICOM PS3.3 C.7.6.2.1.1. */
export const gantryTilt = planeCheck<z.infer<typeof parameters>>({
  id: 'gantry-tilt',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { most }, series) => {
    const ordered = inOrder(planes)
    const [first, last] = [ordered[0]!.plane, ordered.at(-1)!.plane]
    const way = last.position.map((value, axis) => value - first.position[axis]!)
    if (Math.hypot(...way) < 1) return { notApplicable: 'too-few-slices' }
    const value = angleBetween(way, normalOf(first.orientation))
    const where = { series: series.id }
    return judgeValue({ name: 'tilt', value, unit: 'deg', most, where, code: 'gantry-tilted' })
  },
})
