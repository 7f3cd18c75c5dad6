import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AssayError, type Clock } from '@assay/contracts'
import { readHead } from './blob-store.ts'

/** Where bytes lie in a pack. */
export interface Packed {
  /** The pack's name. */
  readonly pack: string
  readonly start: number
  readonly size: number
}

/** A folder of packs: files that hold many blobs, one behind the other. What lies where is known elsewhere, in a database. */
export interface Packs {
  /** Keeps packs that were written as drafts, under the drafts' own names; all are on the disk when this resolves. */
  readonly keep: (drafts: readonly string[]) => Promise<void>
  /** Bytes of a pack, in pieces. Throws `not-found` where the pack is missing; what a cut pack lacks is left out. */
  readonly stream: (place: Packed) => AsyncGenerator<Uint8Array>
  /** The first bytes of what lies there, so many at most. Throws `not-found` where the pack is missing. */
  readonly head: (place: Packed, most: number) => Promise<Buffer>
  /** Writes zeros over bytes that nothing refers to any more. */
  readonly erase: (place: Packed) => Promise<void>
  readonly remove: (pack: string) => Promise<void>
  /** Names of packs that were last written more than a day ago. */
  readonly old: () => Promise<string[]>
}

const [dayMilliseconds, pieceBytes] = [24 * 60 * 60 * 1000, 512 * 1024]

/** The first piece is small, since a header ends early. */
const firstPieceBytes = 64 * 1024

/** Opens a folder of packs, made if missing. */
export async function openPacks(folder: string, clock: Clock): Promise<Packs> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const pathOf = (pack: string) => join(folder, pack)
  return {
    keep: (drafts) => keep(folder, drafts),
    stream: (place) => stream(pathOf(place.pack), place),
    head: ({ pack, start, size }, most) => readHead(pathOf(pack), { start, size: Math.min(size, most) }),
    erase: (place) => erase(pathOf(place.pack), place),
    remove: (pack) => rm(pathOf(pack), { force: true }),
    old: () => namesOlderThan(folder, clock().getTime() - dayMilliseconds),
  }
}

/** One sync holds for all the blobs of a pack. */
async function keep(folder: string, drafts: readonly string[]): Promise<void> {
  if (drafts.length === 0) return
  await Promise.all(drafts.map((path) => within(path, 'r+', (file) => file.datasync())))
  for (const path of drafts) await rename(path, join(folder, basename(path)))
  await within(folder, 'r', (file) => file.sync())
}

async function* stream(path: string, { start, size }: Packed): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new AssayError('not-found', { what: 'file' }) : error
  })
  try {
    for (let read = 0; read < size; ) {
      const piece = Buffer.allocUnsafe(Math.min(size - read, read === 0 ? firstPieceBytes : pieceBytes))
      const { bytesRead } = await file.read(piece, 0, piece.length, start + read)
      if (bytesRead === 0) return
      read += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Copies stretches of a pack, one behind the other, to a new one; gives where each begins there. */
export async function copyStretches(
  from: string,
  stretches: readonly { readonly start: number; readonly size: number }[],
  to: string,
): Promise<number[]> {
  const starts: number[] = []
  let end = 0
  await within(to, 'wx', async (file) => {
    for (const { start, size } of stretches) {
      starts.push(end)
      for await (const piece of stream(from, { pack: '', start, size })) {
        await file.writeFile(piece)
        end += piece.length
      }
    }
  })
  return starts
}

async function erase(path: string, { start, size }: Packed): Promise<void> {
  await within(path, 'r+', async (file) => {
    for (let done = 0; done < size; ) {
      const zeros = Buffer.alloc(Math.min(size - done, pieceBytes))
      done += (await file.write(zeros, 0, zeros.length, start + done)).bytesWritten
    }
    await file.sync()
  })
}

async function namesOlderThan(folder: string, instant: number): Promise<string[]> {
  const old: string[] = []
  for (const name of await readdir(folder)) {
    const changed = await stat(join(folder, name)).catch(() => undefined)
    if (changed && changed.mtimeMs < instant) old.push(name)
  }
  return old
}

async function within(path: string, flags: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await work(file)
  } finally {
    await file.close()
  }
}
