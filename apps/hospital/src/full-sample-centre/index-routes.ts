import { type Access, accountOf } from '@assay/access'
import {
  directoryPlace,
  directoryRow,
  directoryValues,
  recheckStatus,
  studyPage,
  studyQuery,
  studyView,
  verdictCount,
} from '@assay/contracts'
import { answers, createRoute, createRouter, type Router, z } from '@assay/http'
import type { Hospital } from '../hospital.ts'
import { idParameter } from './id-parameter.ts'
import { countVerdicts } from './index/count-verdicts.ts'
import { readDirectory, readDirectoryValues } from './index/read-directory.ts'
import { readRecheckStatus, recheck } from './index/recheck.ts'
import { listStudies, viewStudy } from './index/study-store.ts'

const tags = ['index']

/** Routes of the index: studies, counts by directory and by verdict, and checks after rules changed. */
export function indexRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const listRoute = createRoute({
    method: 'get',
    path: '/api/studies',
    operationId: 'listStudies',
    ...given,
    request: { query: studyQuery },
    responses: answers(studyPage),
  })
  const viewRoute = createRoute({
    method: 'get',
    path: '/api/studies/{id}',
    operationId: 'viewStudy',
    ...given,
    request: { params: idParameter },
    responses: answers(studyView),
  })
  const directoryRoute = createRoute({
    method: 'get',
    path: '/api/directory',
    operationId: 'readDirectory',
    ...given,
    request: { query: directoryPlace },
    responses: answers(z.array(directoryRow)),
  })
  const valuesRoute = createRoute({
    method: 'get',
    path: '/api/directory/values',
    operationId: 'readDirectoryValues',
    ...given,
    responses: answers(directoryValues),
  })
  const statusRoute = createRoute({
    method: 'get',
    path: '/api/recheck',
    operationId: 'readRecheck',
    ...given,
    responses: answers(recheckStatus),
  })
  const recheckRoute = createRoute({
    method: 'post',
    path: '/api/recheck',
    operationId: 'recheck',
    ...given,
    responses: answers(recheckStatus),
  })
  const verdictsRoute = createRoute({
    method: 'get',
    path: '/api/verdicts',
    operationId: 'countVerdicts',
    ...given,
    responses: answers(z.array(verdictCount)),
  })
  router.openapi(listRoute, async (c) => c.json(await listStudies(hospital.db, c.req.valid('query')), 200))
  router.openapi(viewRoute, async (c) => c.json(await viewStudy(hospital.db, c.req.valid('param').id), 200))
  router.openapi(directoryRoute, async (c) => c.json(await readDirectory(hospital.db, c.req.valid('query')), 200))
  router.openapi(valuesRoute, async (c) => c.json(await readDirectoryValues(hospital.db), 200))
  router.openapi(verdictsRoute, async (c) => c.json(await countVerdicts(hospital.db), 200))
  router.openapi(statusRoute, async (c) => c.json(await readRecheckStatus(hospital), 200))
  router.openapi(recheckRoute, async (c) => c.json(await recheck(hospital, accountOf(c)), 200))
  return router
}
