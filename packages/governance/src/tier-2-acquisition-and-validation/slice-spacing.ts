import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { inOrder, median, placeOf } from './measure/planes.ts'

const parameters = z.strictObject({
  /** Most that a distance may differ from the usual one, per cent. */
  tolerance: z.number().positive().max(50).default(5),
})

/** Less than this is the same place, mm. */
const samePlace = 0.01

/**
 * Slices stand at equal distances: none is missing, none is shifted. Distances are differences of Image Position (Patient) along the normal
 * of Image Orientation (Patient); slices at the same place are another check's.
 * Source: DICOM PS3.3 C.7.6.2.1.1.
 */
export const sliceSpacing = planeCheck<z.infer<typeof parameters>>({
  id: 'slice-spacing',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { tolerance }, series) => {
    const ordered = inOrder(planes)
    const gaps = ordered
      .slice(1)
      .map(({ plane, depth }, i) => ({ plane, from: ordered[i]!.depth, gap: depth - ordered[i]!.depth }))
    const apart = gaps.filter(({ gap }) => gap > samePlace)
    const usual = median(apart.map(({ gap }) => gap))
    if (!(usual > 0)) return { notApplicable: 'too-few-slices' }
    const findings = apart.flatMap(({ plane, from, gap }): Finding[] => {
      if (Math.abs(gap - usual) <= (usual * tolerance) / 100) return []
      const slices = Math.round(gap / usual)
      const isWhole = slices >= 2 && Math.abs(gap - slices * usual) <= (usual * tolerance * slices) / 100
      const measured = { value: gap, unit: 'mm' }
      const expected = { oneOf: [Number(usual.toPrecision(4))], unit: 'mm' }
      const where = placeOf(series, plane)
      return isWhole
        ? [
            {
              code: 'slices-missing',
              parameters: { count: slices - 1, from, to: from + gap },
              measured,
              expected,
              where,
            },
          ]
        : [{ code: 'spacing-uneven', measured, expected, where }]
    })
    return { measurements: [{ name: 'slice-spacing', value: usual, unit: 'mm' }], findings }
  },
})
