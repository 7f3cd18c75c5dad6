import { z } from 'zod'

const count = z.number().int().min(0).max(100_000_000)

/** Patients of a cell as they leave a hospital. `below`: a suppressed count is less than this, and may be 0. */
export const releasedCount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), value: count }),
  z.strictObject({ kind: z.literal('rounded'), value: count, to: z.number().int().min(2).max(1000) }),
  z.strictObject({ kind: z.literal('suppressed'), below: count.min(1) }),
])
export type ReleasedCount = z.infer<typeof releasedCount>

/** The least and the most that a released count can be. */
export function extentOfCount(released: ReleasedCount): { lower: number; upper: number } {
  switch (released.kind) {
    case 'exact':
      return { lower: released.value, upper: released.value }
    case 'rounded':
      return { lower: Math.max(0, released.value - released.to / 2), upper: released.value + released.to / 2 }
    case 'suppressed':
      return { lower: 0, upper: released.below - 1 }
  }
}
