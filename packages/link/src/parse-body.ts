import { AssayError } from '@assay/contracts'
import type { z } from 'zod'

/** The body of a message as its schema has it. Throws `input-invalid` with the place and kind of the first fault. */
export function parseBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new AssayError('input-invalid', { where: issue?.path.join('.') ?? '', what: issue?.code ?? '' })
}
