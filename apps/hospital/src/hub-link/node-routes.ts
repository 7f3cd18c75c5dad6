import { type Access, accountOf } from '@assay/access'
import { enrolmentRequest, type NodeStatus, nodeStatus, publicIdentity } from '@assay/contracts'
import { answers, createRoute, createRouter, jsonBody, type Router } from '@assay/http'
import { countOutbox } from '@assay/link'
import type { Hospital } from '../hospital.ts'
import { joinHub } from './join-hub.ts'

const tags = ['node']

/** Routes of the node itself: who it is, what it can, which hub it has joined. */
export function nodeRoutes(hospital: Hospital, access: Access): Router {
  const router = createRouter()
  const middleware = access.requireRole('steward')
  const identityRoute = createRoute({
    method: 'get',
    path: '/api/identity',
    operationId: 'readIdentity',
    tags,
    responses: answers(publicIdentity),
  })
  const statusRoute = createRoute({
    method: 'get',
    path: '/api/node',
    operationId: 'readNode',
    tags,
    middleware,
    responses: answers(nodeStatus),
  })
  const joinRoute = createRoute({
    method: 'post',
    path: '/api/enrolment',
    operationId: 'joinHub',
    tags,
    middleware,
    request: jsonBody(enrolmentRequest),
    responses: answers(nodeStatus),
  })
  router.openapi(identityRoute, (c) => c.json(hospital.identity, 200))
  router.openapi(statusRoute, async (c) => c.json(await readStatus(hospital), 200))
  router.openapi(joinRoute, async (c) => {
    await joinHub(hospital, accountOf(c), c.req.valid('json'))
    return c.json(await readStatus(hospital), 200)
  })
  return router
}

async function readStatus(hospital: Hospital): Promise<NodeStatus> {
  const { db, identity, bench, demonstrationDevice, contact } = hospital
  const hub = await db.selectFrom('hub').selectAll().executeTakeFirst()
  const { isolation, parts } = bench.executor
  return {
    identity,
    demonstration: demonstrationDevice !== undefined,
    isolation,
    isolationParts: [...parts],
    hub: hub
      ? {
          id: hub.id,
          role: 'hub',
          name: hub.name,
          keyId: hub.key_id,
          publicKey: hub.public_key,
          url: hub.url,
          lastHeardAt: contact.lastHeardAt,
        }
      : null,
    outboxWaiting: (await countOutbox(db)).pending,
  }
}
