import type { Finding } from '@assay/contracts'
import { text } from '@assay/formats'
import { z } from 'zod'
import type { Check, HeaderPass } from '../engine/check.ts'
import { attributeName } from '../subject/attributes.ts'
import { showHeaders } from '../subject/show-headers.ts'
import type { StudySubject } from '../subject/study.ts'

const parameters = z.strictObject({})

/** No two files of a study have the same SOP Instance UID. Source: DICOM PS3.5 chapter 9; PS3.3 C.12.1. */
export const uniqueInstances: Check<StudySubject, z.infer<typeof parameters>> = {
  id: 'unique-instances',
  version: 1,
  tier: 1,
  parameters,
  begin: uidPass,
  examine: async (study) => {
    const pass = uidPass()
    for (const series of study.series) await showHeaders(series, [pass])
    return pass.end()
  },
}

/** Holds of each file its UID and name, and of what comes again where it came for the second time. */
function uidPass(): HeaderPass {
  const first = new Map<string, string>()
  const again = new Map<string, { count: number; where: Finding['where'] }>()
  let files = 0
  return {
    see: ({ file, dataset }, _, { id: series }) => {
      files += 1
      const uid = text(dataset, '00080018')
      if (uid === undefined) return
      if (!first.has(uid)) {
        first.set(uid, file)
        return
      }
      const attribute = attributeName('00080018', 'SOPInstanceUID')
      const known = again.get(uid) ?? { count: 1, where: { series, file, attribute } }
      again.set(uid, { ...known, count: known.count + 1 })
    },
    end: () => {
      if (files === 0) return { notApplicable: 'other-data' }
      const findings = [...again].map(
        ([uid, { count, where }]): Finding => ({
          code: 'instance-twice',
          parameters: { count, other: first.get(uid)! },
          ...(where ? { where } : {}),
        }),
      )
      return { findings }
    },
  }
}
