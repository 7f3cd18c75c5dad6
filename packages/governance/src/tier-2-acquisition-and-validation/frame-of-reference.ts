import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { placeOf } from './measure/planes.ts'

const parameters = z.strictObject({})

/** One frame of reference in a series: positions in two of them can't be compared. Source: DICOM PS3.3 C.7.4.1. */
export const frameOfReference = planeCheck<z.infer<typeof parameters>>({
  id: 'frame-of-reference',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, _, series) => {
    const [first] = planes
    const other = planes.find((plane) => plane.frameOfReference !== first!.frameOfReference)
    if (!other) return { findings: [] }
    const count = new Set(planes.map((plane) => plane.frameOfReference)).size
    return { findings: [{ code: 'frames-of-reference', parameters: { count }, where: placeOf(series, other) }] }
  },
})
