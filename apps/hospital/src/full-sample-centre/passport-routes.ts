import type { Access } from '@assay/access'
import { language, qualityPassport } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, type Router, z } from '@assay/http'
import { renderPassportPdfs } from '@assay/report'
import type { Hospital } from '../hospital.ts'
import { idParameter } from './id-parameter.ts'
import { readPassport } from './index/read-passport.ts'

const tags = ['index']

/** Routes of a study's quality passport, as data and as a printed document. */
export function passportRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const dataRoute = createRoute({
    ...{ method: 'get', path: '/api/studies/{id}/passport.json', operationId: 'readPassport', ...given },
    ...{ request: { params: idParameter }, responses: answers(qualityPassport) },
  })
  const pdfRoute = createRoute({
    ...{ method: 'get', path: '/api/studies/{id}/passport.pdf', operationId: 'readPassportPdf', ...given },
    request: { params: idParameter, query: z.object({ language }) },
    responses: answersFile('application/pdf'),
  })
  router.openapi(dataRoute, async (c) => c.json(await readPassport(hospital.db, c.req.valid('param').id), 200))
  router.openapi(pdfRoute, async (c) => {
    const passport = await readPassport(hospital.db, c.req.valid('param').id)
    const [pdf] = await renderPassportPdfs(passport, [c.req.valid('query').language])
    return c.body(new Uint8Array(pdf ?? []), 200, { 'content-type': 'application/pdf' })
  })
  return router
}
