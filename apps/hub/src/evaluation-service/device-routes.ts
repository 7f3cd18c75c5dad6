import { Readable } from 'node:stream'
import { type Access, accountOf, oneAtATime } from '@assay/access'
import { device, sha256Hex, trainingRequest, uuid } from '@assay/contracts'
import { answers, answersFile, createRoute, createRouter, jsonBody, type Router, z } from '@assay/http'
import type { Hub } from '../hub.ts'
import { declareTraining } from './declare-training.ts'
import { findDevice, listDeviceRows } from './device-store.ts'
import { readDeclaration } from './read-declaration.ts'
import { registerDevice } from './register-device.ts'
import { assertVisible, sightOf } from './visible-to.ts'

const tags = ['devices']

/** Largest device package taken: room for a model. */
export const largestPackage = 8 * 2 ** 30

/** A declaration of a million contents. */
export const trainingPath = '/api/training-declarations'
export const largestDeclaration = 72 * 1024 * 1024

/** Routes of device versions. */
export function deviceRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const registerRoute = createRoute({
    method: 'post',
    path: '/api/devices',
    operationId: 'registerDevice',
    tags,
    middleware: [access.requireRole('vendor')] as const,
    request: {
      body: { required: true, content: { 'application/x-tar': { schema: { type: 'string', format: 'binary' } } } },
    },
    responses: answers(device),
  })
  const listRoute = createRoute({
    method: 'get',
    path: '/api/devices',
    operationId: 'listDevices',
    tags,
    middleware: [access.requireAccount] as const,
    responses: answers(z.array(device)),
  })
  const readRoute = createRoute({
    method: 'get',
    path: '/api/devices/{id}',
    operationId: 'readDevice',
    tags,
    middleware: [access.requireAccount] as const,
    request: { params: z.object({ id: uuid }) },
    responses: answers(device),
  })
  const trainingRoute = createRoute({
    method: 'post',
    path: trainingPath,
    operationId: 'declareTraining',
    tags,
    middleware: [access.requireRole('vendor'), oneAtATime()] as const,
    request: jsonBody(trainingRequest),
    responses: answers(device),
  })
  const declarationRoute = createRoute({
    method: 'get',
    path: `${trainingPath}/{hash}`,
    operationId: 'readTrainingDeclaration',
    tags,
    middleware: [access.requireAccount] as const,
    request: { params: z.object({ hash: sha256Hex }) },
    responses: answersFile('application/json'),
  })
  router.openapi(declarationRoute, async (c) => {
    const { hash } = c.req.valid('param')
    const pieces = Readable.from(await readDeclaration(hub, accountOf(c), hash))
    return c.body(Readable.toWeb(pieces) as ReadableStream, 200, {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="training-declaration-${hash.slice(0, 12)}.json"`,
    })
  })
  router.openapi(trainingRoute, async (c) => {
    const { deviceId, ...statement } = c.req.valid('json')
    return c.json(await declareTraining(hub, accountOf(c), deviceId, statement), 200)
  })
  router.openapi(registerRoute, async (c) => {
    const bytes = (c.req.raw.body ?? []) as AsyncIterable<Uint8Array>
    return c.json(await registerDevice(hub, accountOf(c), bytes), 200)
  })
  router.openapi(listRoute, async (c) => {
    const sight = await sightOf(hub.db, accountOf(c))
    if (!sight.all && sight.vendorId === undefined) return c.json([], 200)
    return c.json(await listDeviceRows(hub.db, sight.all ? undefined : sight.vendorId), 200)
  })
  router.openapi(readRoute, async (c) => {
    const found = await findDevice(hub.db, c.req.valid('param').id)
    assertVisible(await sightOf(hub.db, accountOf(c)), found.vendorId, 'device')
    return c.json(found, 200)
  })
  return router
}
