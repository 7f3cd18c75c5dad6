import { lstat } from 'node:fs/promises'
import { bytesOfPath } from './path-bytes.ts'

/** How a file stands. */
export interface Stamp {
  /** Tells a file that was changed from one that was not. */
  readonly stamp: string
  /** When anything of it last changed, in milliseconds by the clock of its file system. */
  readonly changed: number
}

/** What tells a file from the same file written anew, without reading it. @throws Error of the system's where there is none */
export async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs, ctimeMs, ino } = await lstat(bytesOfPath(path))
  return { stamp: `${size}-${mtimeMs}-${ino}`, changed: ctimeMs }
}
