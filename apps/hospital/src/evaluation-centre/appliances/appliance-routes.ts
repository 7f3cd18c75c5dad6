import { type Access, accountOf } from '@assay/access'
import { applianceSettings, applianceView, slug } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../../hospital.ts'
import { listAppliances, removeAppliance, saveAppliance } from './appliance-store.ts'

const tags = ['appliances']

/** Routes of the appliances that a steward registers. */
export function applianceRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const responses = answers(z.array(applianceView))
  const listRoute = createRoute({
    method: 'get',
    path: '/api/appliances',
    operationId: 'listAppliances',
    ...given,
    responses,
  })
  const saveRoute = createRoute({
    method: 'put',
    path: '/api/appliances',
    operationId: 'saveAppliance',
    ...given,
    request: jsonBody(applianceSettings),
    responses,
  })
  const removeRoute = createRoute({
    method: 'delete',
    path: '/api/appliances/{name}',
    operationId: 'removeAppliance',
    ...given,
    request: { params: z.object({ name: slug }) },
    responses,
  })
  router.openapi(listRoute, async (c) => c.json(await listAppliances(hospital), 200))
  router.openapi(saveRoute, async (c) => {
    await saveAppliance(hospital, accountOf(c), c.req.valid('json'))
    return c.json(await listAppliances(hospital), 200)
  })
  router.openapi(removeRoute, async (c) => {
    await removeAppliance(hospital, accountOf(c), c.req.valid('param').name)
    return c.json(await listAppliances(hospital), 200)
  })
  return router
}
