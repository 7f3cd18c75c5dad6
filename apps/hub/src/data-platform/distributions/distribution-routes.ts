import { type Access, accountOf } from '@assay/access'
import { hubDistribution, slug, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hub } from '../../hub.ts'
import { askDistributions } from './ask-distributions.ts'
import { listDistributions } from './distribution-store.ts'

const tags = ['distributions']
const distributionRequest = z.object({ category: slug, hospitals: z.array(uuid).min(1).max(1000) })

/** Routes of the distributions that hospitals let out of a category. */
export function distributionRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const askRoute = createRoute({
    method: 'post',
    path: '/api/distributions',
    operationId: 'askDistributions',
    tags,
    middleware: access.requireRole('operator'),
    request: jsonBody(distributionRequest),
    responses: answers(z.object({ requestId: uuid })),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/distributions',
    operationId: 'listDistributions',
    tags,
    middleware: access.requireRole('operator', 'reviewer'),
    responses: answers(z.array(hubDistribution)),
  })
  router.openapi(askRoute, async (c) =>
    c.json({ requestId: await askDistributions(hub, accountOf(c), c.req.valid('json')) }, 200),
  )
  router.openapi(listRoute, async (c) => c.json(await listDistributions(hub.db), 200))
  return router
}
