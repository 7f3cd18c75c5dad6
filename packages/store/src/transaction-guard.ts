import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely, KyselyPlugin, Transaction } from 'kysely'

interface Open {
  open: boolean
  readonly afterCommit: (() => void)[]
}

const current = new AsyncLocalStorage<Open>()

/**
 * Refuses a query on the database handle itself while a transaction of `inTransaction` is open around the caller. On
 * PGlite, which has one connection, such a query would wait for ever; on a server it would see and write outside the
 * transaction. Transactions run without this plugin.
 */
export const transactionGuard: KyselyPlugin = {
  transformQuery({ node }) {
    if (current.getStore()?.open) throw new Error('Query outside the open transaction: use the handle it was given')
    return node
  },
  transformResult: async ({ result }) => result,
}

/**
 * Runs `work` in a transaction: committed when it resolves, rolled back when it throws. Use only the handle passed to
 * it. Work that PostgreSQL gives up for a deadlock or a serialization failure is run again, up to three times in all,
 * so it must have no effects outside the database.
 */
export async function inTransaction<Tables, Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, work)
    } catch (error) {
      if (attempt >= 3 || !retriable.has((error as { code?: unknown }).code)) throw error
    }
  }
}

// SQLSTATE serialization_failure and deadlock_detected.
const retriable = new Set<unknown>(['40001', '40P01'])

async function runOnce<Tables, Result>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Result>,
): Promise<Result> {
  if (current.getStore()?.open) throw new Error('A transaction is open already: pass its handle on')
  const state: Open = { open: true, afterCommit: [] }
  const result = await db
    .transaction()
    .execute((transaction) => current.run(state, () => work(transaction.withoutPlugins() as Transaction<Tables>)))
    .finally(() => {
      state.open = false
    })
  for (const then of state.afterCommit) then()
  return result
}

/**
 * Calls `then` once the open transaction of `inTransaction` has committed, and never if it rolls back; at once where
 * none is open. For hints that may be lost, such as waking a waiting loop: a kill in between loses the call.
 */
export function afterCommit(then: () => void): void {
  const state = current.getStore()
  if (state?.open) state.afterCommit.push(then)
  else then()
}
