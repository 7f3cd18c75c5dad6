import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openAccess } from '@assay/access'
import { type Clock, nodeMessageBodies, type PublicIdentity, type Random, type RuleSet } from '@assay/contracts'
import { createApp, type Logger, type Router, servePages } from '@assay/http'
import { append } from '@assay/ledger'
import { createWakeUp, openIdentity } from '@assay/link'
import { type Cluster, type ExecutorWish, openBench } from '@assay/runner'
import { openOrCreateInstitutionKey, openOrCreateKey } from '@assay/signing'
import { openStore, type StoreLocation } from '@assay/store'
import { answerPaths, answerRoutes } from './evaluation-centre/appliances/answers/answer-routes.ts'
import { createAnswerWaits } from './evaluation-centre/appliances/answers/answer-waits.ts'
import { applianceRoutes } from './evaluation-centre/appliances/appliance-routes.ts'
import { dataSheetRoutes } from './evaluation-centre/data-sheet/data-sheet-routes.ts'
import { evaluationCentreRoutes, mostSealBytes, sealPath } from './evaluation-centre/evaluation-centre-routes.ts'
import type { FaultLimits } from './evaluation-centre/fault-limits.ts'
import { mostResultsBytes } from './evaluation-centre/results-files/bring-results.ts'
import { resultsFileRoutes, resultsPath } from './evaluation-centre/results-files/results-file-routes.ts'
import { createRunStops } from './evaluation-centre/run-stops.ts'
import { runWorker } from './evaluation-centre/run-worker.ts'
import { trainingWorker } from './evaluation-centre/training/training-worker.ts'
import { categoryRoutes } from './full-sample-centre/category-routes.ts'
import { openHospitalBlobs } from './full-sample-centre/copies/open-hospital-blobs.ts'
import { distributionRoutes } from './full-sample-centre/distributions/distribution-routes.ts'
import { distributionWorker } from './full-sample-centre/distributions/propose-distribution.ts'
import { indexRoutes } from './full-sample-centre/index-routes.ts'
import { intakeRoutes, uploadPath } from './full-sample-centre/intake-routes.ts'
import { linkageRoutes } from './full-sample-centre/linkage/linkage-routes.ts'
import { workOnLinkages } from './full-sample-centre/linkage/linkage-worker.ts'
import { type FullSample, openFullSample } from './full-sample-centre/open-full-sample.ts'
import { passportRoutes } from './full-sample-centre/passport-routes.ts'
import { signedPassportRoutes } from './full-sample-centre/passports/signed-passport-routes.ts'
import { quarantineRoutes } from './full-sample-centre/quarantine-routes.ts'
import { mostUploadBytes } from './full-sample-centre/upload/receive-upload.ts'
import { waysInRoutes } from './full-sample-centre/ways-in-routes.ts'
import { workOnIntakes } from './full-sample-centre/work-on-intakes.ts'
import type { Hospital } from './hospital.ts'
import { type HospitalTables, hospitalMigrations } from './hospital-tables.ts'
import { keepInTouch } from './hub-link/hospital-link.ts'
import { nodeRoutes } from './hub-link/node-routes.ts'
import { keepWorking } from './keep-working.ts'
import { releaseGateRoutes } from './release-gate/release-gate-routes.ts'

/** What a hospital's node is made of. */
export interface HospitalDescription {
  /** Folder of its key, its blobs and its first invitation. */
  readonly directory: string
  readonly name: string
  readonly database: StoreLocation
  readonly version: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Logger
  readonly cookieName: string
  /** The node's address as its people reach it; asked only once it listens. */
  readonly publicUrl: () => string
  /** The desk's built pages. */
  readonly pages: string
  readonly intakeRoot: string
  readonly workers: number
  readonly repeatShare: number
  /** Three a case and twenty a run where nothing is said. */
  readonly faultLimits?: FaultLimits
  readonly demonstrationDevice: string | undefined
  readonly executor: ExecutorWish
  /** Where devices are sent to by the executor `slurm`. */
  readonly cluster?: Cluster | undefined
  /** What studies are held against; the platform's own rules where nothing is given. */
  readonly ruleSets?: readonly RuleSet[]
}

/** A node, ready to be served. */
export interface OpenedHospital {
  readonly app: Router
  readonly identity: PublicIdentity
  /** What devices run in, for the log. */
  readonly isolation: { readonly isolation: string; readonly reason: string }
  /** Ends the work in the background and closes the database. */
  readonly close: () => Promise<void>
}

/** Opens a hospital's node in a directory, made if missing, and takes its unfinished work up again. */
export async function openHospital(description: HospitalDescription): Promise<OpenedHospital> {
  const { directory, clock, random } = description
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const store = await openStore<HospitalTables>(description.database, hospitalMigrations)
  const bench = await openBench(description.executor, description.cluster)
  let fullSample: FullSample | undefined
  try {
    const key = await openOrCreateKey(join(directory, 'key.pem'), random)
    const wakeUp = createWakeUp()
    const { log, version, publicUrl, intakeRoot, workers, repeatShare, demonstrationDevice } = description
    const faultLimits = description.faultLimits ?? { perCase: 3, perRun: 20 }
    const institutionKey = await openOrCreateInstitutionKey(join(directory, 'institution-key'), random)
    const { blobs, packs } = await openHospitalBlobs(join(directory, 'blobs'), { db: store.db, clock, random })
    const wakeIntake = () => wakeUp.wake('intake')
    const surroundings = { db: store.db, directory, blobs, packs, institutionKey, clock, random, log, wakeIntake }
    fullSample = await openFullSample(surroundings, description.ruleSets)
    const hospital: Hospital = {
      ...surroundings,
      ...fullSample,
      key,
      bench,
      version,
      publicUrl,
      intakeRoot,
      workers,
      repeatShare,
      demonstrationDevice,
      faultLimits,
      identity: await openIdentity(store.db, { role: 'hospital', name: description.name, key, clock, random }),
      runs: createRunStops(),
      appliances: createAnswerWaits(),
      checking: new Map(),
      contact: { lastHeardAt: null },
      outbound: { clock, random, outgoing: nodeMessageBodies, wakeUp },
      wakeRuns: () => wakeUp.wake('runs'),
      wakeTraining: () => wakeUp.wake('training'),
      wakeLinkage: () => wakeUp.wake('linkage'),
      studiesUnderCheck: new Map(),
      changedCategories: new Set(),
      wakeDistributions: () => wakeUp.wake('distributions'),
      wakeLink: () => wakeUp.wake('link'),
    }
    const app = await composeApp(hospital, description)
    const stopping = new AbortController()
    const { signal } = stopping
    const keep = (what: string, work: () => Promise<void>) => keepWorking({ what, wakeUp, log, signal }, work)
    const intakes = workOnIntakes(hospital, signal)
    const work = [
      keep('intake', intakes.work),
      keep('runs', runWorker(hospital, signal)),
      keep('training', trainingWorker(hospital, signal)),
      keep('linkage', () => workOnLinkages(hospital, signal)),
      keep('distributions', distributionWorker(hospital, signal)),
      keep('link', () => keepInTouch(hospital, signal)),
    ]
    const close = async () => {
      stopping.abort(new Error('the node stops'))
      await Promise.all(work)
      await intakes.settled()
      await fullSample?.close()
      await store.close()
      await bench.close()
    }
    return { app, identity: hospital.identity, isolation: bench.executor, close }
  } catch (error) {
    await fullSample?.close()
    await store.close()
    await bench.close()
    throw error
  }
}

async function composeApp(hospital: Hospital, description: HospitalDescription): Promise<Router> {
  const { directory, name, version, clock, random, log, cookieName, publicUrl } = description
  const access = await openAccess({
    db: hospital.db,
    clock,
    random,
    log,
    cookieName,
    publicUrl,
    invites: { steward: ['steward'] },
    firstInvitation: { file: join(directory, 'first-invitation'), role: 'steward', organisation: name },
    record: (transaction, act) => append(transaction, act, random),
  })
  const app = createApp({
    title: name,
    version,
    log,
    random,
    largeBodies: {
      [uploadPath]: mostUploadBytes,
      [resultsPath]: mostResultsBytes,
      [sealPath]: mostSealBytes,
      ...answerPaths,
    },
  })
  app.use('/api/*', access.identify)
  app.route('/', access.routes)
  app.route('/', nodeRoutes(hospital, access))
  for (const routes of [
    intakeRoutes,
    quarantineRoutes,
    indexRoutes,
    passportRoutes,
    signedPassportRoutes,
    waysInRoutes,
  ])
    app.route('/', routes(hospital, access))
  app.route('/', categoryRoutes(access))
  app.route('/', linkageRoutes(hospital, access))
  app.route('/', distributionRoutes(hospital, access))
  app.route('/', evaluationCentreRoutes(hospital, access))
  app.route('/', applianceRoutes(hospital, access))
  app.route('/', answerRoutes(hospital))
  app.route('/', resultsFileRoutes(hospital, access))
  app.route('/', dataSheetRoutes(hospital, access))
  app.route('/', releaseGateRoutes(hospital, access))
  servePages(app, description.pages)
  return app
}
