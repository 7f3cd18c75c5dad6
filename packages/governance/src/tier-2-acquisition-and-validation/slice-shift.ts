import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'
import { sliceShifts } from './measure/slice-shifts.ts'

const parameters = z.strictObject({
  /** Most that a slice may be shifted against the one before, beyond what its neighbours are, mm. */
  most: z.number().positive(),
})

/** Motion between slices: a step of the whole body from one slice to the next. Source: see `sliceShifts`. */
export const sliceShift = formCheck<'volume', z.infer<typeof parameters>>('volume', {
  id: 'slice-shift',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ volume }, { most }, series) => {
    if (volume.size[2] < 5) return { notApplicable: 'too-few-slices' }
    const { value, slice } = largestStep(sliceShifts(volume))
    const [nx, ny] = volume.size
    const region = { from: [0, 0, slice - 1], to: [nx - 1, ny - 1, slice] } as {
      from: [number, number, number]
      to: [number, number, number]
    }
    return judgeValue({
      name: 'step',
      value,
      unit: 'mm',
      most,
      code: 'patient-moved',
      where: { series: series.id, region },
    })
  },
})

/** The largest step of a slice beyond the median of its five neighbours', so that a slanting body is none. */
function largestStep(shifts: readonly { x: number; y: number }[]): { value: number; slice: number } {
  let worst = { value: 0, slice: 1 }
  for (const [i, shift] of shifts.entries()) {
    const around = shifts.slice(Math.max(0, i - 2), i + 3)
    const usual = { x: median(around.map(({ x }) => x)), y: median(around.map(({ y }) => y)) }
    const value = Math.hypot(shift.x - usual.x, shift.y - usual.y)
    if (value > worst.value) worst = { value, slice: i + 1 }
  }
  return worst
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
