import type { Cine } from '@assay/formats'
import { expect, it } from 'vitest'
import { beating, cineSeries } from '../testing/cine.ts'
import { cineFrozenFrames } from './cine-frozen-frames.ts'

it('finds frames that were stored again', async () => {
  const examine = (cine: Cine, allowed = 0) => cineFrozenFrames.examine(cineSeries(cine), { most: 10, allowed })
  expect(await examine(beating())).toMatchObject({ measurements: [{ value: 0 }], findings: [] })
  const stuck = beating({ copied: [7, 8, 20] })
  expect(await examine(stuck)).toMatchObject({
    measurements: [{ value: 3 }],
    findings: [7, 8, 20].map((frame) => ({ code: 'cine-frame-frozen', where: { frame } })),
  })
  expect(await examine(stuck, 3)).toMatchObject({ findings: [] })
  const mostlyStuck = beating({ copied: Array.from({ length: 20 }, (_, i) => i + 3) })
  expect(await examine(mostlyStuck)).toMatchObject({ measurements: [{ value: 20 }] })
  expect(await examine(beating({ frames: 2 }))).toEqual({ notApplicable: 'too-few-frames' })
})
