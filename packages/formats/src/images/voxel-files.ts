import { AssayError } from '@assay/contracts'
import { type FileFormat, sniffFormat } from '../sniff-format.ts'
import { readMetaImageHeader } from './read-metaimage.ts'
import { readNiftiPlace } from './read-nifti.ts'
import { readNrrdHeader } from './read-nrrd.ts'

/** Endings that headers usually have whose voxels lie in a file beside them. */
export const headerExtension = /\.(mhd|mha|nhdr|nrrd|hdr|hdr\.gz)$/i

type FilesOf = (head: Uint8Array, name: string) => readonly string[] | undefined

const filesByFormat: Readonly<Partial<Record<FileFormat, FilesOf>>> = {
  nifti: (head, name) => readNiftiPlace(head, name).elsewhere,
  analyze: (_, name) => [name.replace(/\.hdr$/i, '.img')],
  nrrd: (head, name) => readNrrdHeader(head, name).place.elsewhere,
  metaimage: (head, name) => readMetaImageHeader(head, name).place.elsewhere,
}

/**
 * The names that the file beside a header may have in which its voxels lie; none where they are in its own, and for what is no such header.
 * @param head the header, or its first 65 536 bytes
 * @param name its name, after which that of a NIfTI image's other half goes
 */
export function voxelFilesOf(head: Uint8Array, name: string): readonly string[] {
  const format = sniffFormat(head)
  try {
    return (format && filesByFormat[format]?.(head, name)) ?? []
  } catch (error) {
    if (error instanceof AssayError) return []
    throw error
  }
}
