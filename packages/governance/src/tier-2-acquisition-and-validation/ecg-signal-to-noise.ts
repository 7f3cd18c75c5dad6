import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { eachChannel } from './measure/each-channel.ts'
import { bandPower, type PowerSpectrum, powerSpectrum } from './measure/power-spectrum.ts'

const parameters = z.strictObject({
  /** Least ratio that is taken, dB. */
  least: z.number(),
})

/** Signal to noise of an ECG, from its spectrum. Source: see `signalToNoise`. */
export const ecgSignalToNoise = formCheck<'waveform', z.infer<typeof parameters>>('waveform', {
  id: 'ecg-signal-to-noise',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ waveform }, { least }, series) =>
    eachChannel(waveform, series, {
      name: 'signal-to-noise',
      unit: 'dB',
      code: 'ecg-noisy',
      expected: { least },
      measure: (signal) => {
        const spectrum = powerSpectrum(signal, waveform.samplingFrequency)
        return spectrum && signalToNoise(spectrum)
      },
    }),
})

/** Beats lie between these, Hz; what is above is muscle and electronics, whose density is taken to be the same below. */
const [lowest, highest] = [1, 40]

/**
 * Power between 1 and 40 Hz over that of noise there, dB; at most 60. The density of noise is the mean one from 65 Hz (or 41 Hz,
 * where the rate is low) up to 100 Hz or nine tenths of the highest frequency.
 */
function signalToNoise(spectrum: PowerSpectrum): number | undefined {
  const end = Math.min(100, 0.9 * spectrum.resolution * (spectrum.density.length - 1))
  const start = end >= 75 ? 65 : 41
  if (end <= start) return undefined
  const density = bandPower(spectrum, start, end) / (end - start)
  const noise = density * (highest - lowest)
  const signal = Math.max(0, bandPower(spectrum, lowest, highest) - noise)
  if (signal === 0) return 0
  return Math.min(60, Math.max(0, 10 * Math.log10(signal / Math.max(noise, 1e-12))))
}
