import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAccess } from '@assay/access'
import { type Clock, hubMessageBodies, type PublicIdentity, type Random } from '@assay/contracts'
import { createApp, type Logger, type Router, servePages } from '@assay/http'
import { append } from '@assay/ledger'
import { createWakeUp, linkPaths, openIdentity } from '@assay/link'
import { openOrCreateKey } from '@assay/signing'
import { openBlobStore, openStore, type StoreLocation } from '@assay/store'
import { dataPlatformRoutes } from './data-platform/data-platform-routes.ts'
import { distributionRoutes } from './data-platform/distributions/distribution-routes.ts'
import { linkageRoutes } from './data-platform/linkage/linkage-routes.ts'
import { categoryRoutes } from './evaluation-service/category-routes.ts'
import { runDecisions } from './evaluation-service/decision-worker.ts'
import { deviceRoutes, largestDeclaration, largestPackage, trainingPath } from './evaluation-service/device-routes.ts'
import { evaluationRoutes } from './evaluation-service/evaluation-routes.ts'
import { reportRoutes } from './evaluation-service/report-routes.ts'
import { dropAllClaims } from './evaluation-service/report-store.ts'
import type { Hub } from './hub.ts'
import { hubLink } from './hub-link.ts'
import { type HubTables, hubMigrations } from './hub-tables.ts'
import { linkRoutes } from './link-routes.ts'
import { ledgerRoutes } from './oversight/ledger-routes.ts'

/** What a hub is made of. */
export interface HubDescription {
  /** Folder of its key, its blobs and its first invitation. */
  readonly directory: string
  readonly name: string
  readonly database: StoreLocation
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  /** Distinguishes this hub's cookie from those of other programs on the host. */
  readonly cookieName: string
  /** The hub's address as others reach it; asked only once it listens. */
  readonly publicUrl: () => string
  /** The portal's built pages. */
  readonly pages: string
}

/** A hub, ready to be served. */
export interface OpenedHub {
  readonly app: Router
  readonly identity: PublicIdentity
  /** Ends open polls, so that serving can end. */
  readonly stop: () => void
  /** Ends the work in the background and closes the database. Call it when no request is open any more. */
  readonly close: () => Promise<void>
}

// A release or a message may be larger than a form.
const largestMessage = 16 * 1024 * 1024

/** Opens a hub in a directory, made if missing, and takes its unfinished work up again. */
export async function openHub(description: HubDescription): Promise<OpenedHub> {
  const { directory, clock, random, log } = description
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const store = await openStore<HubTables>(description.database, hubMigrations)
  try {
    if (store.kind === 'pglite') await dropAllClaims(store.db)
    const key = await openOrCreateKey(join(directory, 'key.pem'), random)
    const wakeUp = createWakeUp()
    const hub: Hub = {
      db: store.db,
      blobs: await openBlobStore(join(directory, 'blobs'), clock, random),
      identity: await openIdentity(store.db, { role: 'hub', name: description.name, key, clock, random }),
      key,
      clock,
      random,
      publicUrl: description.publicUrl,
      version: description.version,
      outbound: { clock, random, outgoing: hubMessageBodies, wakeUp },
      wakeDecision: () => wakeUp.wake(decisions),
    }
    const stopping = new AbortController()
    const app = await composeApp(hub, description, stopping.signal)
    const wait = (milliseconds: number) => wakeUp.wait(decisions, milliseconds, stopping.signal)
    const worker = runDecisions(hub, log, { wait, signal: stopping.signal })
    const stop = () => stopping.abort()
    const close = async () => {
      stop()
      await worker
      await store.close()
    }
    return { app, identity: hub.identity, stop, close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Under this name the decision worker is woken. */
const decisions = 'decisions'

async function composeApp(hub: Hub, description: HubDescription, stopping: AbortSignal): Promise<Router> {
  const { directory, name, version, clock, random, log, cookieName, publicUrl } = description
  const access = await openAccess({
    db: hub.db,
    clock,
    random,
    log,
    cookieName,
    publicUrl,
    invites: { operator: ['operator', 'vendor', 'reviewer'] },
    firstInvitation: { file: join(directory, 'first-invitation'), role: 'operator', organisation: name },
    record: (transaction, act) => append(transaction, act, random),
  })
  const largeBodies = {
    '/api/devices': largestPackage,
    [trainingPath]: largestDeclaration,
    [linkPaths.messages]: largestMessage,
  }
  const app = createApp({ title: name, version, log, random, largeBodies })
  app.use('/api/*', access.identify)
  app.route('/', access.routes)
  app.route('/', dataPlatformRoutes(hub, access))
  app.route('/', linkageRoutes(hub, access))
  app.route('/', distributionRoutes(hub, access))
  app.route('/', categoryRoutes())
  app.route('/', deviceRoutes(hub, access))
  app.route('/', evaluationRoutes(hub, access))
  app.route('/', reportRoutes(hub, access))
  app.route('/', ledgerRoutes(hub, access))
  app.route('/', linkRoutes(hub, hubLink(hub), stopping))
  servePages(app, description.pages)
  return app
}
