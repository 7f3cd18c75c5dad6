import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { headerExtension, voxelFilesOf } from '@assay/formats'

/** A file is read as a whole. */
const mostBytes = 2 ** 31 - 1

/** Bytes of a header that are read to learn where its voxels are. */
const headBytes = 2 ** 16

/**
 * A file's content.
 * @param name what stands in errors for it
 * @throws AssayError object-unreadable
 */
export function contentOf(path: string, name: string): Buffer {
  const unreadable = (what: string) => new AssayError('object-unreadable', { where: name, what })
  try {
    if (statSync(path).size > mostBytes) throw unreadable('larger than 2 GiB')
    return readFileSync(path)
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw unreadable((error as NodeJS.ErrnoException).code ?? String(error))
  }
}

/** Files, of some, that hold the voxels of a header beside them: both are one content. */
export function voxelFilesAmong(files: readonly string[]): ReadonlySet<string> {
  const there = new Set(files)
  return new Set(
    files
      .filter((path) => headerExtension.test(path))
      .flatMap((path) => {
        const named = voxelFilesOf(headOf(path), basename(path)).map((name) => join(dirname(path), name))
        return named.find((one) => one !== path && there.has(one)) ?? []
      }),
  )
}

/** The beginning of a file; nothing of one that can't be read, which is said when its content is asked for. */
function headOf(path: string): Uint8Array {
  const head = Buffer.alloc(headBytes)
  try {
    const file = openSync(path, 'r')
    try {
      return head.subarray(0, readSync(file, head, 0, headBytes, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return head.subarray(0, 0)
  }
}
