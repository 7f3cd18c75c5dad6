import { AssayError } from '@assay/contracts'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { idleHours } from './sessions.ts'

/** How a browser carries a session to one program. */
export interface SessionCookie {
  readonly read: (c: Context) => string | undefined
  readonly write: (c: Context, token: string) => void
  readonly remove: (c: Context) => void
}

/** A cookie that scripts can't read and other sites can't send; over HTTPS also bound to the host. */
export function sessionCookie(name: string, publicUrl: () => string): SessionCookie {
  const isSecure = () => publicUrl().startsWith('https:')
  const nameNow = () => (isSecure() ? `__Host-${name}` : name)
  const options = () => ({ httpOnly: true, sameSite: 'Strict', path: '/', secure: isSecure() }) as const
  return {
    read: (c) => getCookie(c, nameNow()),
    write: (c, token) => setCookie(c, nameNow(), token, { ...options(), maxAge: idleHours * 3600 }),
    remove: (c) => void deleteCookie(c, nameNow(), options()),
  }
}

/**
 * Throws `not-allowed` for a change that a browser asks for from another origin. A browser sends `Origin` with every such
 * request; programs with a bearer's token send none and need none.
 */
export function assertSameOrigin(c: Context, publicUrl: () => string): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return
  const origin = c.req.header('origin')
  const own = new URL(publicUrl()).origin
  const host = c.req.header('host')
  if (origin !== own && (host === undefined || origin !== `${own.split(':')[0]}://${host}`)) {
    throw new AssayError('not-allowed', { role: 'same-origin' })
  }
}
