// The composition root of a hospital's node.
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { readRuleSets } from '@assay/governance'
import { createLogger, type Logger, type Program, readArguments, readPort, runProgram, serve } from '@assay/http'
import { type ExecutorWish, executorWishes, readCluster } from '@assay/runner'
import type { StoreLocation } from '@assay/store'
import { openHospital } from './open-hospital.ts'

const options = {
  directory: { type: 'string' },
  port: { type: 'string', default: '4101' },
  host: { type: 'string', default: '127.0.0.1' },
  name: { type: 'string' },
  intake: { type: 'string' },
  'public-url': { type: 'string' },
  'demonstration-device': { type: 'string' },
  workers: { type: 'string', default: '1' },
  executor: { type: 'string', default: 'auto' },
  cluster: { type: 'string' },
  rules: { type: 'string' },
  'case-faults': { type: 'string', default: '3' },
  'run-faults': { type: 'string', default: '20' },
  repeat: { type: 'string', default: '0' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const version = '0.1.0'

await runProgram(main)

async function main({ words, t, say, untilStopped }: Program): Promise<void> {
  const given = readArguments(words, options)
  if (given.help) return say(t('http.help.hospital'))
  const path = (option: string, value: string | undefined) =>
    resolve(process.env.INIT_CWD ?? process.cwd(), required(option, value))
  const directory = path('--directory', given.directory)
  const intakeRoot = path('--intake', given.intake)
  const port = readPort(given.port)
  let publicUrl = given['public-url']
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await mkdir(intakeRoot, { recursive: true, mode: 0o700 })
  const log = createLogger('hospital', process.env.LOG_LEVEL)
  const hospital = await openHospital({
    directory,
    intakeRoot,
    version,
    log,
    name: required('--name', given.name),
    database: databaseAt(directory, log),
    clock: () => new Date(),
    random: randomBytes,
    cookieName: `assay-session-${port}`,
    workers: readCount(given.workers, '--workers'),
    executor: readExecutor(given.executor),
    cluster: given.cluster === undefined ? undefined : readCluster(path('--cluster', given.cluster)),
    repeatShare: readShare(given.repeat),
    faultLimits: {
      perCase: readCount(given['case-faults'], '--case-faults'),
      perRun: readCount(given['run-faults'], '--run-faults'),
    },
    ...(given.rules === undefined ? {} : { ruleSets: readRuleSets(path('--rules', given.rules)) }),
    demonstrationDevice: readDigest(given['demonstration-device']),
    publicUrl: () => publicUrl ?? '',
    pages: join(import.meta.dirname, '../../portal/dist/desk'),
  })
  try {
    const served = await serve({ app: hospital.app, host: given.host, port })
    publicUrl ??= served.url
    const { isolation, reason } = hospital.isolation
    log.info({ url: publicUrl, keyId: hospital.identity.keyId, isolation, reason }, 'listening')
    await untilStopped()
    await served.close()
  } finally {
    await hospital.close()
  }
}

function required(option: string, value: string | undefined): string {
  if (!value) throw new AssayError('arguments-invalid', { option })
  return value
}

function readCount(given: string, option: string): number {
  if (!/^[1-9]\d{0,2}$/.test(given)) throw new AssayError('arguments-invalid', { option })
  return Number(given)
}

function readShare(given: string): number {
  if (!/^(?:\d{1,2}|100)$/.test(given)) throw new AssayError('arguments-invalid', { option: '--repeat' })
  return Number(given) / 100
}

function readExecutor(given: string): ExecutorWish {
  const wish = executorWishes.find((one) => one === given)
  if (!wish) throw new AssayError('arguments-invalid', { option: '--executor' })
  return wish
}

function readDigest(given: string | undefined): string | undefined {
  if (given !== undefined && !/^[0-9a-f]{64}$/.test(given))
    throw new AssayError('arguments-invalid', { option: '--demonstration-device' })
  return given
}

function databaseAt(directory: string, log: Logger): StoreLocation {
  const { DATABASE_URL: databaseUrl, DATABASE_SCHEMA: schema = 'assay_hospital' } = process.env
  if (!databaseUrl) return { directory: join(directory, 'database') }
  const onLockLost = () => {
    // Another node may take over from here on; an end at any instant loses nothing.
    log.fatal('the lock on the database is lost')
    process.exit(1)
  }
  return { databaseUrl, schema, exclusive: true, onLockLost }
}
