import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachChannel } from './measure/each-channel.ts'
import { bandPower, powerSpectrum } from './measure/power-spectrum.ts'

const parameters = z.strictObject({
  /** Most amplitude of the wander, mV. */
  most: z.number().positive(),
  /** Wander lies below this frequency, Hz. */
  below: z.number().positive().default(0.5),
})

/**
 * Wander of the baseline (breathing, movement, electrodes): √2 times the root of the power below 0.5 Hz, which is the amplitude of a
 * sine wave of that power. Source: power by Welch; 0.5 Hz is the lower corner of monitoring ECG (AAMI EC13, unverified).
 */
export const ecgBaselineWander = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-baseline-wander',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { most, below }, series) =>
    eachChannel(waveform, series, {
      name: 'baseline-wander',
      unit: 'mV',
      code: 'ecg-baseline-wander',
      expected: { most },
      measure: (signal) => {
        const spectrum = powerSpectrum(signal, waveform.samplingFrequency)
        return spectrum && Math.sqrt(2 * bandPower(spectrum, 0, below))
      },
    }),
})
