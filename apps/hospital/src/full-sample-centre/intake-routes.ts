import { type Access, accountOf } from '@assay/access'
import { intakeRequest, intakeRun, provenance, pullPreview, pullRequest, slug, watchedFolder } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { startIntake } from './folder/start-intake.ts'
import { listWatched, unwatchFolder, watchFolder } from './folder/watch-folders.ts'
import { idParameter } from './id-parameter.ts'
import { listIntakeRuns, viewIntakeRun } from './pipeline/intake-store.ts'
import { stopIntake } from './pipeline/stop-intake.ts'
import { previewPull } from './pull/preview-pull.ts'
import { startPull } from './pull/start-pull.ts'
import { receiveUpload } from './upload/receive-upload.ts'

const tags = ['intake']

const uploadQuery = z.object({
  category: slug,
  provenance,
  namesAreNeutral: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
})

/** Routes of taking data in: from a folder, once or watched, as a prepared set, from a PACS. */
export function intakeRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const runs = answers(z.array(intakeRun))
  const watched = answers(z.array(watchedFolder))
  const startRoute = createRoute({
    method: 'post',
    path: '/api/intake',
    operationId: 'startIntake',
    ...given,
    request: jsonBody(intakeRequest),
    responses: answers(intakeRun),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/intake',
    operationId: 'listIntakes',
    ...given,
    responses: runs,
  })
  const viewRoute = createRoute({
    method: 'get',
    path: '/api/intake/{id}',
    operationId: 'viewIntake',
    ...given,
    request: { params: idParameter },
    responses: answers(intakeRun),
  })
  const stopRoute = createRoute({
    method: 'post',
    path: '/api/intake/{id}/stop',
    operationId: 'stopIntake',
    ...given,
    request: { params: idParameter },
    responses: answers(intakeRun),
  })
  const previewRoute = createRoute({
    method: 'post',
    path: '/api/pulls/preview',
    operationId: 'previewPull',
    ...given,
    request: jsonBody(pullRequest),
    responses: answers(pullPreview),
  })
  const pullRoute = createRoute({
    method: 'post',
    path: '/api/pulls',
    operationId: 'startPull',
    ...given,
    request: jsonBody(pullRequest),
    responses: answers(intakeRun),
  })
  const uploadRoute = createRoute({
    method: 'post',
    path: uploadPath,
    operationId: 'uploadSet',
    ...given,
    request: {
      query: uploadQuery,
      body: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    },
    responses: answers(intakeRun),
  })
  const watchedRoute = createRoute({
    method: 'get',
    path: '/api/watched-folders',
    operationId: 'listWatchedFolders',
    ...given,
    responses: watched,
  })
  const watchRoute = createRoute({
    method: 'post',
    path: '/api/watched-folders',
    operationId: 'watchFolder',
    ...given,
    request: jsonBody(intakeRequest),
    responses: answers(watchedFolder),
  })
  const unwatchRoute = createRoute({
    method: 'delete',
    path: '/api/watched-folders/{id}',
    operationId: 'unwatchFolder',
    ...given,
    request: { params: idParameter },
    responses: watched,
  })
  router.openapi(startRoute, async (c) => c.json(await startIntake(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(listRoute, async (c) => c.json(await listIntakeRuns(hospital), 200))
  router.openapi(viewRoute, async (c) => c.json(await viewIntakeRun(hospital, c.req.valid('param').id), 200))
  router.openapi(stopRoute, async (c) => c.json(await stopIntake(hospital, accountOf(c), c.req.valid('param').id), 200))
  router.openapi(previewRoute, async (c) => c.json(await previewPull(hospital, c.req.valid('json')), 200))
  router.openapi(pullRoute, async (c) => c.json(await startPull(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(uploadRoute, async (c) => {
    const bytes = (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>
    return c.json(await receiveUpload(hospital, accountOf(c), c.req.valid('query'), bytes), 200)
  })
  router.openapi(watchedRoute, async (c) => c.json(await listWatched(hospital), 200))
  router.openapi(watchRoute, async (c) => c.json(await watchFolder(hospital, accountOf(c), c.req.valid('json')), 200))
  router.openapi(unwatchRoute, async (c) => {
    await unwatchFolder(hospital, accountOf(c), c.req.valid('param').id)
    return c.json(await listWatched(hospital), 200)
  })
  return router
}

/** Where prepared sets are uploaded to. */
export const uploadPath = '/api/uploads'
