import { z } from 'zod'
import { formCheck } from '../subject/form-checks.ts'
import { judgeValue } from './measure/judge-value.ts'

const parameters = z.strictObject({
  /** Farthest that the time between two frames may be from the usual one, per cent of the usual one. */
  most: z.number().positive(),
})

/**
 * Frames follow each other evenly: a gap is a frame that was lost or a beat that was left out, and what is measured over time (volumes,
 * speeds) is wrong after it.
 */
export const cineFrameTimes = formCheck<'cine', z.infer<typeof parameters>>('cine', {
  id: 'cine-frame-times',
  version: 1,
  tier: 2,
  parameters,
  measure: ({ cine: { frameTimes } }, { most }, series) => {
    if (frameTimes.length < 3) return { notApplicable: 'too-few-frames' }
    const { value, frame } = farthestInterval(frameTimes)
    return judgeValue({
      name: 'uneven-interval',
      value,
      unit: '%',
      most,
      code: 'cine-times-uneven',
      where: { series: series.id, frame },
    })
  },
})

/** The interval that is farthest from the median one, in per cent of it, and the frame that it leads to, from 1 on. */
export function farthestInterval(frameTimes: readonly number[]): { value: number; frame: number } {
  const intervals = frameTimes.slice(1).map((time, i) => time - frameTimes[i]!)
  const usual = medianOf(intervals)
  let worst = { value: 0, frame: 2 }
  for (const [i, interval] of intervals.entries()) {
    const value = (100 * Math.abs(interval - usual)) / usual
    if (value > worst.value) worst = { value, frame: i + 2 }
  }
  return worst
}

/** Mean of the two middle values where there is no middle one. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
