import { AssayError } from '@assay/contracts'

/** Bytes of a file in the same folder, by its name; undefined where there is none. */
export type FileBeside = (name: string) => Uint8Array | undefined

/** For bytes that have no folder. */
export const noFiles: FileBeside = () => undefined

/**
 * The file that a header names for its voxels. A name that leads out of the folder is not followed.
 * @param file the header's name, for errors
 * @throws AssayError image-unreadable
 */
export function readBeside(name: string, beside: FileBeside, file: string): Uint8Array {
  const plain = name.replace(/^\.\//, '')
  const isInFolder = plain !== '' && !/[/\\]/.test(plain) && plain !== '..'
  const bytes = isInFolder ? beside(plain) : undefined
  if (bytes) return bytes
  const what = isInFolder ? 'its voxels are in another file that is not there' : 'its voxels are in another folder'
  throw new AssayError('image-unreadable', { where: file, what })
}
