import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { inOrder, placeOf } from './measure/planes.ts'

const parameters = z.strictObject({})

/** Less than this is the same place, mm. */
const samePlace = 0.01

/** Two slices at one place: a series sent twice, or two phases in one series. Source: DICOM PS3.3 C.7.6.2.1.1. */
export const sliceDuplicates = planeCheck<z.infer<typeof parameters>>({
  id: 'slice-duplicates',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, _, series) => {
    const ordered = inOrder(planes)
    const doubled = ordered.slice(1).filter(({ depth }, i) => depth - ordered[i]!.depth < samePlace)
    const [first] = doubled
    if (!first) return { findings: [] }
    const counts = { count: doubled.length, total: planes.length }
    return { findings: [{ code: 'slices-at-one-place', parameters: counts, where: placeOf(series, first.plane) }] }
  },
})
