import { Readable } from 'node:stream'
import { AssayError, dsseEnvelope, sha256Hex } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import { answerMessage, answerPoll, linkPaths, verifyRequest } from '@assay/link'
import { sql } from '@assay/store'
import type { Hub } from './hub.ts'
import type { HubLink } from './hub-link.ts'
import type { HubDb } from './hub-tables.ts'

const tags = ['link']
const envelope = jsonBody(dsseEnvelope)

/** Where hospitals fetch device packages. */
const packagesPath = '/link/packages'
const packageRequest = { type: 'device-package', schema: z.strictObject({ digest: sha256Hex }) } as const

/** Where hospitals fetch what vendors declared of training data. */
const trainingPath = '/link/training'
const declarationRequest = { type: 'training-declaration', schema: z.strictObject({ digest: sha256Hex }) } as const

/** Routes that hospitals' nodes call; each request is signed. Polls end when `stopping` aborts. */
export function linkRoutes(hub: Hub, link: HubLink, stopping: AbortSignal): Router {
  const router = createRouter()
  const messagesRoute = createRoute({
    method: 'post',
    path: linkPaths.messages,
    operationId: 'postMessage',
    tags,
    request: envelope,
    responses: answers(z.object({ acknowledgement: dsseEnvelope })),
  })
  const pollRoute = createRoute({
    method: 'post',
    path: linkPaths.poll,
    operationId: 'pollMessages',
    tags,
    request: envelope,
    responses: answers(z.object({ messages: z.array(dsseEnvelope) })),
  })
  const packagesRoute = createRoute({
    method: 'post',
    path: packagesPath,
    operationId: 'fetchPackage',
    tags,
    request: envelope,
    responses: answersFile('application/x-tar'),
  })
  const trainingRoute = createRoute({
    method: 'post',
    path: trainingPath,
    operationId: 'fetchTrainingDeclaration',
    tags,
    request: envelope,
    responses: answersFile('application/json'),
  })
  router.openapi(trainingRoute, async (c) => {
    const { from, body } = await verifyRequest(link, c.req.valid('json'), declarationRequest)
    await assertAskedWith(hub.db, from, body.digest)
    const pieces = Readable.toWeb(Readable.from(hub.blobs.stream(body.digest))) as ReadableStream
    return c.body(pieces, 200, { 'content-type': 'application/json' })
  })
  router.openapi(messagesRoute, async (c) => {
    const { acknowledgement } = await answerMessage(link, c.req.valid('json'))
    return c.json({ acknowledgement }, 200)
  })
  router.openapi(pollRoute, async (c) => {
    const signal = AbortSignal.any([c.req.raw.signal, stopping])
    return c.json(await answerPoll(link, c.req.valid('json'), signal), 200)
  })
  router.openapi(packagesRoute, async (c) => {
    const { from, body } = await verifyRequest(link, c.req.valid('json'), packageRequest)
    await assertOrdered(hub.db, from, body.digest)
    if (!(await hub.blobs.has(body.digest))) throw new AssayError('not-found', { what: 'package' })
    const pieces = Readable.toWeb(Readable.from(hub.blobs.stream(body.digest))) as ReadableStream
    return c.body(pieces, 200, { 'content-type': 'application/x-tar' })
  })
  return router
}

/** A hospital gets a declaration only where it was asked for an evaluation that was locked with it. */
async function assertAskedWith(db: HubDb, hospitalId: string, declarationHash: string): Promise<void> {
  const asked = await db
    .selectFrom('participations as part')
    .innerJoin('evaluations as evaluation', 'evaluation.id', 'part.evaluation_id')
    .select('part.state')
    .where('part.hospital_id', '=', hospitalId)
    .where(sql<string>`evaluation.protocol -> 'training' ->> 'declarationHash'`, '=', declarationHash)
    .executeTakeFirst()
  if (!asked) throw new AssayError('not-found', { what: 'training declaration' })
}

/** A hospital gets a device only where it approved an evaluation of it and the run was ordered. */
async function assertOrdered(db: HubDb, hospitalId: string, digest: string): Promise<void> {
  const ordered = await db
    .selectFrom('participations as part')
    .innerJoin('evaluations as evaluation', 'evaluation.id', 'part.evaluation_id')
    .innerJoin('devices as device', 'device.id', 'evaluation.device_id')
    .select('part.state')
    .where('part.hospital_id', '=', hospitalId)
    .where('device.package_digest', '=', digest)
    .where('evaluation.state', '=', 'running')
    .where('part.state', 'in', ['approved', 'running', 'scored'])
    .executeTakeFirst()
  if (!ordered) throw new AssayError('not-found', { what: 'package' })
}
