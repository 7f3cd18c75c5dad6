import { type Access, accountOf } from '@assay/access'
import { intakeRequest, intakeRun, quarantined } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { listIntakeRuns, listQuarantine } from './intake-store.ts'
import { startIntake } from './start-intake.ts'

const tags = ['full-sample centre']

/** Routes of the full-sample centre: taking data in, and what was refused. */
export function fullSampleRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const startRoute = createRoute({
    method: 'post',
    path: '/api/intake',
    operationId: 'startIntake',
    tags,
    middleware,
    request: jsonBody(intakeRequest),
    responses: answers(intakeRun),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/intake',
    operationId: 'listIntakes',
    tags,
    middleware,
    responses: answers(z.array(intakeRun)),
  })
  const quarantineRoute = createRoute({
    method: 'get',
    path: '/api/quarantine',
    operationId: 'listQuarantine',
    tags,
    middleware,
    responses: answers(z.array(quarantined)),
  })
  router.openapi(startRoute, async (c) => c.json(await startIntake(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(listRoute, async (c) => c.json(await listIntakeRuns(hospital.db), 200))
  router.openapi(quarantineRoute, async (c) => c.json(await listQuarantine(hospital.db), 200))
  return router
}
