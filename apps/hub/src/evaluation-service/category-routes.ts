import { categories } from '@assay/categories'
import { criteriaTree, endpoint, protocolDraft, slug, socket } from '@assay/contracts'
import { answers, createRoute, createRouter, type Router, z } from '@assay/http'
import { findEstimator } from '@assay/statistics'

const figure = z.object({ endpoint: slug, figure: z.string(), least: z.number(), most: z.number() })

const categoryView = z.object({
  id: slug,
  tasks: z.array(
    z.object({
      id: slug,
      inputs: z.array(socket),
      outputs: z.array(socket),
      /** A protocol to begin with. */
      template: z.object({
        endpoints: z.array(endpoint),
        criteria: criteriaTree,
        failedOutput: protocolDraft.shape.failedOutput,
      }),
      /** What criteria may be put on, with the range of each figure. */
      figures: z.array(figure),
    }),
  ),
})

type CategoryView = z.infer<typeof categoryView>

/** The categories as data: what an application may ask for. */
export function categoryRoutes(): Router {
  const router = createRouter()
  const listRoute = createRoute({
    method: 'get',
    path: '/api/categories',
    operationId: 'listCategories',
    tags: ['categories'],
    responses: answers(z.array(categoryView)),
  })
  router.openapi(listRoute, (c) => c.json(viewCategories(), 200))
  return router
}

function viewCategories(): CategoryView[] {
  const asked = categories.filter(({ tasks }) => tasks.length > 0)
  return asked.map(({ id, tasks }) => ({
    id,
    tasks: tasks.map(({ id, inputs, outputs, template }) => ({
      id,
      inputs: [...inputs],
      outputs: [...outputs],
      template,
      figures: template.endpoints.flatMap((one) => {
        const figures = findEstimator(one.estimator, one.version)?.figures(one.parameters) ?? []
        return figures.map(({ id, range: [least, most] }) => ({ endpoint: one.id, figure: id, least, most }))
      }),
    })),
  }))
}
