import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { readAnnotations, readRecord } from '@assay/formats'
import { beatClassOf } from '@assay/statistics'
import { describe, expect, it } from 'vitest'
import { normalDeviates, seriesOf, waveformOf } from '../testing/series.ts'
import { ecgHeartRate } from './ecg-heart-rate.ts'
import { heartRate } from './measure/heart-rate.ts'

/** Beats at a steady rate, each a QRS of 80 ms and a broad T wave, with noise and a slow wander. */
function beating(rate: number, { noise = 0.02, samplingFrequency = 250, seconds = 20 } = {}) {
  const normal = normalDeviates(rate)
  const wave = (t: number) => {
    const since = t % (60 / rate)
    const qrs = Math.exp(-(((since - 0.1) / 0.012) ** 2)) - 0.3 * Math.exp(-(((since - 0.13) / 0.012) ** 2))
    return qrs + 0.25 * Math.exp(-(((since - 0.32) / 0.05) ** 2))
  }
  return waveformOf(
    { I: (t) => wave(t) + noise * normal() + 0.3 * Math.sin(t), II: (t) => 1.5 * wave(t) + noise * normal() },
    { seconds, samplingFrequency },
  )
}

it.each([35, 60, 72, 110, 170])('measures %i beats a minute within one', (rate) => {
  expect(Math.abs(heartRate(beating(rate))! - rate)).toBeLessThan(1)
})

it.each([100, 500, 1000])('at %i samples a second, too', (samplingFrequency) => {
  expect(Math.abs(heartRate(beating(75, { samplingFrequency }))! - 75)).toBeLessThan(1)
})

it('passes over what is no heart rate with a finding, and says nothing of too few beats', async () => {
  const examine = (rate: number, seconds: number) =>
    ecgHeartRate.examine(seriesOf({ kind: 'waveform', waveform: beating(rate, { seconds }) }), { least: 40, most: 150 })
  expect(await examine(60, 20)).toMatchObject({ measurements: [{ name: 'heart-rate', unit: '/min' }], findings: [] })
  expect(await examine(200, 20)).toMatchObject({ findings: [{ code: 'heart-rate-odd', expected: { most: 150 } }] })
  expect(await examine(60, 3)).toEqual({ notApplicable: 'too-short' })
  const flat = seriesOf({ kind: 'waveform', waveform: waveformOf({ I: () => 0 }) })
  expect(await ecgHeartRate.examine(flat, { least: 40, most: 150 })).toEqual({ notApplicable: 'too-short' })
})

const records = join(process.env.ASSAY_DATA ?? join(import.meta.dirname, '../../../../../shared/data'), 'ecg/mitdb')

describe.skipIf(!existsSync(records))('records of the MIT-BIH database (needs shared/data)', () => {
  /** A wave of ventricular flutter, which is no beat by EC57: record 207 begins with some. */
  const flutter = '!'

  /** The first five minutes: enough for a median. */
  it.each(['100', '103', '105', '106', '118', '119', '200', '207', '208', '213', '221', '233'])(
    '%s beats as its cardiologists’ annotations say, within 6 %%',
    (name) => {
      const whole = readRecord(`${name}.hea`, (file) => readFileSync(join(records, file)))
      const length = 300 * whole.samplingFrequency
      const channels = whole.channels.map((channel) => ({ ...channel, samples: channel.samples.subarray(0, length) }))
      const beats = readAnnotations(readFileSync(join(records, `${name}.atr`)), name).filter(
        ({ code, sample }) => (beatClassOf(code) || code === flutter) && sample < length,
      )
      const intervals = beats.slice(1).map(({ sample }, i) => sample - beats[i]!.sample)
      const median = intervals.sort((a, b) => a - b)[intervals.length >> 1]!
      const expected = (60 * whole.samplingFrequency) / median
      const measured = heartRate({ ...whole, length, channels })!
      if (process.env.ASSAY_FIGURES) process.stdout.write(`${name} ${expected.toFixed(1)} ${measured.toFixed(1)}\n`)
      expect(Math.abs(measured / expected - 1)).toBeLessThan(0.06)
    },
  )
})
