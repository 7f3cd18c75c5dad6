// What measurements stand on. Production code may not import it.
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'

export { hasPostgreSQL, startPostgreSQL } from './postgresql-server.ts'

/** Runs statements on a PGlite that no program has open, past every check of a program: to fill it for a measurement. */
export async function runOnPGlite(directory: string, statements: Iterable<string>): Promise<void> {
  const pglite = await PGlite.create({ dataDir: join(directory, 'database') })
  for (const statement of statements) await pglite.exec(statement)
  await pglite.close()
}

/** The same on a PostgreSQL server. */
export async function runOnServer(databaseUrl: string, schema: string, statements: Iterable<string>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: `-c search_path=${schema}` })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
