import { type Access, accountOf } from '@assay/access'
import {
  deskEvaluation,
  deskEvaluationView,
  reasonBody,
  testSetAnnouncement,
  testSetRequest,
  uuid,
} from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { approveEvaluation } from './approve-evaluation.ts'
import { announcementOf, findEvaluation } from './evaluation-store.ts'
import { refuseEvaluation } from './refuse-evaluation.ts'
import { resumeRun } from './resume-run.ts'
import { runProvenance } from './run-provenance.ts'
import { sealTestSet } from './seal-test-set.ts'
import { listEvaluations, viewEvaluation } from './view-evaluation.ts'

const tags = ['evaluation centre']
/** A request to seal may hold what vendors declared as training data: about 240,000 hashes. */
export const sealPath = '/api/test-sets'
export const mostSealBytes = 16 * 1024 * 1024
const params = z.object({ id: uuid })

/** Routes of the evaluation centre: sealed sets, and what the hub asks for. */
export function evaluationCentreRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const sealRoute = createRoute({
    method: 'post',
    path: sealPath,
    operationId: 'sealTestSet',
    tags,
    middleware,
    request: jsonBody(testSetRequest),
    responses: answers(testSetAnnouncement),
  })
  const setsRoute = createRoute({
    method: 'get',
    path: '/api/test-sets',
    operationId: 'listTestSets',
    tags,
    middleware,
    responses: answers(z.array(testSetAnnouncement)),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/evaluations',
    operationId: 'listEvaluations',
    tags,
    middleware,
    responses: answers(z.array(deskEvaluation)),
  })
  const viewRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}',
    operationId: 'viewEvaluation',
    tags,
    middleware,
    request: { params },
    responses: answers(deskEvaluationView),
  })
  const provenanceRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}/provenance',
    operationId: 'readProvenance',
    tags,
    middleware,
    request: { params },
    responses: answers(z.record(z.string(), z.unknown())),
  })
  const approveRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/approve',
    operationId: 'approve',
    tags,
    middleware,
    request: { params },
    responses: answers(deskEvaluationView),
  })
  const refuseRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/refuse',
    operationId: 'refuse',
    tags,
    middleware,
    request: { params, ...jsonBody(reasonBody) },
    responses: answers(deskEvaluationView),
  })
  const resumeRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/resume',
    operationId: 'resumeRun',
    tags,
    middleware,
    request: { params },
    responses: answers(deskEvaluationView),
  })
  router.openapi(sealRoute, async (c) => c.json(await sealTestSet(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(setsRoute, async (c) => {
    const rows = await hospital.db.selectFrom('test_sets').selectAll().orderBy('id', 'desc').execute()
    return c.json(rows.map(announcementOf), 200)
  })
  router.openapi(listRoute, async (c) => c.json(await listEvaluations(hospital), 200))
  router.openapi(viewRoute, async (c) => c.json(await viewEvaluation(hospital, c.req.valid('param').id), 200))
  router.openapi(provenanceRoute, async (c) => {
    const evaluation = await findEvaluation(hospital.db, c.req.valid('param').id)
    return c.json(await runProvenance(hospital.db, evaluation), 200)
  })
  router.openapi(approveRoute, async (c) => {
    const { id } = c.req.valid('param')
    await approveEvaluation(hospital, accountOf(c), id, c.req.raw.signal)
    return c.json(await viewEvaluation(hospital, id), 200)
  })
  router.openapi(resumeRoute, async (c) => {
    const { id } = c.req.valid('param')
    await resumeRun(hospital, accountOf(c), id)
    return c.json(await viewEvaluation(hospital, id), 200)
  })
  router.openapi(refuseRoute, async (c) => {
    const { id } = c.req.valid('param')
    await refuseEvaluation(hospital, accountOf(c), id, c.req.valid('json').reason)
    return c.json(await viewEvaluation(hospital, id), 200)
  })
  return router
}
