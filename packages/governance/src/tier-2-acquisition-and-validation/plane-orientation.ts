import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { placeOf, turnBetween } from './measure/planes.ts'

const parameters = z.strictObject({
  /** Most angle of a plane's rows or columns against the first plane's, degrees. */
  most: z.number().positive().max(180),
})

/** One orientation in a series: mixed ones, stacked blindly, make a volume that nobody scanned. Source: DICOM PS3.3 C.7.6.2.1.1. */
export const planeOrientation = planeCheck<z.infer<typeof parameters>>({
  id: 'plane-orientation',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { most }, series) => {
    const [first] = planes
    const angles = planes.map((plane) => turnBetween(plane, first!))
    const value = angles.reduce((a, b) => Math.max(a, b), 0)
    const measurements = [{ name: 'largest-angle', value, unit: 'deg' }]
    const odd = angles.findIndex((angle) => angle > most)
    if (odd < 0) return { measurements, findings: [] }
    const counts = { count: angles.filter((angle) => angle > most).length, total: planes.length }
    const found = { measured: { value: angles[odd]!, unit: 'deg' }, expected: { most, unit: 'deg' } }
    const where = placeOf(series, planes[odd]!)
    return { measurements, findings: [{ code: 'orientation-mixed', parameters: counts, ...found, where }] }
  },
})
