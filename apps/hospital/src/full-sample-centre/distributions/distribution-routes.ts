import { type Access, accountOf } from '@assay/access'
import { deskDistribution, reasonBody, releaseApproval, slug } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../../hospital.ts'
import { declineDistribution } from './decline-distribution.ts'
import { listDistributions } from './list-distributions.ts'
import { signDistribution } from './sign-distribution.ts'

const tags = ['distributions']

/** Routes of the distributions by which this hospital is compared with others: what would leave, and the steward's word on it. */
export function distributionRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const params = z.object({ category: slug })
  const distributions = answers(z.array(deskDistribution))
  const listRoute = createRoute({
    method: 'get',
    path: '/api/distributions',
    operationId: 'listDistributions',
    tags,
    middleware,
    responses: distributions,
  })
  const signRoute = createRoute({
    method: 'post',
    path: '/api/distributions/{category}/sign',
    operationId: 'signDistribution',
    tags,
    middleware,
    request: { params, ...jsonBody(releaseApproval) },
    responses: distributions,
  })
  const declineRoute = createRoute({
    method: 'post',
    path: '/api/distributions/{category}/decline',
    operationId: 'declineDistribution',
    tags,
    middleware,
    request: { params, ...jsonBody(reasonBody) },
    responses: distributions,
  })
  router.openapi(listRoute, async (c) => c.json(await listDistributions(hospital), 200))
  router.openapi(signRoute, async (c) => {
    const { sha256 } = c.req.valid('json')
    await signDistribution(hospital, accountOf(c), { category: c.req.valid('param').category, sha256 })
    return c.json(await listDistributions(hospital), 200)
  })
  router.openapi(declineRoute, async (c) => {
    const { reason } = c.req.valid('json')
    await declineDistribution(hospital, accountOf(c), { category: c.req.valid('param').category, reason })
    return c.json(await listDistributions(hospital), 200)
  })
  return router
}
