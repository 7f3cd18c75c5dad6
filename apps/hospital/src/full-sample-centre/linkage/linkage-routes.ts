import { type Access, accountOf } from '@assay/access'
import { deskLinkage, linkageJoining, reasonBody, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../../hospital.ts'
import { declineLinkage } from './decline-linkage.ts'
import { joinLinkage } from './join-linkage.ts'
import { listRounds } from './linkage-store.ts'

const tags = ['linkage']

/** Routes of the rounds in which this hospital and others find the patients and images that they share. */
export function linkageRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const params = z.object({ id: uuid })
  const rounds = answers(z.array(deskLinkage))
  const listRoute = createRoute({
    method: 'get',
    path: '/api/linkages',
    operationId: 'listLinkages',
    tags,
    middleware,
    responses: rounds,
  })
  const joinRoute = createRoute({
    method: 'post',
    path: '/api/linkages/{id}/join',
    operationId: 'joinLinkage',
    tags,
    middleware,
    request: { params, ...jsonBody(linkageJoining) },
    responses: rounds,
  })
  const declineRoute = createRoute({
    method: 'post',
    path: '/api/linkages/{id}/decline',
    operationId: 'declineLinkage',
    tags,
    middleware,
    request: { params, ...jsonBody(reasonBody) },
    responses: rounds,
  })
  router.openapi(listRoute, async (c) => c.json(await listRounds(hospital.db), 200))
  router.openapi(joinRoute, async (c) => {
    const { membersHash } = c.req.valid('json')
    await joinLinkage(hospital, accountOf(c), { roundId: c.req.valid('param').id, membersHash })
    return c.json(await listRounds(hospital.db), 200)
  })
  router.openapi(declineRoute, async (c) => {
    const { reason } = c.req.valid('json')
    await declineLinkage(hospital, accountOf(c), { roundId: c.req.valid('param').id, reason })
    return c.json(await listRounds(hospital.db), 200)
  })
  return router
}
