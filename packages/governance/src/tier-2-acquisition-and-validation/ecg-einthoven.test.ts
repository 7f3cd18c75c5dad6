import { expect, it } from 'vitest'
import { beatAt } from '../testing/ecg.ts'
import { normalDeviates, seriesOf, waveformOf } from '../testing/series.ts'
import { ecgEinthoven, einthovenResidual } from './ecg-einthoven.ts'

const first = (t: number) => 0.6 * beatAt(t)
const third = (t: number) => beatAt(t) - first(t)

it('passes leads that belong together, and finds two that were exchanged', async () => {
  const whole = waveformOf({ 'Lead I': first, II: beatAt, 'Lead III (Einthoven)': third })
  expect(await ecgEinthoven.examine(seriesOf({ kind: 'waveform', waveform: whole }), { most: 5 })).toMatchObject({
    findings: [],
  })
  const exchanged = waveformOf({ I: beatAt, II: first, III: third })
  expect(await ecgEinthoven.examine(seriesOf({ kind: 'waveform', waveform: exchanged }), { most: 5 })).toMatchObject({
    findings: [{ code: 'ecg-leads-disagree' }],
  })
})

it('measures a residual of known size', () => {
  const normal = normalDeviates(2)
  const [length, share] = [20_000, 0.1]
  const one = Float64Array.from({ length }, normal)
  const noise = Float64Array.from({ length }, () => share * normal())
  const two = one.map((value, i) => value + noise[i]!)
  const residual = einthovenResidual(one, two, new Float64Array(length))
  expect(residual).toBeCloseTo(100 * (share / Math.hypot(1, share)), 0)
})

it('says so where leads are missing', async () => {
  const waveform = waveformOf({ II: beatAt, V5: beatAt })
  expect(await ecgEinthoven.examine(seriesOf({ kind: 'waveform', waveform }), { most: 5 })).toEqual({
    notApplicable: 'leads-missing',
  })
})
