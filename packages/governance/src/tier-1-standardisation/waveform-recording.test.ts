import { expect, it } from 'vitest'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { waveformRecording } from './waveform-recording.ts'

it('finds a record that is sampled too slowly, too short, or without a lead', async () => {
  const parameters = { leastFrequency: 250, leastSeconds: 10, leads: ['I', 'V1'] }
  const of = (leads: string[], samplingFrequency: number, seconds: number) =>
    seriesOf({
      kind: 'waveform',
      waveform: waveformOf(Object.fromEntries(leads.map((lead) => [lead, () => 0])), { samplingFrequency, seconds }),
    })
  expect(await waveformRecording.examine(of(['Lead I', 'V1'], 500, 10), parameters)).toMatchObject({ findings: [] })
  expect(await waveformRecording.examine(of(['I'], 100, 5), parameters)).toMatchObject({
    findings: [
      { code: 'waveform-rate-low', measured: { value: 100 } },
      { code: 'waveform-short', measured: { value: 5 } },
      { code: 'lead-missing', where: { channel: 'V1' } },
    ],
  })
})
