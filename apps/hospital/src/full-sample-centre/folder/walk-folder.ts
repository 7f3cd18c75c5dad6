import { lstat, opendir } from 'node:fs/promises'
import { join } from 'node:path'

const mostDepth = 32

/**
 * The plain files below a folder, by their paths in it, one after the other, however many there are. No link is followed;
 * hidden files and folders are passed over.
 */
export async function* walkFolder(folder: string, below = '', depth = 0): AsyncGenerator<string> {
  const folders: string[] = []
  for await (const entry of await opendir(join(folder, below), { bufferSize: 256 })) {
    if (entry.name.startsWith('.')) continue
    const path = join(below, entry.name)
    if (entry.isFile()) yield path
    else if (entry.isDirectory() && depth < mostDepth) folders.push(path)
  }
  for (const one of folders.sort()) yield* walkFolder(folder, one, depth + 1)
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
  for await (const found of walkFolder(join(folder, path))) return join(path, found)
  return undefined
}
