import { type Access, accountOf } from '@assay/access'
import { hubLinkage, linkageSubject, reasonBody, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hub } from '../../hub.ts'
import { askLinkage } from './ask-linkage.ts'
import { endLinkage } from './end-linkage.ts'
import { listRounds } from './linkage-store.ts'

const tags = ['linkage']
const linkageRequest = z.object({ subject: linkageSubject, hospitals: z.array(uuid).min(1).max(1000) })

/** Routes of the rounds in which hospitals find what they share. */
export function linkageRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('operator')
  const askRoute = createRoute({
    method: 'post',
    path: '/api/linkages',
    operationId: 'askLinkage',
    tags,
    middleware,
    request: jsonBody(linkageRequest),
    responses: answers(z.object({ roundId: uuid })),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/linkages',
    operationId: 'listLinkages',
    tags,
    middleware,
    responses: answers(z.array(hubLinkage)),
  })
  const endRoute = createRoute({
    method: 'post',
    path: '/api/linkages/{id}/end',
    operationId: 'endLinkage',
    tags,
    middleware,
    request: { params: z.object({ id: uuid }), ...jsonBody(reasonBody) },
    responses: answers(z.array(hubLinkage)),
  })
  router.openapi(askRoute, async (c) =>
    c.json({ roundId: await askLinkage(hub, accountOf(c), c.req.valid('json')) }, 200),
  )
  router.openapi(listRoute, async (c) => c.json(await listRounds(hub.db), 200))
  router.openapi(endRoute, async (c) => {
    await endLinkage(hub, accountOf(c), c.req.valid('param').id, c.req.valid('json').reason)
    return c.json(await listRounds(hub.db), 200)
  })
  return router
}
