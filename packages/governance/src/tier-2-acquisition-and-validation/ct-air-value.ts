import type { Volume } from '@assay/formats'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachWindow } from './measure/each-window.ts'
import { hounsfield } from './measure/hounsfield.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({ least: z.number(), most: z.number() })

/**
 * Air is −1000 HU by the definition of the scale: another value shows a wrong rescaling, or a scanner that is out of calibration.
 * Source: DICOM PS3.3 C.11.1.1.2 (Hounsfield units); water 0 ± 4 HU and air −1000 in IEC 61223-3-5 (unverified).
 */
export const ctAirValue = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'ct-air-value',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { least, most }, series) => {
    const value = airValue(volume)
    if (value === undefined) return { notApplicable: 'too-little-air' }
    const where = { series: series.id }
    return judgeValue({ name: 'air', value, unit: hounsfield, least, most, where, code: 'air-value-odd' })
  },
})

const leastWindows = 50

/** Median of the means of windows that look like air: between −1400 and −850, even, yet not the padding's one value. */
export function airValue(volume: Pick<Volume, 'values' | 'size'>): number | undefined {
  const means: number[] = []
  eachWindow(volume, [-1500, -700], (mean, deviation) => {
    if (mean > -1400 && mean < -850 && deviation > 0.2 && deviation < 60) means.push(mean)
  })
  if (means.length < leastWindows) return undefined
  return Float64Array.from(means).sort()[means.length >> 1]
}
