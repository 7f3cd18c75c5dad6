import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { PublicIdentity } from '@assay/contracts'
import { serve, silentLogger } from '@assay/http'
import type { StoreLocation } from '@assay/store'
import { afterAll } from 'vitest'
import { type HospitalDescription, openHospital } from '../open-hospital.ts'
import { firstSteward, type Steward } from './steward.ts'

/** A node in this process, over HTTP, on a real database. */
export interface TestHospital {
  readonly url: string
  readonly directory: string
  readonly intake: string
  readonly identity: PublicIdentity
  readonly isolation: string
  readonly steward: Steward
  readonly stop: () => Promise<void>
}

/** A new folder of a test's own. */
export function testFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hospital-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Where a test's node keeps its tables: a directory, or a schema of the server of TEST_DATABASE_URL where that is set. */
export function testDatabase(directory: string): StoreLocation {
  const databaseUrl = process.env.TEST_DATABASE_URL
  const schema = `test_${Buffer.from(directory).toString('hex').slice(-40)}`
  return databaseUrl ? { databaseUrl, schema, exclusive: true } : { directory: join(directory, 'database') }
}

/** Starts a node in a directory, made if missing, and logs its first steward in. */
export async function startHospital(
  directory: string,
  changes: Partial<HospitalDescription> = {},
): Promise<TestHospital> {
  let url = ''
  const intake = join(directory, 'exported')
  mkdirSync(intake, { recursive: true })
  const hospital = await openHospital({
    directory,
    name: 'Northgate',
    version: '0.1.0',
    database: testDatabase(directory),
    intakeRoot: intake,
    pages: join(directory, 'no-pages'),
    publicUrl: () => url,
    cookieName: 'assay-session-test',
    workers: 1,
    executor: 'auto',
    repeatShare: 0,
    demonstrationDevice: undefined,
    clock: () => new Date(),
    random: randomBytes,
    log: silentLogger(),
    ...changes,
  })
  const served = await serve({ app: hospital.app, host: '127.0.0.1', port: 0 })
  url = served.url
  const steward = await firstSteward(url, directory)
  const stop = async () => {
    await served.close(100)
    await hospital.close()
  }
  const { identity, isolation } = hospital
  return { url, directory, intake, identity, isolation: isolation.isolation, steward, stop }
}

/** A node for all tests of a file: started here, stopped and its folder removed after the last of them. */
export async function hospitalForTests(changes: Partial<HospitalDescription> = {}): Promise<TestHospital> {
  const { folder, remove } = testFolder()
  afterAll(remove)
  const hospital = await startHospital(folder, changes)
  afterAll(hospital.stop)
  return hospital
}
