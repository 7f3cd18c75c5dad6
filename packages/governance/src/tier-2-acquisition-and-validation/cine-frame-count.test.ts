import { expect, it } from 'vitest'
import { beating, cineSeries } from '../testing/cine.ts'
import { cineFrameCount } from './cine-frame-count.ts'

it('finds a cine with fewer or more frames than the protocol asks for', async () => {
  const examine = (frames: number) => cineFrameCount.examine(cineSeries(beating({ frames })), { least: 20, most: 60 })
  expect(await examine(25)).toMatchObject({ measurements: [{ value: 25 }], findings: [] })
  expect(await examine(12)).toMatchObject({
    findings: [{ code: 'cine-frames-odd', measured: { value: 12 }, expected: { least: 20, most: 60 } }],
  })
  expect(await examine(61)).toMatchObject({ findings: [{ code: 'cine-frames-odd' }] })
})
