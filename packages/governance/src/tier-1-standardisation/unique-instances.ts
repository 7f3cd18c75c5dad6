import type { Finding } from '@assay/contracts'
import { text } from '@assay/formats'
import { z } from 'zod'
import type { Check } from '../engine/check.ts'
import { attributeName, datasetsOf } from '../subject/attributes.ts'
import type { StudySubject } from '../subject/study.ts'

const parameters = z.strictObject({})

/** No two files of a study have the same SOP Instance UID. Source: DICOM PS3.5 chapter 9; PS3.3 C.12.1. */
export const uniqueInstances: Check<StudySubject, z.infer<typeof parameters>> = {
  id: 'unique-instances',
  version: 1,
  tier: 1,
  parameters,
  examine: (study) => {
    const files = study.series.flatMap((series) => datasetsOf(series).map((one) => ({ ...one, series: series.id })))
    if (files.length === 0) return { notApplicable: 'other-data' }
    const byUid = Map.groupBy(files, ({ dataset }) => text(dataset, '00080018') ?? '')
    const findings = [...byUid].flatMap(([uid, alike]): Finding[] => {
      if (uid === '' || alike.length < 2) return []
      const where = {
        series: alike[1]!.series,
        file: alike[1]!.file,
        attribute: attributeName('00080018', 'SOPInstanceUID'),
      }
      return [{ code: 'instance-twice', parameters: { count: alike.length, other: alike[0]!.file }, where }]
    })
    return { findings }
  },
}
