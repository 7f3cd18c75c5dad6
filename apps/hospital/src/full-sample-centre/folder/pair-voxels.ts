import { constants } from 'node:fs'
import { lstat, open, opendir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { headerExtension, voxelFilesOf } from '@assay/formats'
import { bytesOfPath } from './path-bytes.ts'

/** Bytes of a header that are read to learn where its voxels are. */
const headBytes = 2 ** 16

/** Images of one folder that are in two files. */
interface Pairs {
  /** The file with its voxels, by the header; both by their paths in the walked folder. */
  readonly voxelsOf: ReadonlyMap<string, string>
  readonly voxels: ReadonlySet<string>
}

/**
 * Looks for images that are in two files, a header and its voxels, of which only the header is something to take in.
 * @param folder the folder that is walked
 * @returns a function that says of a path in it which file holds its voxels, or that it is such a file itself; folders are looked at as they come
 */
export function voxelPairing(folder: string): (path: string) => Promise<{ voxels?: string | undefined } | 'voxels'> {
  let last: { below: string; pairs: Promise<Pairs> } | undefined
  return async (path) => {
    const below = dirname(path)
    if (last?.below !== below) last = { below, pairs: pairsIn(folder, below) }
    const { voxelsOf, voxels } = await last.pairs
    return voxels.has(path) && !voxelsOf.has(path) ? 'voxels' : { voxels: voxelsOf.get(path) }
  }
}

async function pairsIn(folder: string, below: string): Promise<Pairs> {
  const voxelsOf = new Map<string, string>()
  for await (const entry of await opendir(bytesOfPath(join(folder, below)))) {
    if (!entry.isFile() || entry.name.startsWith('.') || !headerExtension.test(entry.name)) continue
    const names = voxelFilesOf(await headOf(join(folder, below, entry.name)), entry.name)
    const found = await firstPlain(join(folder, below), names)
    if (found !== undefined) voxelsOf.set(join(below, entry.name), join(below, found))
  }
  return { voxelsOf, voxels: new Set(voxelsOf.values()) }
}

/** The first of some names that is a plain file of the folder itself. */
async function firstPlain(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names.map((one) => one.replace(/^\.\//, ''))) {
    if (name === '' || /[/\\\0]/.test(name) || name.length > 255) continue
    const isPlain = await lstat(join(folder, name)).then(
      (stat) => stat.isFile(),
      () => false,
    )
    if (isPlain) return name
  }
  return undefined
}

/** The beginning of a plain file; nothing of one that can't be read, which says so when it is taken in. */
async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => undefined)
  try {
    const { buffer, bytesRead } = (await file?.read(Buffer.alloc(headBytes), 0, headBytes, 0)) ?? nothing
    return buffer.subarray(0, bytesRead)
  } catch {
    return nothing.buffer
  } finally {
    await file?.close()
  }
}

const nothing = { buffer: Buffer.alloc(0), bytesRead: 0 }
