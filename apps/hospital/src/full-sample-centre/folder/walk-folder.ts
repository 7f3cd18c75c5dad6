import type { Dirent } from 'node:fs'
import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { bytesOfPath, pathOfBytes } from './path-bytes.ts'

const mostDepth = 32

/** Something below a folder, by its path in it: a file, or what keeps it from being looked at. */
export interface Walked {
  readonly path: string
  /** Undefined for a plain file; else a link, a device, pipe or socket, or a folder that can't be opened or lies too deep. */
  readonly fault?: 'file-link' | 'file-special' | 'folder-unreadable' | 'folder-too-deep'
}

/**
 * What is below a folder, one after the other, however much there is. No link is followed, and what can't be looked at is said;
 * hidden files and folders are passed over.
 */
export async function* walkFolder(folder: string): AsyncGenerator<Walked> {
  yield* walkOpened(folder, '', await opened(folder))
}

async function* walkOpened(folder: string, below: string, entries: Entries, depth = 0): AsyncGenerator<Walked> {
  const folders: string[] = []
  for await (const entry of entries) {
    const name = pathOfBytes(entry.name)
    if (name.startsWith('.')) continue
    const path = join(below, name)
    if (entry.isDirectory()) folders.push(path)
    else yield entry.isFile() ? { path } : { path, fault: entry.isSymbolicLink() ? 'file-link' : 'file-special' }
  }
  for (const path of folders.sort()) {
    if (depth >= mostDepth) yield { path, fault: 'folder-too-deep' }
    else yield* walkInside(folder, path, depth + 1)
  }
}

/** A folder that can't be opened stops no other. */
async function* walkInside(folder: string, path: string, depth: number): AsyncGenerator<Walked> {
  const entries = await opened(join(folder, path)).catch((error: NodeJS.ErrnoException) => {
    if (!ofTheFolder.has(error.code ?? '')) throw error
  })
  if (entries) yield* walkOpened(folder, path, entries, depth)
  else yield { path, fault: 'folder-unreadable' }
}

/** Codes of the system that are a fault of the one folder. */
const ofTheFolder: ReadonlySet<string> = new Set([
  'EACCES',
  'EPERM',
  'ENOENT',
  'ENOTDIR',
  'ELOOP',
  'EIO',
  'ENAMETOOLONG',
])

type Entries = AsyncIterable<Dirent<Buffer>>

/** Names are bytes: not every one is UTF-8. */
async function opened(path: string): Promise<Entries> {
  const directory: unknown = await opendir(bytesOfPath(path), { bufferSize: 256, encoding: 'buffer' as BufferEncoding })
  return directory as Entries
}

/** Gathers what comes into groups of `size`; the last may be smaller. */
export async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/** A path of a folder, where it is a plain file; where it is a folder, the first plain file in it. */
export async function firstFileOf(folder: string, path: string): Promise<string | undefined> {
  const stat = await lstat(join(folder, path)).catch(() => undefined)
  if (stat?.isFile()) return path
  if (!stat?.isDirectory()) return undefined
  for await (const { path: found, fault } of walkFolder(join(folder, path))) if (!fault) return join(path, found)
  return undefined
}
