import type { Socket } from '@assay/contracts'
import { freshCopies, readDataset, text, type Volume, writeSlices } from '@assay/formats'
import type { InputFile } from './category.ts'

/** The socket of the same image as the slices of a DICOM series, one file each. */
export function asDicomSet(socket: Socket): Socket {
  return { ...socket, kind: 'DICOM Image Set' }
}

/**
 * A volume as a DICOM series below a socket's folder. It is written anew from voxels and grid alone, so that nothing of how it came is in
 * it; UIDs are made with the key; files are called by their SOP instances, so that their order says nothing either. Numbers of instances
 * follow the grid.
 * @param key 32 bytes, of one case and one time that it is shown
 * @throws AssayError dicom-unsupported
 */
export function dicomSet(
  volume: Volume,
  modality: 'CT' | 'MR',
  { relativePath }: Socket,
  key: Uint8Array,
): InputFile[] {
  // The UIDs are replaced.
  const slices = writeSlices(volume, modality, { study: '2.25.1', series: '2.25.2', instance: '2.25.3' })
  const files = freshCopies(slices, key).map((bytes) => {
    const name = text(readDataset(bytes, 'slice', { pixels: 'skip' }), '00080018')
    return { path: `${relativePath}/${name}.dcm`, bytes }
  })
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
