import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AssayError, type Clock, type Random } from '@assay/contracts'

/** A folder of files named by their SHA-256 (64 hexadecimal digits). */
export interface BlobStore {
  /** Keeps bytes; they are on the disk when this resolves. Bytes that are there already are written over. */
  readonly put: (bytes: Uint8Array | AsyncIterable<Uint8Array>) => Promise<{ sha256: string; size: number }>
  /** The bytes. Throws `not-found`, or `blob-corrupt` if they are not what their name says. */
  readonly read: (sha256: string) => Promise<Buffer>
  /** The bytes in pieces; throws as `read` does, `blob-corrupt` after the last piece. */
  readonly stream: (sha256: string) => AsyncIterable<Uint8Array>
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
  return {
    put: (bytes) => put(folder, join(drafts, Buffer.from(random(16)).toString('hex')), bytes),
    read: async (sha256) => concat(stream(sha256)),
    stream,
    has: async (sha256) => isDigest(sha256) && exists(pathOf(folder, sha256)),
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

async function concat(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
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

function pathOf(folder: string, sha256: string): string {
  if (!isDigest(sha256)) throw new AssayError('not-found', { what: 'file' })
  return join(folder, sha256.slice(0, 2), sha256)
}

async function put(folder: string, draft: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  try {
    const { sha256, size } = await writeDraft(draft, bytes)
    const path = pathOf(folder, sha256)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(draft, path)
    await syncFolder(dirname(path))
    return { sha256, size }
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function writeDraft(draft: string, bytes: Uint8Array | AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  const file = await open(draft, 'wx', 0o600)
  let size = 0
  try {
    for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
      hash.update(piece)
      size += piece.length
      await writeAll(file, piece)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), size }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  let written = 0
  while (written < piece.length) written += (await file.write(piece, written)).bytesWritten
}

async function* readVerified(folder: string, sha256: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(pathOf(folder, sha256))) {
      hash.update(piece)
      yield piece
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new AssayError('not-found', { what: 'file' })
    throw error
  }
  if (hash.digest('hex') !== sha256) throw new AssayError('blob-corrupt', { sha256 })
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
