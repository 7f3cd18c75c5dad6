import { z } from 'zod'

/**
 * What a value that left a hospital says it is. Outside the hospital a zero, a suppressed and a refused value look
 * alike, unless the zero is structural (it could not have been anything else).
 */
export const releasedValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exact'), value: z.number() }),
  z.object({ kind: z.literal('rounded'), value: z.number(), to: z.number().positive() }),
  z.object({ kind: z.literal('suppressed') }),
  z.object({ kind: z.literal('structural-zero') }),
  z.object({ kind: z.literal('not-collected') }),
  z.object({ kind: z.literal('site-offline') }),
])
export type ReleasedValue = z.infer<typeof releasedValue>
