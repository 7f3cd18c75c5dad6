import { type Access, accountOf } from '@assay/access'
import { listenerSettings, listenerStatus, pacsSettings, slug } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { saveListener, viewListener } from './listener/listener-store.ts'
import { listPacs, removePacs, savePacs } from './pull/pacs-store.ts'

const tags = ['ways in']

/** Routes of the DICOM listener's settings, and of the PACS that may be asked. */
export function waysInRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const pacs = answers(z.array(pacsSettings))
  const listenerRoute = createRoute({
    method: 'get',
    path: '/api/listener',
    operationId: 'readListener',
    ...given,
    responses: answers(listenerStatus),
  })
  const saveListenerRoute = createRoute({
    method: 'put',
    path: '/api/listener',
    operationId: 'saveListener',
    ...given,
    request: jsonBody(listenerSettings),
    responses: answers(listenerStatus),
  })
  const pacsRoute = createRoute({
    method: 'get',
    path: '/api/pacs',
    operationId: 'listPacs',
    ...given,
    responses: pacs,
  })
  const savePacsRoute = createRoute({
    method: 'put',
    path: '/api/pacs',
    operationId: 'savePacs',
    ...given,
    request: jsonBody(pacsSettings),
    responses: answers(pacsSettings),
  })
  const removePacsRoute = createRoute({
    method: 'delete',
    path: '/api/pacs/{name}',
    operationId: 'removePacs',
    ...given,
    request: { params: z.object({ name: slug }) },
    responses: pacs,
  })
  router.openapi(listenerRoute, async (c) => c.json(await viewListener(hospital), 200))
  router.openapi(saveListenerRoute, async (c) =>
    c.json(await saveListener(hospital, accountOf(c), c.req.valid('json')), 200),
  )
  router.openapi(pacsRoute, async (c) => c.json(await listPacs(hospital), 200))
  router.openapi(savePacsRoute, async (c) => c.json(await savePacs(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(removePacsRoute, async (c) => {
    await removePacs(hospital, accountOf(c), c.req.valid('param').name)
    return c.json(await listPacs(hospital), 200)
  })
  return router
}
