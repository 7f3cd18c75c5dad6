import type { Finding } from '@assay/contracts'
import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'

const parameters = z.strictObject({
  /** Least sampling frequency, Hz, and least duration, s. */
  leastFrequency: z.number().positive(),
  leastSeconds: z.number().positive(),
  /** Leads that have to be there. */
  leads: z.array(z.string().max(16)).default([]),
})

/** An ECG is recorded as its data standard wants: rate, duration, leads. */
export const waveformRecording = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'waveform-recording',
  version: 1,
  tier: 1,
  parameters,
  measure: ({ waveform }, { leastFrequency, leastSeconds, leads }, series) => {
    const { samplingFrequency, length, channels } = waveform
    const seconds = length / samplingFrequency
    const where = { series: series.id }
    const names = channels.map(({ name }) => name.replace(/^lead\b/i, '').trim())
    const below = (code: Finding['code'], value: number, least: number, unit: string): Finding[] =>
      value >= least ? [] : [{ code, measured: { value, unit }, expected: { least, unit }, where }]
    return {
      measurements: [
        { name: 'sampling-frequency', value: samplingFrequency, unit: 'Hz' },
        { name: 'duration', value: seconds, unit: 's' },
      ],
      findings: [
        ...below('waveform-rate-low', samplingFrequency, leastFrequency, 'Hz'),
        ...below('waveform-short', seconds, leastSeconds, 's'),
        ...leads
          .filter((lead) => !names.includes(lead))
          .map((channel): Finding => ({ code: 'lead-missing', where: { ...where, channel } })),
      ],
    }
  },
})
