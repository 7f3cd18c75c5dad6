import { z } from 'zod'
import { designWeight } from '../frame/design-weight.ts'

/** One case: what is true of it, and what each of two devices (or two versions of one) called it. */
export const pairedCase = z.object({
  patient: z.string().min(1),
  /** Whether the condition is there. */
  truth: z.boolean(),
  /** Whether the device said so; null where it gave no output. */
  first: z.boolean().nullable(),
  second: z.boolean().nullable(),
  weight: designWeight.optional(),
})
export type PairedCase = z.infer<typeof pairedCase>
