import { type Access, accountOf } from '@assay/access'
import {
  language,
  passportVerification,
  signedPassport,
  signedPassportFile,
  signedPassportView,
  slug,
  uuid,
} from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import { renderSignedPassportPdfs } from '@assay/report'
import type { Hospital } from '../../hospital.ts'
import { idParameter } from '../id-parameter.ts'
import { signCategoryPassport, signStudyPassport } from './sign-passport.ts'
import { listSignedPassports, verifyAtDesk, viewSignedPassport } from './signed-passport-store.ts'

const tags = ['passports']

/** Routes of signed passports: signing one, those that were signed, and verifying a file. */
export function signedPassportRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const given = { tags, middleware: access.requireRole('steward') }
  const path = '/api/signed-passports'
  const listRoute = createRoute({
    method: 'get',
    path,
    operationId: 'listSignedPassports',
    ...given,
    request: { query: z.object({ study: uuid.optional() }) },
    responses: answers(z.array(signedPassport)),
  })
  const viewRoute = createRoute({
    method: 'get',
    path: `${path}/{id}`,
    operationId: 'viewSignedPassport',
    ...given,
    request: { params: idParameter },
    responses: answers(signedPassportView),
  })
  const fileRoute = createRoute({
    method: 'get',
    path: `${path}/{id}/passport.json`,
    operationId: 'readSignedPassport',
    ...given,
    request: { params: idParameter },
    responses: answers(signedPassportFile),
  })
  const pdfRoute = createRoute({
    method: 'get',
    path: `${path}/{id}/passport.pdf`,
    operationId: 'readSignedPassportPdf',
    ...given,
    request: { params: idParameter, query: z.object({ language }) },
    responses: answersFile('application/pdf'),
  })
  const verifyRoute = createRoute({
    method: 'post',
    path: `${path}/verify`,
    operationId: 'verifySignedPassport',
    ...given,
    request: jsonBody(z.unknown()),
    responses: answers(passportVerification),
  })
  const signStudyRoute = createRoute({
    method: 'post',
    path: '/api/studies/{id}/passport/sign',
    operationId: 'signStudyPassport',
    ...given,
    request: { params: idParameter },
    responses: answers(signedPassportView),
  })
  const signCategoryRoute = createRoute({
    method: 'post',
    path: '/api/categories/{id}/passport/sign',
    operationId: 'signCategoryPassport',
    ...given,
    request: { params: z.object({ id: slug }) },
    responses: answers(signedPassportView),
  })
  const view = (id: string) => viewSignedPassport(hospital, { id })
  router.openapi(verifyRoute, async (c) => c.json(await verifyAtDesk(hospital, c.req.valid('json')), 200))
  router.openapi(listRoute, async (c) =>
    c.json(await listSignedPassports(hospital.db, c.req.valid('query').study), 200),
  )
  router.openapi(fileRoute, async (c) => c.json((await view(c.req.valid('param').id)).file, 200))
  router.openapi(pdfRoute, async (c) => {
    const { file } = await view(c.req.valid('param').id)
    const [pdf] = await renderSignedPassportPdfs(file, [c.req.valid('query').language])
    return c.body(new Uint8Array(pdf ?? []), 200, { 'content-type': 'application/pdf' })
  })
  router.openapi(viewRoute, async (c) => c.json(await view(c.req.valid('param').id), 200))
  router.openapi(signStudyRoute, async (c) =>
    c.json(await signStudyPassport(hospital, accountOf(c), c.req.valid('param').id), 200),
  )
  router.openapi(signCategoryRoute, async (c) =>
    c.json(await signCategoryPassport(hospital, accountOf(c), c.req.valid('param').id), 200),
  )
  return router
}
