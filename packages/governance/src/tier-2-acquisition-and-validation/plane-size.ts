import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { placeOf } from './measure/planes.ts'

const parameters = z.strictObject({})

/** Slices of a series have as many rows and columns as the first one. Source: DICOM PS3.3 C.7.6.3.1 (Rows, Columns). */
export const planeSize = planeCheck<z.infer<typeof parameters>>({
  id: 'plane-size',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, _, series) => {
    const { rows, columns } = planes[0]!
    const others = planes.filter((plane) => plane.rows !== rows || plane.columns !== columns)
    const [other] = others
    if (!other) return { findings: [] }
    const sizes = { rows: other.rows, columns: other.columns, firstRows: rows, firstColumns: columns }
    const counts = { count: others.length, total: planes.length }
    return {
      findings: [{ code: 'plane-sizes-mixed', parameters: { ...counts, ...sizes }, where: placeOf(series, other) }],
    }
  },
})
