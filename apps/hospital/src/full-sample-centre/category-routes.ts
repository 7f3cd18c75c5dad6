import type { Access } from '@assay/access'
import { categories } from '@assay/categories'
import { type KnownCategory, knownCategory } from '@assay/contracts'
import { answers, createRoute, createRouter, type Router, z } from '@assay/http'

/** Routes of the kinds of data that the node knows. */
export function categoryRoutes(access: Access): Router {
  const router = createRouter()
  const listRoute = createRoute({
    method: 'get',
    path: '/api/categories',
    operationId: 'listCategories',
    tags: ['intake'],
    middleware: access.requireRole('steward'),
    responses: answers(z.array(knownCategory)),
  })
  const known: KnownCategory[] = categories.map(({ id, listCases, tasks }) => ({
    id,
    comes: listCases ? 'records' : 'files',
    tasks: tasks.map((task) => task.id),
  }))
  router.openapi(listRoute, (c) => c.json(known, 200))
  return router
}
