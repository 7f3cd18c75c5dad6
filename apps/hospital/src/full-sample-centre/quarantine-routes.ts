import { type Access, accountOf } from '@assay/access'
import { quarantineAct, quarantineCounts, quarantined, quarantineQuery } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { idParameter } from './id-parameter.ts'
import { acceptQuarantined, discardQuarantined } from './quarantine/decide.ts'
import { countQuarantine, listQuarantine } from './quarantine/quarantine-store.ts'
import { recheckQuarantined } from './quarantine/recheck-quarantined.ts'

const tags = ['quarantine']

/** Routes of what intake put aside, and of a steward's acts on it. */
export function quarantineRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const one = answers(quarantined)
  const listRoute = createRoute({
    method: 'get',
    path: '/api/quarantine',
    operationId: 'listQuarantine',
    ...given,
    request: { query: quarantineQuery },
    responses: answers(z.array(quarantined)),
  })
  const countsRoute = createRoute({
    method: 'get',
    path: '/api/quarantine/counts',
    operationId: 'countQuarantine',
    ...given,
    responses: answers(quarantineCounts),
  })
  const acceptRoute = createRoute({
    method: 'post',
    path: '/api/quarantine/{id}/accept',
    operationId: 'acceptQuarantined',
    ...given,
    request: { params: idParameter, ...jsonBody(quarantineAct) },
    responses: one,
  })
  const discardRoute = createRoute({
    method: 'post',
    path: '/api/quarantine/{id}/discard',
    operationId: 'discardQuarantined',
    ...given,
    request: { params: idParameter, ...jsonBody(quarantineAct) },
    responses: one,
  })
  const recheckRoute = createRoute({
    method: 'post',
    path: '/api/quarantine/{id}/recheck',
    operationId: 'recheckQuarantined',
    ...given,
    request: { params: idParameter },
    responses: one,
  })
  router.openapi(listRoute, async (c) => c.json(await listQuarantine(hospital.db, c.req.valid('query')), 200))
  router.openapi(countsRoute, async (c) => c.json(await countQuarantine(hospital.db), 200))
  router.openapi(acceptRoute, async (c) => {
    const act = { id: c.req.valid('param').id, account: accountOf(c), ...c.req.valid('json') }
    return c.json(await acceptQuarantined(hospital, act), 200)
  })
  router.openapi(discardRoute, async (c) => {
    const act = { id: c.req.valid('param').id, account: accountOf(c), ...c.req.valid('json') }
    return c.json(await discardQuarantined(hospital, act), 200)
  })
  router.openapi(recheckRoute, async (c) =>
    c.json(await recheckQuarantined(hospital, accountOf(c), c.req.valid('param').id), 200),
  )
  return router
}
