import { z } from 'zod'
import { planeCheck } from './measure/plane-check.ts'
import { inOrder, placeOf } from './measure/planes.ts'

const parameters = z.strictObject({})

/** Instance Numbers run along the body one way: where they don't, programs that sort by number build another volume. Source: DICOM PS3.3 C.7.6.1. */
export const sliceOrder = planeCheck<z.infer<typeof parameters>>({
  id: 'slice-order',
  version: 1,
  tier: 2,
  parameters,
  judge: (planes, _, series) => {
    const numbered = inOrder(planes).filter(
      ({ plane }) => plane.instanceNumber !== undefined && plane.frame === undefined,
    )
    if (numbered.length < 3) return { notApplicable: 'too-few-slices' }
    const steps = numbered.slice(1).map(({ plane }, i) => plane.instanceNumber! - numbered[i]!.plane.instanceNumber!)
    const rising = steps.filter((step) => step > 0).length
    const isUsual = (step: number) => (2 * rising >= steps.length ? step > 0 : step < 0)
    const odd = steps.findIndex((step) => !isUsual(step))
    if (odd < 0) return { findings: [] }
    const counts = { count: steps.filter((step) => !isUsual(step)).length, total: numbered.length }
    return {
      findings: [{ code: 'slices-out-of-order', parameters: counts, where: placeOf(series, numbered[odd + 1]!.plane) }],
    }
  },
})
