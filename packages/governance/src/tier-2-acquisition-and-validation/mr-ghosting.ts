import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { valuesOf } from '../subject/attribute-values.ts'
import { formCheck } from '../subject/form-checks.ts'
import type { SeriesSubject } from '../subject/study.ts'
import { ghostStrips } from './measure/ghost-strips.ts'
import { judgeValue } from './measure/judge-value.ts'
import { middleSlices } from './measure/middle-slices.ts'

const parameters = z.strictObject({
  /** Most that is taken, per cent. */
  most: z.number().positive(),
  /** The same where the file does not say its phase-encoding direction: a neck below a head looks like ghosts then. */
  mostUnknown: z.number().positive().default(5),
})

/** Direction along which lines of k-space are encoded: of the rows, of the columns, or not known. */
type PhaseEncoding = 'ROW' | 'COLUMN' | undefined

/** Motion and pulsation inside a slice of MR: ghosts of the object along the phase-encoding direction. Source: see `ghosting`. */
export const mrGhosting = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'mr-ghosting',
  version: 2,
  tier: 2,
  parameters,
  measure: ({ volume }, { most, mostUnknown }, series) => {
    const encoding = phaseEncoding(series)
    const value = ghosting(volume, encoding)
    if (value === undefined) return { notApplicable: 'no-background' }
    const where = { series: series.id }
    return judgeValue({
      name: 'ghosting',
      value,
      unit: '%',
      most: encoding ? most : mostUnknown,
      where,
      code: 'mr-ghosts',
    })
  },
})

/** In-plane Phase Encoding Direction (0018,1312), of enhanced objects in MR FOV/Geometry Sequence (0018,9125). PS3.3 C.8.3.1, C.8.13.5.3. */
function phaseEncoding({ first }: SeriesSubject): PhaseEncoding {
  const dataset = first?.dataset
  if (!dataset) return undefined
  const [said] = [...valuesOf(dataset, '00181312'), ...valuesOf(dataset, '00189125/00181312')]
  return said === 'ROW' ? 'ROW' : said === 'COL' || said === 'COLUMN' ? 'COLUMN' : undefined
}

/**
 * Ghosting: how much brighter the air is beside the object along the phase-encoding direction than across it, in per cent of the object's
 * mean; the median over the middle third of the slices, 0 where it is not brighter. Ghosts of what moves periodically lie along that
 * direction alone, noise and leakage of a filter in both. Where the direction is not known, the brighter of both counts.
 * @returns undefined where the object leaves too little air, or the air was set to one value, in all slices
 * Source: after the American College of Radiology's percent-signal ghosting (MRI Quality Control Manual, unverified; there on a phantom).
 */
export function ghosting(volume: Volume, encoding?: PhaseEncoding): number | undefined {
  const shares = middleSlices(volume).flatMap((z) => {
    const strips = ghostStrips(volume, z)
    if (!strips || (strips.alongColumns === 0 && strips.alongRows === 0)) return []
    const apart = (100 * (strips.alongColumns - strips.alongRows)) / strips.object
    if (encoding === undefined) return [Math.abs(apart)]
    return [Math.max(0, encoding === 'COLUMN' ? apart : -apart)]
  })
  return shares.sort((a, b) => a - b)[shares.length >> 1]
}
