import { Readable } from 'node:stream'
import { type Access, accountOf } from '@assay/access'
import { resultsAcceptance, resultsFileView, supervisionRecord, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hospital } from '../../hospital.ts'
import { findEvaluation } from '../evaluation-store.ts'
import { bringResults } from './bring-results.ts'
import { handOverCases } from './hand-over-cases.ts'
import { handoverArchive } from './handover-archive.ts'
import { recordSupervision } from './record-supervision.ts'
import { viewResultsFile } from './results-file-store.ts'
import { takeResults } from './take-results.ts'

/** Where results archives are brought to. */
export const resultsPath = '/api/results'

const params = z.object({ id: uuid })

/** Routes of runs that people supervise and the node does not see. */
export function resultsFileRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags: ['evaluation centre'], middleware: access.requireRole('steward') }
  const path = '/api/evaluations/{id}/handover'
  const responses = answers(resultsFileView)
  const viewRoute = createRoute({
    method: 'get',
    path,
    operationId: 'viewHandover',
    ...given,
    request: { params },
    responses,
  })
  const handOverRoute = createRoute({
    method: 'post',
    path,
    operationId: 'handOver',
    ...given,
    request: { params },
    responses,
  })
  const superviseRoute = createRoute({
    method: 'put',
    path: '/api/evaluations/{id}/supervision',
    operationId: 'recordSupervision',
    ...given,
    responses,
    request: { params, ...jsonBody(supervisionRecord) },
  })
  const takeRoute = createRoute({
    method: 'post',
    path: '/api/evaluations/{id}/results',
    operationId: 'takeResults',
    ...given,
    responses,
    request: { params, ...jsonBody(resultsAcceptance) },
  })
  const bringRoute = createRoute({
    method: 'post',
    path: resultsPath,
    operationId: 'bringResults',
    ...given,
    responses,
    request: {
      query: z.object({ evaluation: uuid }),
      body: {
        required: true,
        content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
      },
    },
  })
  router.openapi(viewRoute, async (c) => {
    const { id } = await findEvaluation(hospital.db, c.req.valid('param').id)
    return c.json(await viewResultsFile(hospital, id), 200)
  })
  router.openapi(handOverRoute, async (c) =>
    c.json(await handOverCases(hospital, accountOf(c), c.req.valid('param').id), 200),
  )
  router.get('/api/evaluations/:id/handover.tar', given.middleware, async (c) => {
    const archive = await handoverArchive(hospital, c.req.param('id'))
    return c.body(Readable.toWeb(Readable.from(archive, { objectMode: false })) as ReadableStream, 200, {
      'content-type': 'application/x-tar',
      'content-disposition': 'attachment; filename="handover.tar"',
    })
  })
  router.openapi(superviseRoute, async (c) => {
    const { id } = c.req.valid('param')
    return c.json(await recordSupervision(hospital, accountOf(c), id, c.req.valid('json')), 200)
  })
  router.openapi(bringRoute, async (c) => {
    const bytes = (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>
    return c.json(await bringResults(hospital, accountOf(c), c.req.valid('query').evaluation, bytes), 200)
  })
  router.openapi(takeRoute, async (c) => {
    const wanted = { id: c.req.valid('param').id, ...c.req.valid('json') }
    return c.json(await takeResults(hospital, accountOf(c), wanted), 200)
  })
  return router
}
