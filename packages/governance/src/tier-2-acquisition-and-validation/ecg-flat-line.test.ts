import { missingSample } from '@assay/formats'
import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgFlatLine } from './ecg-flat-line.ts'

const parameters = { most: 10, least: 0.02 }

it('finds a lead that was off for three of ten seconds, and when', async () => {
  const waveform = waveformOf({ I: beatAt, II: (t) => (t >= 4 && t < 7 ? 0.3 : beatAt(t)) })
  expect(await ecgFlatLine.examine(seriesOf({ kind: 'waveform', waveform }), parameters)).toMatchObject({
    findings: [{ code: 'ecg-flat-line', measured: { value: 30 }, where: { channel: 'II', seconds: [4, 7] } }],
  })
})

it('counts missing samples as no signal', async () => {
  const waveform = waveformOf({ I: beatAt })
  waveform.channels[0]!.samples.fill(missingSample, 0, 2500)
  expect(await ecgFlatLine.examine(seriesOf({ kind: 'waveform', waveform }), parameters)).toMatchObject({
    findings: [{ measured: { value: 50 }, where: { seconds: [0, 5] } }],
  })
})
