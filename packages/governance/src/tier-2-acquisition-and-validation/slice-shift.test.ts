import { expect, it } from 'vitest'
import { normalDeviates, seriesOf, volumeOf } from '../testing/series.ts'
import { sliceShift } from './slice-shift.ts'

/** A slanting body of which everything from the tenth slice on moved. */
function moved(dx: number, dy: number) {
  const normal = normalDeviates(7)
  const spacing = [0.8, 0.8, 2] as const
  return volumeOf(
    [160, 160, 20],
    (x, y, z) => {
      const [cx, cy] = [80 + 0.3 * z + (z >= 10 ? dx / 0.8 : 0), 80 + (z >= 10 ? dy / 0.8 : 0)]
      return (Math.hypot((x - cx) / 60, (y - cy) / 40) < 1 ? 40 : -1000) + 10 * normal()
    },
    spacing,
  )
}

it.each([
  [6, 0],
  [0, 4.4],
  [3, -4],
])('measures a step of %f mm and %f mm that was made, within 0.3 mm, and where', async (dx, dy) => {
  const series = seriesOf({ kind: 'volume', volume: moved(dx, dy) })
  const examination = await sliceShift.examine(series, { most: 3 })
  expect(examination).toMatchObject({
    findings: [{ code: 'patient-moved', where: { region: { to: [159, 159, 10] } } }],
  })
  if ('notApplicable' in examination) throw new Error('not measured')
  expect(Math.abs(examination.measurements![0]!.value - Math.hypot(dx, dy))).toBeLessThan(0.3)
})

it('passes a slanting body that kept still', async () => {
  expect(await sliceShift.examine(seriesOf({ kind: 'volume', volume: moved(0, 0) }), { most: 3 })).toMatchObject({
    findings: [],
  })
})
