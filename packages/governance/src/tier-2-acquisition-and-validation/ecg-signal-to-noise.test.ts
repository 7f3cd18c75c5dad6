import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { normalDeviates, seriesOf, waveformOf } from '../testing/series.ts'
import { ecgSignalToNoise } from './ecg-signal-to-noise.ts'
import { physicalSignal } from './measure/physical-signal.ts'
import { bandPower, powerSpectrum } from './measure/power-spectrum.ts'

const rate = 500
const beats = waveformOf({ II: beatAt }, { seconds: 60, samplingFrequency: rate })
const power = bandPower(powerSpectrum(physicalSignal(beats.channels[0]!), rate)!, 1, 40)

/** White noise of variance s² has s² · 39 / 250 between 1 and 40 Hz at 500 Hz. */
it.each([0.02, 0.1, 0.3])('measures white noise of %f mV that was added to beats, within 0.5 dB', async (deviation) => {
  const normal = normalDeviates(4)
  const waveform = waveformOf({ II: (t) => beatAt(t) + deviation * normal() }, { seconds: 60, samplingFrequency: rate })
  const examination = await ecgSignalToNoise.examine(seriesOf({ kind: 'waveform', waveform }), { least: 10 })
  if ('notApplicable' in examination) throw new Error('not measured')
  const expected = 10 * Math.log10(power / ((deviation ** 2 * 39) / 250))
  expect(Math.abs(examination.measurements![0]!.value - expected)).toBeLessThan(0.5)
  expect(examination.findings.length).toBe(expected < 10 ? 1 : 0)
})
