import { AssayError, type ErrorBody, errorStatuses } from '@assay/contracts'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Logger } from './logger.ts'
import type { HttpEnv } from './router.ts'

/**
 * Turns whatever a handler threw into an `errorBody` with its status. An error without a code of ours is a fault of the
 * program: it goes to the log under the request's id, and the answer holds that id alone.
 */
export function errorAnswer(log: Logger) {
  return (error: Error, c: Context<HttpEnv>): Response => {
    const known = knownError(error)
    const status = known ? errorStatuses[known.code] : 500
    if (status >= 500) log.error({ requestId: c.var.requestId, err: error }, 'request failed')
    return answer(c, known ?? new AssayError('internal-error', { id: c.var.requestId }))
  }
}

/** The answer for a path that nobody serves. */
export function notFoundAnswer(c: Context): Response {
  return answer(c, new AssayError('not-found', { what: 'page' }))
}

function answer(c: Context, { code, parameters }: AssayError): Response {
  const body: ErrorBody = { error: { code, parameters } }
  return c.json(body, errorStatuses[code] as ContentfulStatusCode)
}

/** Hono's own refusals are of a body that is no JSON or has another media type. */
function knownError(error: Error): AssayError | undefined {
  if (error instanceof AssayError) return error
  if (error instanceof HTTPException && error.status < 500)
    return new AssayError('input-invalid', { where: 'body', what: 'unreadable' })
  return undefined
}
