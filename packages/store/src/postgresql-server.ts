import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A PostgreSQL server of one test's own. */
export interface PostgreSQLServer {
  readonly databaseUrl: string
  /** Names of the schemas that programs have made, in order. */
  readonly schemas: () => Promise<string[]>
  readonly stop: () => Promise<void>
}

/** Whether this machine has PostgreSQL's programs where Debian puts them. */
export function hasPostgreSQL(): boolean {
  return binaries() !== undefined
}

/**
 * Starts a PostgreSQL server on a free loopback port over an empty directory. It refuses to run as root, so root starts
 * it as `postgres` or `nobody`. Durability against power loss is off.
 */
export async function startPostgreSQL(): Promise<PostgreSQLServer> {
  const folder = binaries()
  if (!folder) throw new Error('PostgreSQL is not installed')
  const owner = serverOwner()
  const data = mkdtempSync(join(tmpdir(), 'assay-postgresql-'))
  if (owner) chownSync(data, owner.uid, owner.gid)
  const initdb = ['-D', data, '-U', 'assay', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(join(folder, 'initdb'), initdb, { stdio: 'pipe', cwd: '/', ...owner })
  const port = 21_000 + (process.pid % 11_000)
  const settings = [
    'fsync=off',
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=60',
  ]
  const server = spawn(join(folder, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    stdio: 'ignore',
    cwd: '/',
    ...owner,
  })
  const kill = () => server.kill('SIGQUIT')
  process.once('exit', kill)
  const databaseUrl = `postgres://assay@127.0.0.1:${port}/postgres`
  await answer(databaseUrl)
  return {
    databaseUrl,
    schemas: () => schemasOf(databaseUrl),
    stop: async () => {
      process.off('exit', kill)
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      rmSync(data, { recursive: true, force: true })
    },
  }
}

function binaries(): string | undefined {
  return globSync('/usr/lib/postgresql/*/bin').find((folder) => existsSync(join(folder, 'initdb')))
}

function serverOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const user = users.find((line) => line.startsWith('postgres:')) ?? users.find((line) => line.startsWith('nobody:'))
  const [, , uid, gid] = user?.split(':') ?? []
  return { uid: Number(uid), gid: Number(gid) }
}

async function answer(databaseUrl: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: databaseUrl })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (attempt === 100) throw error
      await sleep(100)
    }
  }
}

async function schemasOf(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string }>(
    `select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema|public)' order by 1`,
  )
  await client.end()
  return rows.map(({ name }) => name)
}
