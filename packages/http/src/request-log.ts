import type { Random } from '@assay/contracts'
import { createMiddleware } from 'hono/factory'
import type { Logger } from './logger.ts'
import type { HttpEnv } from './router.ts'

/**
 * Gives each request an id and writes one line when it is answered: method, path, status and milliseconds. No query, no
 * body, no header: those may be personal. Reading that succeeded goes to the level `debug`.
 */
export function requestLog(log: Logger, random: Random) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const began = performance.now()
    c.set('requestId', Buffer.from(random(9)).toString('base64url'))
    await next()
    const { method, path } = c.req
    const { status } = c.res
    const quiet = status < 400 && (method === 'GET' || method === 'HEAD')
    const milliseconds = Math.round(performance.now() - began)
    log[quiet ? 'debug' : 'info']({ requestId: c.var.requestId, method, path, status, milliseconds }, 'request')
  })
}
