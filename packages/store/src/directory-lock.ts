import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { AssayError } from '@assay/contracts'

/** A held lock; `release` gives it up. */
export interface DirectoryLock {
  readonly release: () => void
}

/**
 * Takes a directory for this process alone, or throws `data-directory-in-use` with `directory` and the holder's `pid`.
 *
 * The lock is the operating system's (the advisory file lock under an SQLite transaction), so it ends with the process
 * however that ends, and nothing stale is ever found: no pid file is believed, no pid that was used again is mistaken.
 * `holder.json` only serves to name the holder.
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const release = tryLock(join(directory, 'lock.sqlite'))
  if (!release) throw new AssayError('data-directory-in-use', { directory, pid: readHolder(directory) })
  const holder = join(directory, 'holder.json')
  writeFileSync(holder, JSON.stringify({ pid: process.pid }))
  return {
    release: () => {
      rmSync(holder, { force: true })
      release()
    },
  }
}

/** Kept here, since a connection that nobody refers to is closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>()

/** Locks a file and gives the function that unlocks it; undefined if another process, or this one, holds it. */
export function tryLock(file: string): (() => void) | undefined {
  const database = new DatabaseSync(file, { timeout: contention })
  try {
    database.exec('BEGIN EXCLUSIVE')
    held.add(database)
    return () => {
      held.delete(database)
      database.close()
    }
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined
    throw error
  }
}

// Milliseconds: two that try at one instant may each meet the other's passing lock; a holder stays longer than that.
const contention = 250

// SQLITE_BUSY, sqlite.org/rescode.html
const sqliteBusy = 5

function readHolder(directory: string): number | string {
  try {
    const { pid } = JSON.parse(readFileSync(join(directory, 'holder.json'), 'utf8')) as { pid?: unknown }
    return typeof pid === 'number' ? pid : '?'
  } catch {
    return '?'
  }
}
