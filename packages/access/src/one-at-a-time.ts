import type { HttpEnv } from '@assay/http'
import { createMiddleware } from 'hono/factory'
import { accountOf } from './open-access.ts'

/**
 * Has an account's requests to a route answered one after the other: what a large body is read into is there once for each account, however often it
 * asks. Who waits sends on; its body is not read yet. Stands behind `requireRole` or `requireAccount`.
 */
export function oneAtATime() {
  const last = new Map<string, Promise<void>>()
  return createMiddleware<HttpEnv>(async (c, next) => {
    const { id } = accountOf(c)
    const before = last.get(id)
    const { promise, resolve } = Promise.withResolvers<void>()
    last.set(id, promise)
    await before
    try {
      await next()
    } finally {
      resolve()
      if (last.get(id) === promise) last.delete(id)
    }
  })
}
