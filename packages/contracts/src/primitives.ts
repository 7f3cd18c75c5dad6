import { z } from 'zod'

/** UUID version 7 (RFC 9562), lower case: ordered by the time it was made. */
export const uuid = z.uuidv7()

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)

/** Instant as ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime()

/** One line a person wrote: a name, a title. No control characters. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u)

/** Text a person wrote: a reason, a justification. Line breaks and tabs allowed. */
export const text = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .regex(/^[^\p{Cc}\n\t]*(?:[\n\t][^\p{Cc}\n\t]*)*$/u)

/** Short machine name: lower case, digits, hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(64)

/** The languages every text exists in. */
export const language = z.enum(['en', 'zh'])
export type Language = z.infer<typeof language>
