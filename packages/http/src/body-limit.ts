import { AssayError } from '@assay/contracts'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'

/** Bytes of a body that no route asked more for. */
const usualBodyBytes = 1024 * 1024

/** Refuses a body larger than its route takes with `too-large` (`limit` in bytes), however it is sent. */
export function limitBodies(largeBodies: Readonly<Record<string, number>>) {
  return createMiddleware(async (c, next) => {
    const bytes = largeBodies[c.req.path] ?? usualBodyBytes
    const limit = bodyLimit({
      maxSize: bytes,
      onError: () => {
        throw new AssayError('too-large', { limit: bytes })
      },
    })
    return limit(c, next)
  })
}
