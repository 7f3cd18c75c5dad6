import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { seriesOf, waveformOf } from '../testing/series.ts'
import { ecgLeadReversal } from './ecg-lead-reversal.ts'

it('finds arms exchanged: lead I upside down beside V6', async () => {
  const examine = (sign: number) =>
    ecgLeadReversal.examine(
      seriesOf({ kind: 'waveform', waveform: waveformOf({ I: (t) => sign * beatAt(t), V6: beatAt }) }),
      { least: -0.5 },
    )
  expect(await examine(1)).toMatchObject({ findings: [] })
  expect(await examine(-1)).toMatchObject({ findings: [{ code: 'ecg-leads-exchanged' }] })
})
