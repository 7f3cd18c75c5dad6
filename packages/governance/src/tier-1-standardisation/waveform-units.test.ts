import { expect, it } from 'vitest'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { waveformUnits } from './waveform-units.ts'

it('finds a channel in another unit, and says which', async () => {
  const waveform = waveformOf({ I: () => 0, II: () => 0 })
  waveform.channels[1]!.units = 'V'
  expect(await waveformUnits.examine(seriesOf({ kind: 'waveform', waveform }), { units: ['mV'] })).toMatchObject({
    findings: [{ code: 'waveform-unit-unexpected', where: { channel: 'II' } }],
  })
})
