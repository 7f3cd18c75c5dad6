import { streamSeg } from '../dicom/stream-seg.ts'
import { sniffFormat } from '../sniff-format.ts'
import { readBeside } from './file-beside.ts'
import { type FileSource, readBytes } from './file-source.ts'
import { readVolume, volumeHeaders } from './read-volume.ts'
import { streamVoxels } from './stream-voxels.ts'
import { spacingOf, type Volume, type VolumeValues } from './volume.ts'
import type { VoxelPlace } from './voxel-place.ts'

/** A volume whose voxels come in parts that follow each other, x fastest, then y, then z. */
export interface VolumeStream extends Omit<Volume, 'values'> {
  /** @throws AssayError image-unreadable, while they are read, for voxels that are damaged or too few */
  readonly parts: () => AsyncGenerator<VolumeValues>
}

/** More than the longest header that is read. */
const headLength = 2 ** 20 + 2 ** 12

/**
 * Opens a volume to read it a part at a time: NIfTI, NRRD, MetaImage, and DICOM Segmentations plane by plane. What is packed with the voxels at its end is read
 * whole, and is then one part; so is a deflated segmentation.
 * @param file its name, for errors, and for the file beside a NIfTI header, which is called alike
 * @param beside files in the same folder, for headers whose voxels are elsewhere
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable
 */
export async function streamVolume(
  source: FileSource,
  file: string,
  beside: (name: string) => FileSource | undefined = () => undefined,
): Promise<VolumeStream> {
  const head = await readBytes(source, 0, headLength)
  const format = sniffFormat(head)
  const header = format && volumeHeaders[format]?.(head, file)
  if (header && isStreamed(header.place)) {
    const { size, affine, place } = header
    const body = place.elsewhere ? readBeside(place.elsewhere, beside, file) : source
    return { size, affine, spacing: spacingOf(affine), parts: () => streamVoxels(place, body, file) }
  }
  const seg = format === 'dicom' ? await streamSeg(source, file) : undefined
  if (seg) return seg
  const { values, ...grid } = readVolume(source.whole(), file, (name) => beside(name)?.whole())
  return { ...grid, parts: () => onePart(values) }
}

async function* onePart(values: VolumeValues): AsyncGenerator<VolumeValues> {
  yield values
}

/** Where the voxels are must be known before they are unpacked. */
function isStreamed({ encoding, lines, skip }: VoxelPlace): boolean {
  return skip !== 'last' || (encoding === 'raw' && lines === 0)
}
