import { type Access, accountOf } from '@assay/access'
import {
  dsseEnvelope,
  hospitalView,
  instant,
  line,
  publicIdentity,
  sha256Hex,
  testSetAnnouncement,
  trustFile,
  uuid,
} from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hub } from '../hub.ts'
import { enrolHospital } from './enrol-hospital.ts'
import { inviteHospital } from './invite-hospital.ts'
import { listHospitals, readTrust } from './list-hospitals.ts'

const tags = ['hospitals']

const hospitalInvitation = z.object({ code: z.string(), hubUrl: z.url(), hubKeyId: sha256Hex, expiresAt: instant })
const enrolled = z.object({ hub: publicIdentity, hospitalId: uuid })

/** Routes of the hospitals: their joining, their list, their keys. */
export function dataPlatformRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const identityRoute = createRoute({
    method: 'get',
    path: '/api/identity',
    operationId: 'readIdentity',
    tags,
    responses: answers(publicIdentity),
  })
  const inviteRoute = createRoute({
    method: 'post',
    path: '/api/hospitals/invitations',
    operationId: 'inviteHospital',
    tags,
    middleware: [access.requireRole('operator')] as const,
    request: jsonBody(z.object({ name: line })),
    responses: answers(hospitalInvitation),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/hospitals',
    operationId: 'listHospitals',
    tags,
    middleware: [access.requireAccount] as const,
    responses: answers(z.array(hospitalView.extend({ testSets: z.array(testSetAnnouncement) }))),
  })
  const trustRoute = createRoute({
    method: 'get',
    path: '/api/trust',
    operationId: 'readTrust',
    tags,
    middleware: [access.requireAccount] as const,
    responses: answers(trustFile),
  })
  const enrolRoute = createRoute({
    method: 'post',
    path: '/link/enrol',
    operationId: 'enrolHospital',
    tags,
    request: jsonBody(dsseEnvelope),
    responses: answers(enrolled),
  })
  router.openapi(identityRoute, (c) => c.json(hub.identity, 200))
  router.openapi(inviteRoute, async (c) =>
    c.json(await inviteHospital(hub, accountOf(c), c.req.valid('json').name), 200),
  )
  router.openapi(listRoute, async (c) => c.json(await listHospitals(hub), 200))
  router.openapi(trustRoute, async (c) => c.json(await readTrust(hub), 200))
  router.openapi(enrolRoute, async (c) => c.json(await enrolHospital(hub, c.req.valid('json')), 200))
  return router
}
