import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgBaselineWander } from './ecg-baseline-wander.ts'

it.each([0.1, 0.5, 2])(
  'measures a wander of %f mV at 0.25 Hz that was added to beats, within 5 %%',
  async (amplitude) => {
    const waveform = waveformOf(
      { II: (t) => beatAt(t) + amplitude * Math.sin(2 * Math.PI * 0.25 * t) },
      { seconds: 60 },
    )
    const series = seriesOf({ kind: 'waveform', waveform })
    const examination = await ecgBaselineWander.examine(series, { most: 0.3, below: 0.5 })
    if ('notApplicable' in examination) throw new Error('not measured')
    expect(Math.abs(examination.measurements![0]!.value / amplitude - 1)).toBeLessThan(0.05)
    expect(examination.findings.map(({ code }) => code)).toEqual(amplitude > 0.3 ? ['ecg-baseline-wander'] : [])
  },
)
