import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import type { SeriesSubject } from '../subject/study.ts'
import { planesOf } from './measure/planes.ts'

const parameters = z.strictObject({})

/** Every image of the series has a place in the patient: without it no distance, volume or order can be had. Source: DICOM PS3.3 C.7.6.2. */
export const planePlaces: Check<SeriesSubject, z.infer<typeof parameters>> = {
  id: 'plane-places',
  version: 1,
  tier: 2,
  parameters,
  examine: async (series) => {
    const { planes, unplaced } = await planesOf(series)
    if (planes.length + unplaced.length === 0) return { notApplicable: 'other-data' }
    const [file] = unplaced
    if (file === undefined) return { findings: [] }
    const counts = { count: unplaced.length, total: unplaced.length + planes.length }
    return { findings: [{ code: 'plane-without-place', parameters: counts, where: { series: series.id, file } }] }
  },
}
