import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { heartRate } from './measure/heart-rate.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Beats a minute. */
  least: z.number().positive(),
  most: z.number().positive(),
})

/** A heart rate that can be one: what lies far off is a wrong sampling frequency, or no electrocardiogram. Source: see `heartRate`. */
export const ecgHeartRate = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-heart-rate',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { least, most }, series) => {
    const value = heartRate(waveform)
    if (value === undefined) return { notApplicable: 'too-short' }
    const where = { series: series.id }
    return judgeValue({ name: 'heart-rate', value, unit: '/min', least, most, where, code: 'heart-rate-odd' })
  },
})
