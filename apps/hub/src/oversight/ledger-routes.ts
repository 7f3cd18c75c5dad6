import type { Access } from '@assay/access'
import { dsseEnvelope, uuid } from '@assay/contracts'
import { answers, createRoute, createRouter, type Router, z } from '@assay/http'
import { ledgerEntrySchema, listEntries, readCheckpoint, signCheckpoint } from '@assay/ledger'
import type { Hub } from '../hub.ts'

const tags = ['ledger']
const mostEntries = 1000

const position = z.coerce.number().int().min(0)
const listed = z.object({ index: z.number().int(), entry: ledgerEntrySchema, actor: uuid.optional() })

/** Routes of the hub's log: its signed state for everybody, its entries for those who oversee. */
export function ledgerRoutes(hub: Hub, access: Access): Router {
  const router = createRouter()
  const checkpointRoute = createRoute({
    method: 'get',
    path: '/api/ledger/checkpoint',
    operationId: 'readCheckpoint',
    tags,
    responses: answers(dsseEnvelope),
  })
  const entriesRoute = createRoute({
    method: 'get',
    path: '/api/ledger/entries',
    operationId: 'listLedgerEntries',
    tags,
    middleware: [access.requireRole('operator', 'reviewer')] as const,
    request: { query: z.object({ from: position.default(0), to: position.optional() }) },
    responses: answers(z.array(listed)),
  })
  router.openapi(checkpointRoute, async (c) => {
    const checkpoint = await readCheckpoint(hub.db, hub.identity.id, hub.clock)
    return c.json(signCheckpoint(checkpoint, hub.key), 200)
  })
  router.openapi(entriesRoute, async (c) => {
    const { from, to = from + mostEntries } = c.req.valid('query')
    const limit = Math.max(0, Math.min(mostEntries, to - from))
    return c.json(await listEntries(hub.db, from, limit), 200)
  })
  return router
}
