import { z } from 'zod'
import { designWeight } from '../frame/design-weight.ts'

/** One case: what is true of it, and what the device called it. */
export const classifiedCase = z.object({
  patient: z.string().min(1),
  /** Whether the condition is there. */
  truth: z.boolean(),
  /** Whether the device said so; null where it gave no output. */
  call: z.boolean().nullable(),
  weight: designWeight.optional(),
})
export type ClassifiedCase = z.infer<typeof classifiedCase>

/** What becomes of a case without an output: the wrong answer, or no case. */
export const failureRule = z.enum(['wrong-extreme', 'left-out']).default('wrong-extreme')
export type FailureRule = z.infer<typeof failureRule>
