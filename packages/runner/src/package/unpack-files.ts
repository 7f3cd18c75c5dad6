import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AssayError } from '@assay/contracts'
import type { Header } from 'tar-stream'
import { makeFolder } from '../folders/make-folder.ts'
import { invalid } from '../image/file-tree.ts'
import { readTar } from '../image/read-tar.ts'

/** The bytes of a package: whole, or as they come, from the first one as often as they are asked for. */
export type PackageSource = Uint8Array | (() => AsyncIterable<Uint8Array>)

/** A plain file of a device package, on the disk below a folder. */
export interface PackageFile {
  path: string
  size: number
  isExecutable: boolean
}

const mostEntries = 10_000
/** Largest archive that is laid, in bytes of its files. */
export const mostBytes = 40 * 2 ** 30

/**
 * Lays the plain files of a device package (a tar archive), read as hostile, below an empty folder: no links, devices or
 * other kinds; no absolute path, no `..`, no hidden or odd name; no name twice; bounded in number and size.
 * @param digest SHA-256 that the archive has to have; undefined where nobody said
 * @param most how many files and folders there may be
 * @throws AssayError device-package-invalid (`where`, `what`), device-digest-mismatch
 */
export async function unpackFiles(
  source: PackageSource,
  folder: string,
  digest: string | undefined,
  most = mostEntries,
): Promise<PackageFile[]> {
  const hash = createHash('sha256')
  const files: PackageFile[] = []
  const names = new Set<string>()
  const left = { bytes: mostBytes, entries: most }
  for await (const { header, content } of readTar(hashed(source, hash), 'archive')) {
    const path = checkedPath(header)
    left.entries -= 1
    if (left.entries < 0) throw invalid(path, 'too-many-entries', { most })
    if (header.type === 'directory') continue
    if (names.has(path.toLowerCase())) throw invalid(path, 'name-stands-twice')
    names.add(path.toLowerCase())
    assertNoFileAbove(path, names)
    const size = await writeContent(content, join(folder, path), left)
    files.push({ path, size, isExecutable: ((header.mode ?? 0) & 0o111) !== 0 })
  }
  for (const { path } of files) assertNoFileAbove(path, names)
  if (digest !== undefined && hash.digest('hex') !== digest) throw new AssayError('device-digest-mismatch')
  return files
}

/** The bytes of a package, which a hash takes as they pass. */
export async function* hashed(source: PackageSource, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source instanceof Uint8Array ? [source] : source()) {
    hash.update(chunk)
    yield chunk
  }
}

/** Writes an entry where nothing lies yet; gives its size. @throws AssayError device-package-invalid where the bytes are used up */
export async function writeContent(
  content: AsyncIterable<Buffer>,
  file: string,
  left: { bytes: number },
): Promise<number> {
  let size = 0
  async function* counted() {
    for await (const chunk of content) {
      size += chunk.length
      left.bytes -= chunk.length
      if (left.bytes < 0) throw invalid(file, 'too-many-bytes', { most: mostBytes })
      yield chunk
    }
  }
  makeFolder(dirname(file))
  await pipeline(Readable.from(counted()), createWriteStream(file, { flags: 'wx', mode: 0o600 }))
  return size
}

/** A name can't be a file's and a folder's at the same time. */
export function assertNoFileAbove(path: string, files: ReadonlySet<string>): void {
  for (let above = dirname(path); above !== '.'; above = dirname(above))
    if (files.has(above.toLowerCase())) throw invalid(path, 'folder-is-a-file')
}

/** The path of an entry, '' for the top. @throws AssayError device-package-invalid for what is no plain file of a plain name */
export function checkedPath({ name, type, mode = 0 }: Header): string {
  if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') throw invalid(name, 'not-a-plain-file')
  if ((mode & 0o7000) !== 0) throw invalid(name, 'special-mode')
  const path = name.replace(/^\.\//, '').replace(/\/$/, '')
  if (type === 'directory' && (path === '' || path === '.')) return ''
  const isPlain =
    path.length <= 200 && path.split('/').every((part: string) => /^[A-Za-z0-9_][A-Za-z0-9._+@-]*$/.test(part))
  if (!isPlain) throw invalid(name, 'path-not-plain')
  return path
}
