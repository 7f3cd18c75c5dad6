import { type Access, accountOf } from '@assay/access'
import { deskEvaluationView, reasonBody, releaseApproval, releasePreview, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import { viewEvaluation } from '../evaluation-centre/view-evaluation.ts'
import type { Hospital } from '../hospital.ts'
import { previewRelease } from './preview-release.ts'
import { signRelease } from './sign-release.ts'
import { withholdRelease } from './withhold-release.ts'

const tags = ['release gate']
const params = z.object({ id: uuid })

/** Routes of the release gate: what would leave, and the steward's word on it. */
export function releaseGateRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const previewRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}/release',
    operationId: 'previewRelease',
    tags,
    middleware,
    request: { params },
    responses: answers(releasePreview),
  })
  const signRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/release',
    operationId: 'signRelease',
    tags,
    middleware,
    request: { params, ...jsonBody(releaseApproval) },
    responses: answers(deskEvaluationView),
  })
  const withholdRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/withhold',
    operationId: 'withhold',
    tags,
    middleware,
    request: { params, ...jsonBody(reasonBody) },
    responses: answers(deskEvaluationView),
  })
  router.openapi(previewRoute, async (c) => c.json(await previewRelease(hospital, c.req.valid('param').id), 200))
  router.openapi(signRoute, async (c) => {
    const { id } = c.req.valid('param')
    await signRelease(hospital, accountOf(c), id, c.req.valid('json').sha256)
    return c.json(await viewEvaluation(hospital, id), 200)
  })
  router.openapi(withholdRoute, async (c) => {
    const { id } = c.req.valid('param')
    await withholdRelease(hospital, accountOf(c), id, c.req.valid('json').reason)
    return c.json(await viewEvaluation(hospital, id), 200)
  })
  return router
}
