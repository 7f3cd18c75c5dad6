import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgMainsNoise, mainsAmplitude } from './ecg-mains-noise.ts'
import { physicalSignal } from './measure/physical-signal.ts'
import { powerSpectrum } from './measure/power-spectrum.ts'

const hum = (amplitude: number, frequency: number) => (t: number) =>
  beatAt(t) + amplitude * Math.sin(2 * Math.PI * frequency * t)

function measured(amplitude: number, frequency: number, samplingFrequency = 500) {
  const { channels } = waveformOf({ II: hum(amplitude, frequency) }, { seconds: 30, samplingFrequency })
  return mainsAmplitude(powerSpectrum(physicalSignal(channels[0]!), samplingFrequency)!, Math.round(frequency))
}

it.each([
  [0.05, 50],
  [0.2, 50],
  [0.1, 60],
  [0.1, 49.8],
])('measures hum of %f mV at %f Hz that was added to beats, within 3 %%', (amplitude, frequency) => {
  expect(Math.abs(measured(amplitude, frequency) / amplitude - 1)).toBeLessThan(0.03)
})

it('finds none where there is none, and none above what the rate can show', () => {
  expect(measured(0, 50)).toBeLessThan(0.005)
  expect(measured(0.3, 50, 90)).toBeLessThan(0.005)
})

it('says in which channel', async () => {
  const waveform = waveformOf({ I: beatAt, II: hum(0.2, 50) })
  const parameters = { most: 0.1, frequencies: [50 as const, 60 as const] }
  expect(await ecgMainsNoise.examine(seriesOf({ kind: 'waveform', waveform }), parameters)).toMatchObject({
    measurements: [{ name: 'mains-amplitude', unit: 'mV' }],
    findings: [{ code: 'ecg-mains-noise', where: { channel: 'II' } }],
  })
})
