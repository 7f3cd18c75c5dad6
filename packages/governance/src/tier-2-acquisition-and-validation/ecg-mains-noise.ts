import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachChannel } from './measure/each-channel.ts'
import { bandPower, type PowerSpectrum, powerSpectrum } from './measure/power-spectrum.ts'

const parameters = z.strictObject({
  /** Most amplitude of the mains' sine wave in a channel, mV. */
  most: z.number().positive(),
  /** Of the country's mains, Hz. */
  frequencies: z
    .array(z.literal([50, 60]))
    .min(1)
    .default([50, 60]),
})

/** Hum of the mains in an ECG, by the power around 50 and 60 Hz above that of the frequencies beside. Source: see `mainsAmplitude`. */
export const ecgMainsNoise = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-mains-noise',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { most, frequencies }, series) =>
    eachChannel(waveform, series, {
      name: 'mains-amplitude',
      unit: 'mV',
      code: 'ecg-mains-noise',
      expected: { most },
      measure: (signal) => {
        const spectrum = powerSpectrum(signal, waveform.samplingFrequency)
        return spectrum && Math.max(...frequencies.map((frequency) => mainsAmplitude(spectrum, frequency)))
      },
    }),
})

/**
 * Amplitude of a sine wave of the mains: the power within 1 Hz of its frequency above the mean density 2 to 5 Hz beside it,
 * √2 times its root. 0 where the rate is too low to show it.
 */
export function mainsAmplitude(spectrum: PowerSpectrum, frequency: number): number {
  const beside = bandPower(spectrum, frequency - 5, frequency - 2) + bandPower(spectrum, frequency + 2, frequency + 5)
  const power = bandPower(spectrum, frequency - 1, frequency + 1) - (beside / 6) * 2
  return Math.sqrt(2 * Math.max(0, power))
}
