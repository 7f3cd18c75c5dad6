import type { Access } from '@assay/access'
import { language, line, qualityPassport, slug } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, type Router, z } from '@assay/http'
import { renderPassportPdfs } from '@assay/report'
import type { Hospital } from '../hospital.ts'
import { idParameter } from './id-parameter.ts'
import { sliceDrawer } from './index/draw-slice.ts'
import { examineCategory } from './index/examine-category.ts'
import { readPassport } from './index/read-passport.ts'
import { pictureFindings } from './passports/picture-findings.ts'

const tags = ['index']

const pixel = z
  .string()
  .regex(/^\d{1,5},\d{1,5}$/)
  .transform((text) => text.split(',').map(Number) as [number, number])
const sliceQuery = z.object({
  series: line,
  file: line.optional(),
  slice: z.coerce.number().int().min(0).max(100_000),
  from: pixel.optional(),
  to: pixel.optional(),
})

/**
 * Routes of a study's quality passport, as data, as a printed document with pictures of what it speaks of, and of these pictures;
 * and of the passport of a category, as data and as a printed document. Pictures are for this hospital's stewards alone.
 */
export function passportRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const dataRoute = createRoute({
    method: 'get',
    path: '/api/studies/{id}/passport.json',
    operationId: 'readPassport',
    ...given,
    request: { params: idParameter },
    responses: answers(qualityPassport),
  })
  const pdfRoute = createRoute({
    method: 'get',
    path: '/api/studies/{id}/passport.pdf',
    operationId: 'readPassportPdf',
    ...given,
    request: { params: idParameter, query: z.object({ language }) },
    responses: answersFile('application/pdf'),
  })
  const draw = sliceDrawer(hospital)
  const sliceRoute = createRoute({
    method: 'get',
    path: '/api/studies/{id}/slice.png',
    operationId: 'drawSlice',
    ...given,
    request: { params: idParameter, query: sliceQuery },
    responses: answersFile('image/png'),
  })
  router.openapi(sliceRoute, async (c) => {
    const { from, to, ...asked } = c.req.valid('query')
    const region = from && to ? { from, to } : undefined
    const png = await draw({ studyId: c.req.valid('param').id, ...asked, region })
    return c.body(new Uint8Array(png), 200, { 'content-type': 'image/png', 'cache-control': 'private, max-age=3600' })
  })
  router.openapi(dataRoute, async (c) => c.json(await readPassport(hospital.db, c.req.valid('param').id), 200))
  router.openapi(pdfRoute, async (c) => {
    const { id } = c.req.valid('param')
    const passport = await readPassport(hospital.db, id)
    const pictures = await pictureFindings(passport, id, draw)
    const [pdf] = await renderPassportPdfs(passport, [c.req.valid('query').language], pictures)
    return c.body(new Uint8Array(pdf ?? []), 200, { 'content-type': 'application/pdf' })
  })
  const categoryRoute = createRoute({
    method: 'get',
    path: '/api/categories/{id}/passport.json',
    operationId: 'examineCategory',
    ...given,
    request: { params: z.object({ id: slug }) },
    responses: answers(qualityPassport),
  })
  router.openapi(categoryRoute, async (c) => c.json(await examineCategory(hospital, c.req.valid('param').id), 200))
  const categoryPdfRoute = createRoute({
    method: 'get',
    path: '/api/categories/{id}/passport.pdf',
    operationId: 'readCategoryPassportPdf',
    ...given,
    request: { params: z.object({ id: slug }), query: z.object({ language }) },
    responses: answersFile('application/pdf'),
  })
  router.openapi(categoryPdfRoute, async (c) => {
    const passport = await examineCategory(hospital, c.req.valid('param').id)
    const [pdf] = await renderPassportPdfs(passport, [c.req.valid('query').language])
    return c.body(new Uint8Array(pdf ?? []), 200, { 'content-type': 'application/pdf' })
  })
  return router
}
