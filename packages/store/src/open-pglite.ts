import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { columnReaders } from './column-values.ts'
import { lockDirectory } from './directory-lock.ts'
import { preparePGlite } from './pglite-template.ts'
import type { PGliteLocation, Store } from './store-location.ts'
import { transactionGuard } from './transaction-guard.ts'

/** Opens PGlite in `directory`/database, under the directory's lock. */
export async function openPGlite<Tables>({ directory, templates }: PGliteLocation): Promise<Store<Tables>> {
  const lock = lockDirectory(directory)
  try {
    const dataDir = join(directory, 'database')
    await preparePGlite(dataDir, templates)
    const pglite = await PGlite.create({ dataDir, parsers: columnReaders })
    await pglite.exec(`set timezone to 'UTC'`)
    const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }), plugins: [transactionGuard] })
    return { db, kind: 'pglite', close: () => closeAll(db, pglite).finally(lock.release) }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function closeAll<Tables>(db: Kysely<Tables>, pglite: PGlite): Promise<void> {
  await db.destroy()
  if (!pglite.closed) await pglite.close()
}
