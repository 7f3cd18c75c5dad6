import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { inOrder, median, placeOf } from './measure/planes.ts'

const parameters = z.strictObject({
  /** Most thickness that the header may state, mm. */
  most: z.number().positive(),
  /** Most distance of slices over their thickness: above 1 there is tissue between slices that no slice shows. */
  mostApart: z.number().min(1).default(1.05),
})

/** Thin enough slices, without unseen tissue between them: Slice Thickness against the measured distance. Source: DICOM PS3.3 C.7.6.2. */
export const sliceThickness = planeCheck<z.infer<typeof parameters>>({
  id: 'slice-thickness',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, { most, mostApart }, series) => {
    const thickness = median(planes.flatMap((plane) => plane.thickness ?? []))
    const where = placeOf(series, planes[0]!)
    if (!(thickness > 0)) return { findings: [{ code: 'thickness-missing', where }] }
    const ordered = inOrder(planes)
    const spacing = median(
      ordered
        .slice(1)
        .map(({ depth }, i) => depth - ordered[i]!.depth)
        .filter((gap) => gap > 0.01),
    )
    const findings: Finding[] = []
    const measured = { value: thickness, unit: 'mm' }
    if (thickness > most) findings.push({ code: 'slices-thick', measured, expected: { most, unit: 'mm' }, where })
    if (spacing > thickness * mostApart)
      findings.push({
        code: 'slices-apart',
        measured: { value: spacing, unit: 'mm' },
        expected: { most: thickness, unit: 'mm' },
        where,
      })
    return { measurements: [{ name: 'slice-thickness', value: thickness, unit: 'mm' }], findings }
  },
})
