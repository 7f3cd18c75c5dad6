import type { Readable, Writable } from 'node:stream'
import type { FirstLimits } from './limit-first-process.ts'

/** What a start needs beside its words. */
export interface LaunchOptions {
  /** File with the system call filter; undefined where there is none for this machine. */
  filter: string | undefined
  hasInput: boolean
  limits: FirstLimits
  /** User and group that it is started as; undefined for the node's own. */
  user: number | undefined
}

/** What the node has the launcher do. */
export type LaunchOrder = { id: number; command: readonly string[]; options: LaunchOptions } | { end: number }

/** What the launcher tells of a process that it was to start. */
export interface Launched {
  id: number
  pid?: number
  /** Why it could not be started. */
  fault?: string
  /** What came on one of its descriptors. */
  descriptor?: number
  bytes?: Uint8Array
  exit?: { code: number | null; signal: NodeJS.Signals | null }
  /** It has ended, and all of its descriptors were read. */
  isClosed?: boolean
}

/** A process that was started, or could not be. */
export interface Started {
  /** Undefined before it is there, or where it could not be started. */
  pid(): number | undefined
  stdin: Writable | null
  stdout: Readable
  stderr: Readable
  /** What bubblewrap says about itself. */
  status: Readable
  /** Rejected where it could not be started. */
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Settles when it has ended and all that it printed was read. */
  closed: Promise<void>
  /** Ends it at once with its group of processes. */
  kill(): void
}
