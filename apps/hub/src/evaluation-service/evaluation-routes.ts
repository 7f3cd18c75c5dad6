import { type Access, accountOf } from '@assay/access'
import {
  type Account,
  evaluationRequest,
  evaluationSummary,
  evaluationView,
  protocolDraft,
  reasonBody,
  uuid,
} from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hub } from '../hub.ts'
import { createEvaluation } from './create-evaluation.ts'
import { editDraft } from './edit-draft.ts'
import { lockProtocol } from './lock-protocol.ts'
import { refuseInvalidProtocol } from './protocol-fault.ts'
import { returnEvaluation } from './return-evaluation.ts'
import { submitEvaluation } from './submit-evaluation.ts'
import { listEvaluations, viewEvaluation } from './view-evaluation.ts'

const tags = ['evaluations']
const params = z.object({ id: uuid })
const view = answers(evaluationView)

/** Routes of evaluations up to the locked protocol; every act answers with the evaluation as it then is. */
export function evaluationRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const vendor = access.requireRole('vendor')
  const reviewer = access.requireRole('reviewer')
  const anybody = access.requireAccount
  const listRoute = createRoute({
    method: 'get',
    path: '/api/evaluations',
    operationId: 'listEvaluations',
    tags,
    middleware: anybody,
    responses: answers(z.array(evaluationSummary)),
  })
  const readRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}',
    operationId: 'readEvaluation',
    tags,
    middleware: anybody,
    request: { params },
    responses: view,
  })
  const createEvaluationRoute = createRoute({
    method: 'post',
    path: '/api/evaluations',
    operationId: 'createEvaluation',
    tags,
    middleware: vendor,
    request: jsonBody(evaluationRequest),
    responses: view,
  })
  const editRoute = createRoute({
    method: 'put',
    path: '/api/evaluations/{id}/draft',
    operationId: 'editDraft',
    tags,
    middleware: vendor,
    request: { params, ...jsonBody(protocolDraft) },
    responses: view,
  })
  const submitRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/submit',
    operationId: 'submitEvaluation',
    tags,
    middleware: vendor,
    request: { params },
    responses: view,
  })
  const returnRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/return',
    operationId: 'returnEvaluation',
    tags,
    middleware: reviewer,
    request: { params, ...jsonBody(reasonBody) },
    responses: view,
  })
  const lockRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/lock',
    operationId: 'lockProtocol',
    tags,
    middleware: reviewer,
    request: { params },
    responses: view,
  })
  const afterwards = async (account: Account, id: string, act: Promise<void>) => {
    await act
    return viewEvaluation(hub, account, id)
  }
  router.openapi(listRoute, async (c) => c.json(await listEvaluations(hub, accountOf(c)), 200))
  router.openapi(readRoute, async (c) => c.json(await viewEvaluation(hub, accountOf(c), c.req.valid('param').id), 200))
  router.openapi(
    createEvaluationRoute,
    async (c) => {
      const account = accountOf(c)
      const id = await createEvaluation(hub, account, c.req.valid('json'))
      return c.json(await viewEvaluation(hub, account, id), 200)
    },
    refuseInvalidProtocol,
  )
  router.openapi(
    editRoute,
    async (c) => {
      const [account, { id }] = [accountOf(c), c.req.valid('param')]
      return c.json(await afterwards(account, id, editDraft(hub, account, id, c.req.valid('json'))), 200)
    },
    refuseInvalidProtocol,
  )
  router.openapi(submitRoute, async (c) => {
    const [account, { id }] = [accountOf(c), c.req.valid('param')]
    return c.json(await afterwards(account, id, submitEvaluation(hub, account, id)), 200)
  })
  router.openapi(returnRoute, async (c) => {
    const [account, { id }] = [accountOf(c), c.req.valid('param')]
    return c.json(await afterwards(account, id, returnEvaluation(hub, account, id, c.req.valid('json').reason)), 200)
  })
  router.openapi(lockRoute, async (c) => {
    const [account, { id }] = [accountOf(c), c.req.valid('param')]
    return c.json(await afterwards(account, id, lockProtocol(hub, account, id)), 200)
  })
  return router
}
