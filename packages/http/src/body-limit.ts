import { AssayError } from '@assay/contracts'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'

/** Bytes of a body that no route asked more for. */
const usualBodyBytes = 1024 * 1024

/**
 * Refuses a body larger than its route takes with `too-large` (`limit` in bytes), however it is sent. A body that does not
 * say its length is read here, before anybody is asked who they are: it gets the usual limit.
 */
export function limitBodies(largeBodies: Readonly<Record<string, number>>) {
  return createMiddleware(async (c, next) => {
    const saysLength = c.req.header('content-length') !== undefined && c.req.header('transfer-encoding') === undefined
    const bytes = (saysLength ? largeBodies[c.req.path] : undefined) ?? usualBodyBytes
    const limit = bodyLimit({
      maxSize: bytes,
      onError: () => {
        throw new AssayError('too-large', { limit: bytes })
      },
    })
    return limit(c, next)
  })
}
