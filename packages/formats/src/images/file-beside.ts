import { AssayError } from '@assay/contracts'

/** Bytes of a file in the same folder, by its name; undefined where there is none. */
export type FileBeside = (name: string) => Uint8Array | undefined

/** For bytes that have no folder. */
export const noFiles: FileBeside = () => undefined

/**
 * The file that a header names for its voxels: the first of some names that is there. A name that leads out of the folder is not followed.
 * @param file the header's name, for errors
 * @throws AssayError image-unreadable
 */
export function readBeside<Found>(
  names: readonly string[],
  beside: (name: string) => Found | undefined,
  file: string,
): Found {
  const inFolder = names.map((name) => name.replace(/^\.\//, '')).filter(isInFolder)
  for (const name of inFolder) {
    const found = beside(name)
    if (found) return found
  }
  const isThere = inFolder.length > 0
  const what = isThere ? 'its voxels are in another file that is not there' : 'its voxels are in another folder'
  throw new AssayError('image-unreadable', { where: file, what })
}

function isInFolder(name: string): boolean {
  return name !== '' && !/[/\\]/.test(name) && name !== '..'
}
