import type { Cine } from '@assay/formats'
import { expect, it } from 'vitest'
import { beating, cineSeries } from '../testing/cine.ts'
import { cineFrameTimes, farthestInterval } from './cine-frame-times.ts'

it('takes frames that follow each other evenly, and finds the gap of a lost one where it is', async () => {
  const whole = beating()
  const examine = (cine: Cine) => cineFrameTimes.examine(cineSeries(cine), { most: 20 })
  const jittered = whole.frameTimes.map((time, i) => time + (i % 2 ? 3 : 0))
  expect(await examine(whole)).toMatchObject({ measurements: [{ value: 0 }], findings: [] })
  expect(await examine({ ...whole, frameTimes: jittered })).toMatchObject({ findings: [] })
  const late = whole.frameTimes.map((time, i) => (i >= 9 ? time + 40 : time))
  expect(await examine({ ...whole, frameTimes: late })).toMatchObject({
    findings: [{ code: 'cine-times-uneven', measured: { value: 100, unit: '%' }, where: { frame: 10 } }],
  })
  expect(await examine({ ...whole, frameTimes: [0, 40] })).toEqual({ notApplicable: 'too-few-frames' })
})

it('holds intervals against the middle one, of an even number as numpy.median gives it', () => {
  // numpy.median([10, 12, 20, 14]) = 13; |20 − 13| / 13 = 53.846 %.
  expect(farthestInterval([0, 10, 22, 42, 56])).toEqual({ value: (100 * 7) / 13, frame: 4 })
})
