import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { readTar } from '../image/read-tar.ts'
import {
  assertNoFileAbove,
  checkedPath,
  mostBytes,
  type PackageSource,
  unpackFiles,
  writeContent,
} from './unpack-files.ts'

/** Files of a large set: some for each case. */
const mostFiles = 500_000

/**
 * Lays the files of a results archive (a tar), read as hostile, below an empty folder: plain files with plain names, bounded
 * in number and size, as in a device package.
 * @returns their paths
 * @throws AssayError device-package-invalid (`where`, `what`), device-digest-mismatch
 */
export async function unpackResults(source: PackageSource, folder: string, digest: string): Promise<string[]> {
  return (await unpackFiles(source, folder, digest, mostFiles)).map(({ path }) => path)
}

/** An entry of a results archive, in its order. */
export interface ResultsEntry {
  /** From 1. */
  readonly line: number
  /** As the archive has it, cut to a length that can be shown. */
  readonly path: string
  /** What is wrong with it, in the codes of device packages; undefined where it was laid. */
  readonly fault?: string
}

/**
 * Lays what can be laid of a results archive, and says of every entry what is wrong: a fault of one loses no other. Where nothing more can
 * be read, the last entry says so.
 */
export async function examineResults(source: PackageSource, folder: string): Promise<ResultsEntry[]> {
  const entries: ResultsEntry[] = []
  const names = new Set<string>()
  const left = { bytes: mostBytes }
  const note = (path: string, fault?: string) => {
    entries.push({ line: entries.length + 1, path: path.slice(0, 200), ...(fault === undefined ? {} : { fault }) })
  }
  try {
    for await (const { header, content } of readTar(sourceOf(source), 'archive')) {
      if (entries.length >= mostFiles) throw new AssayError('device-package-invalid', { what: 'too-many-entries' })
      if (header.type === 'directory') continue
      const fault = faultOf(() => {
        const path = checkedPath(header)
        if (names.has(path.toLowerCase())) throw new AssayError('device-package-invalid', { what: 'name-stands-twice' })
        assertNoFileAbove(path, names)
      })
      if (fault === undefined) {
        const path = checkedPath(header)
        names.add(path.toLowerCase())
        await writeContent(content, join(folder, path), left)
      } else await passOver(content)
      note(header.name, fault)
    }
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    note('', `${error.parameters.what}`)
  }
  return entries
}

async function* sourceOf(source: PackageSource): AsyncGenerator<Uint8Array> {
  yield* source instanceof Uint8Array ? [source] : source()
}

function faultOf(check: () => void): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return `${error.parameters.what}`
  }
}

async function passOver(content: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of content);
}
