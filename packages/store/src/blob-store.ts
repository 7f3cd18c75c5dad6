import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AssayError, type Clock, type Random } from '@assay/contracts'

/** A file that was written beside the blobs, and the SHA-256 of its bytes. */
interface Draft {
  readonly path: string
  readonly sha256: string
}

/** A folder of files named by their SHA-256 (64 hexadecimal digits). */
export interface BlobStore {
  /** Where those with files of their own lie, for workers that write drafts. */
  readonly folder: string
  /** Keeps bytes; they are on the disk when this resolves. Bytes that are there already are written over. */
  readonly put: (bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<{ sha256: string; size: number }>
  /** Writes bytes beside the blobs, onto the disk; whoever asked has it kept by `keep`, or removes it. */
  readonly draft: (bytes: AsyncIterable<Uint8Array>) => Promise<Draft>
  /** A path for a file that is written elsewhere, by a worker say, and then kept by `keep`. */
  readonly newDraft: () => string
  /** Keeps drafts, each under the SHA-256 that its writer took of it; all are on the disk when this resolves. */
  readonly keep: (drafts: readonly Draft[]) => Promise<void>
  /** Removes bytes that nothing refers to any more. */
  readonly remove: (sha256: string) => Promise<void>
  /** The bytes. Throws `not-found`, or `blob-corrupt` if they are not what their name says. */
  readonly read: (sha256: string) => Promise<Buffer>
  /** The bytes in pieces; throws as `read` does, `blob-corrupt` after the last piece. */
  readonly stream: (sha256: string) => AsyncIterable<Uint8Array>
  /** The first bytes, so many at most, not held against the name: a header, of a large file. Throws `not-found`. */
  readonly head: (sha256: string, most: number) => Promise<Buffer>
  readonly has: (sha256: string) => Promise<boolean>
}

/**
 * Opens a content-addressed folder, made if missing; several programs may share one. A kill in the middle of `put`
 * leaves no blob, only a draft, which goes a day later.
 */
export async function openBlobStore(folder: string, clock: Clock, random: Random): Promise<BlobStore> {
  const drafts = join(folder, 'drafts')
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  await removeOldDrafts(drafts, clock)
  const stream = (sha256: string) => readVerified(folder, sha256)
  const newDraft = () => join(drafts, Buffer.from(random(16)).toString('hex'))
  return {
    folder,
    newDraft,
    keep: (written) => keep(folder, written),
    remove: (sha256) => rm(blobPath(folder, sha256), { force: true }),
    put: (bytes) => put(folder, newDraft(), bytes),
    draft: (bytes) => writeDraft(newDraft(), bytes),
    read: async (sha256) => concat(stream(sha256)),
    stream,
    head: (sha256, most) => readHead(blobPath(folder, sha256), { start: 0, size: most }),
    has: async (sha256) => isDigest(sha256) && exists(blobPath(folder, sha256)),
  }
}

async function removeOldDrafts(drafts: string, clock: Clock): Promise<void> {
  const yesterday = clock().getTime() - 24 * 60 * 60 * 1000
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name)
    const changed = await stat(path).catch(() => undefined)
    if (changed && changed.mtimeMs < yesterday) await rm(path, { force: true })
  }
}

/** All pieces as one. */
export async function concat(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Where bytes lie in a store's folder. Throws `not-found` for what is no SHA-256. */
export function blobPath(folder: string, sha256: string): string {
  if (!isDigest(sha256)) throw new AssayError('not-found', { what: 'file' })
  return join(folder, sha256.slice(0, 2), sha256)
}

async function put(folder: string, draft: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  const { sha256, size } = await writeDraft(draft, bytes)
  try {
    const path = blobPath(folder, sha256)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(draft, path)
    await syncPath(dirname(path))
    return { sha256, size }
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Syncs files together: the disk's journal takes them in one go, which costs a fraction of one sync a file. */
async function keep(folder: string, written: readonly Draft[]): Promise<void> {
  await inPortions(written, ({ path }) => syncPath(path))
  const folders = new Set(written.map(({ sha256 }) => dirname(blobPath(folder, sha256))))
  for (const one of folders) await mkdir(one, { recursive: true, mode: 0o700 })
  await inPortions(written, ({ path, sha256 }) => rename(path, blobPath(folder, sha256)))
  await inPortions([...folders], syncPath)
}

const mostAtOnce = 32

async function inPortions<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += mostAtOnce)
    await Promise.all(items.slice(from, from + mostAtOnce).map(work))
}

/** Writes a draft onto the disk; where that fails nothing is left of it. */
async function writeDraft(path: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      hash.update(piece)
      size += piece.length
      await writeAll(file, piece)
    }
    await file.sync()
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return { path, sha256: hash.digest('hex'), size }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  let written = 0
  while (written < piece.length) written += (await file.write(piece, written)).bytesWritten
}

/**
 * So many bytes of a file from a place on, fewer where it ends before. They are few, and whoever wants them wants them of very many files:
 * each is read at once, which takes a tenth of the time of three turns of the event loop. Throws `not-found`.
 */
export async function readHead(path: string, { start, size }: { start: number; size: number }): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(size)
  const file = openOrMissing(path)
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, size, start))
  } finally {
    closeSync(file)
  }
}

function openOrMissing(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AssayError('not-found', { what: 'file' })
    throw error
  }
}

async function* readVerified(folder: string, sha256: string): AsyncGenerator<Uint8Array> {
  try {
    yield* verified(createReadStream(blobPath(folder, sha256)), sha256)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AssayError('not-found', { what: 'file' })
    throw error
  }
}

/** Pieces as they come; throws `blob-corrupt` behind the last one if they are not what their name says. */
export async function* verified(pieces: AsyncIterable<Uint8Array>, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const piece of pieces) {
    hash.update(piece)
    yield piece
  }
  if (hash.digest('hex') !== sha256) throw new AssayError('blob-corrupt', { sha256 })
}

/** Waits until a file or a folder is on the disk. */
async function syncPath(path: string): Promise<void> {
  const opened = await open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
