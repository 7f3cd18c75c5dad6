// The composition root of the hub.
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { createLogger, type Program, readArguments, readPort, runProgram, serve } from '@assay/http'
import type { StoreLocation } from '@assay/store'
import { openHub } from './open-hub.ts'

const options = {
  directory: { type: 'string' },
  port: { type: 'string', default: '4100' },
  host: { type: 'string', default: '127.0.0.1' },
  name: { type: 'string' },
  'public-url': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const version = '0.1.0'

await runProgram(main)

async function main({ words, t, say, untilStopped }: Program): Promise<void> {
  const given = readArguments(words, options)
  if (given.help) return say(t('http.help.hub'))
  const directory = resolve(process.env.INIT_CWD ?? process.cwd(), required('--directory', given.directory))
  const name = required('--name', given.name)
  const port = readPort(given.port)
  let publicUrl = given['public-url']
  const log = createLogger('hub', process.env.LOG_LEVEL)
  const hub = await openHub({
    directory,
    name,
    version,
    log,
    database: databaseAt(directory),
    clock: () => new Date(),
    random: randomBytes,
    cookieName: `assay-session-${port}`,
    publicUrl: () => publicUrl ?? '',
    pages: join(import.meta.dirname, '../../portal/dist/portal'),
  })
  try {
    const served = await serve({ app: hub.app, host: given.host, port })
    publicUrl ??= served.url
    log.info({ url: publicUrl, keyId: hub.identity.keyId }, 'listening')
    await untilStopped()
    hub.stop()
    await served.close()
  } finally {
    await hub.close()
  }
}

function required(option: string, value: string | undefined): string {
  if (!value) throw new AssayError('arguments-invalid', { option })
  return value
}

function databaseAt(directory: string): StoreLocation {
  const { DATABASE_URL: databaseUrl, DATABASE_SCHEMA: schema = 'assay_hub' } = process.env
  return databaseUrl ? { databaseUrl, schema } : { directory: join(directory, 'database') }
}
