import type { Access } from '@assay/access'
import { dataSheet, language, uuid } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, type Router, z } from '@assay/http'
import { renderDataSheetPdfs } from '@assay/report'
import type { Hospital } from '../../hospital.ts'
import { issueDataSheet } from './issue-data-sheet.ts'

const tags = ['evaluation centre']
const params = z.object({ id: uuid })

/** Routes of the data sheets of sealed sets. */
export function dataSheetRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const sheetRoute = createRoute({
    method: 'get',
    path: '/api/test-sets/{id}/data-sheet',
    operationId: 'readDataSheet',
    tags,
    middleware,
    request: { params },
    responses: answers(dataSheet),
  })
  const pdfRoute = createRoute({
    method: 'get',
    path: '/api/test-sets/{id}/data-sheet.pdf',
    operationId: 'readDataSheetPdf',
    tags,
    middleware,
    request: { params, query: z.object({ language }) },
    responses: answersFile('application/pdf'),
  })
  router.openapi(sheetRoute, async (c) => c.json(await issueDataSheet(hospital, c.req.valid('param').id), 200))
  router.openapi(pdfRoute, async (c) => {
    const sheet = await issueDataSheet(hospital, c.req.valid('param').id)
    const [pdf] = await renderDataSheetPdfs(sheet, [c.req.valid('query').language])
    return c.body(Uint8Array.from(pdf!).buffer, 200, { 'content-type': 'application/pdf' })
  })
  return router
}
