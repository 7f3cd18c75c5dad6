import { z } from 'zod'
import { instant, language, line, uuid } from './primitives.ts'

/** What a person may do at the portal or at a hospital's desk. */
export const role = z.enum(['operator', 'vendor', 'reviewer', 'steward'])
export type Role = z.infer<typeof role>

/** Name a person logs in with: an e-mail address or a short name. */
export const accountName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{1,99}$/)

/** At least 12 characters; no rule on their kinds (NIST SP 800-63B, 5.1.1.2). */
export const password = z.string().min(12).max(200)

/** A person's account, as the person and colleagues see it. */
export const account = z.object({
  id: uuid,
  name: accountName,
  displayName: line,
  organisation: line,
  role,
})
export type Account = z.infer<typeof account>

/** An invitation is used once, by whoever holds its code, until it expires. */
export const invitationRequest = z.object({ role, organisation: line })
export const invitation = z.object({ code: z.string().min(20).max(100), role, organisation: line, expiresAt: instant })
export type Invitation = z.infer<typeof invitation>

export const invitationAcceptance = z.object({
  code: z.string().min(20).max(100),
  name: accountName,
  displayName: line,
  password,
})

export const credentials = z.object({ name: accountName, password: z.string().max(200) })
export type Credentials = z.infer<typeof credentials>

/** A session: the cookie carries it in a browser; programs send `token` as a bearer. */
export const session = z.object({ token: z.string(), account, expiresAt: instant })
export type Session = z.infer<typeof session>

export const currentSession = z.object({ account, language: language.optional() })
