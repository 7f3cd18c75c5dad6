import { type Migration, migrate } from './migrate.ts'
import { openPGlite } from './open-pglite.ts'
import { openPostgreSQL } from './open-postgresql.ts'
import type { Store, StoreLocation } from './store-location.ts'

/**
 * Opens a database and brings its schema up to date.
 *
 * Throws `data-directory-in-use` (`directory`, `pid`) if another process holds it, `database-unreachable`
 * (`reason`), `database-newer` (`found`) if a later version of the program has been there.
 */
export async function openStore<Tables>(
  location: StoreLocation,
  migrations: readonly Migration[],
): Promise<Store<Tables>> {
  const store = 'directory' in location ? await openPGlite<Tables>(location) : await openPostgreSQL<Tables>(location)
  try {
    await migrate(store.db, migrations)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}
