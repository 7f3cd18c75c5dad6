import type { Random } from '@assay/contracts'
import { createRoute, z } from '@hono/zod-openapi'
import { answers } from './answers.ts'
import { serveApiPages } from './api-pages.ts'
import { limitBodies } from './body-limit.ts'
import { errorAnswer, notFoundAnswer } from './error-answer.ts'
import type { Logger } from './logger.ts'
import { requestLog } from './request-log.ts'
import { createRouter, type Router } from './router.ts'
import { noStore, securityHeaders } from './security-headers.ts'

/** What an app is made of. */
export interface AppDescription {
  /** Title and version of the interface, for its OpenAPI document. */
  readonly title: string
  readonly version: string
  readonly log: Logger
  readonly random: Random
  /** Path → bytes, for the routes whose bodies may exceed 1 MiB. */
  readonly largeBodies?: Readonly<Record<string, number>>
}

/**
 * An app with what every program at a boundary has: request log, security headers, limits on bodies, errors as
 * `errorBody`, `/health`, `/openapi.json` and `/docs`. Mount routers with `app.route('/', router)`; pages come last.
 */
export function createApp(description: AppDescription): Router {
  const { log, random, largeBodies = {} } = description
  const app = createRouter()
  app.use(requestLog(log, random), securityHeaders(), noStore(), limitBodies(largeBodies))
  app.onError(errorAnswer(log))
  app.notFound(notFoundAnswer)
  app.openapi(healthRoute, (c) => c.json({ status: 'ok' as const }, 200))
  serveApiPages(app, description)
  return app
}

const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'readHealth',
  tags: ['program'],
  responses: answers(z.object({ status: z.literal('ok') })),
})
