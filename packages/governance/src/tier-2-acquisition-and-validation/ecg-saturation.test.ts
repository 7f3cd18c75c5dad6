import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgSaturation, saturatedShare } from './ecg-saturation.ts'

it('counts the samples of cut-off waves, as counted beside it', async () => {
  const cut = (t: number) => Math.min(0.5, beatAt(t))
  const waveform = waveformOf({ I: beatAt, II: cut })
  const { samples } = waveform.channels[1]!
  const counted = (100 * samples.filter((sample) => sample === 100).length) / samples.length
  expect(await ecgSaturation.examine(seriesOf({ kind: 'waveform', waveform }), { most: 1, run: 5 })).toMatchObject({
    findings: [{ code: 'ecg-saturated', measured: { value: counted }, where: { channel: 'II' } }],
  })
})

it('leaves a flat channel to the check of flat lines', () => {
  expect(saturatedShare(new Float64Array(100), 5)).toBe(0)
})
