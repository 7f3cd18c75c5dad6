import { type Access, accountOf } from '@assay/access'
import { type Account, AssayError, uuid } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, type Router, z } from '@assay/http'
import type { Hub } from '../hub.ts'
import { findEvaluation } from './evaluation-store.ts'
import type { ReportRow } from './evaluation-tables.ts'
import { mayReadReport } from './may-read-report.ts'
import { findReport } from './report-store.ts'
import { assertVisible, sightOf } from './visible-to.ts'

const tags = ['reports']
const params = z.object({ id: uuid })

/** Routes of an evaluation's report: the signed bundle, its document alone, and the PDF in both languages. */
export function reportRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireAccount
  const bundleRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}/report.json',
    operationId: 'readReportBundle',
    tags,
    middleware,
    request: { params },
    responses: answersFile('application/json'),
  })
  const documentRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}/report',
    operationId: 'readReport',
    tags,
    middleware,
    request: { params },
    responses: answers(z.unknown()),
  })
  const pdfRoute = createRoute({
    method: 'get',
    path: '/api/evaluations/{id}/{file}',
    operationId: 'readReportPdf',
    tags,
    middleware,
    request: { params: params.extend({ file: z.enum(['report.en.pdf', 'report.zh.pdf']) }) },
    responses: answersFile('application/pdf'),
  })
  router.openapi(bundleRoute, async (c) => {
    const { bundle_blob } = await openReport(hub, accountOf(c), c.req.valid('param').id)
    return c.body(await readBlob(hub, bundle_blob), 200, { 'content-type': 'application/json' })
  })
  router.openapi(documentRoute, async (c) => {
    const { bundle_blob } = await openReport(hub, accountOf(c), c.req.valid('param').id)
    const bundle = JSON.parse((await hub.blobs.read(bundle_blob)).toString('utf8')) as { report: unknown }
    return c.json(bundle.report, 200)
  })
  router.openapi(pdfRoute, async (c) => {
    const { id, file } = c.req.valid('param')
    const report = await openReport(hub, accountOf(c), id)
    const blob = file === 'report.zh.pdf' ? report.pdf_zh_blob : report.pdf_en_blob
    return c.body(await readBlob(hub, blob), 200, { 'content-type': 'application/pdf' })
  })
  return router
}

async function openReport({ db }: Hub, account: Account, id: string): Promise<ReportRow> {
  const evaluation = await findEvaluation(db, id)
  assertVisible(await sightOf(db, account), evaluation.vendor_id, 'evaluation')
  if (!mayReadReport(account, evaluation)) throw new AssayError('not-allowed', { role: 'reviewer' })
  return findReport(db, id)
}

async function readBlob({ blobs }: Hub, sha256: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blobs.read(sha256))
}
