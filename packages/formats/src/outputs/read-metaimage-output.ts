import { AssayError } from '@assay/contracts'
import { inflateZlib } from '../images/inflate.ts'
import { metaImageDimensions, readMetaImageHeader, readMetaImagePlaneHeader } from '../images/read-metaimage.ts'
import { spacingOf, type VolumeValues } from '../images/volume.ts'
import { bytesOf, readValues } from '../images/voxel-kinds.ts'
import type { VoxelPlace } from '../images/voxel-place.ts'
import { type ImageOutput, mostOutputBytes, mostOutputValues } from './image-output.ts'
import { OutputRefusal } from './refuse-output.ts'

/**
 * Reads a MetaImage of three dimensions as a volume, of two as a picture. What its header announces is held against what an answer may be
 * before a value is unpacked, and no more is unpacked than it announces.
 * @throws OutputRefusal
 */
export function readMetaImageOutput(bytes: Uint8Array): ImageOutput {
  const dimensions = header(() => metaImageDimensions(bytes, 'output'))
  if (dimensions === '2') return planeOf(bytes)
  if (dimensions !== '3') throw new OutputRefusal('image-dimensions', dimensions.slice(0, 10))
  const { size, affine, place } = header(() => readMetaImageHeader(bytes, 'output'))
  const values = valuesAt(place, bytes, size.join(' × '))
  return { kind: 'volume', volume: { size, spacing: spacingOf(affine), affine, values } }
}

function planeOf(bytes: Uint8Array): ImageOutput {
  const { size, spacing, channels, place } = header(() => readMetaImagePlaneHeader(bytes, 'output'))
  if (channels !== 1 && channels !== 3) throw new OutputRefusal('image-channels', `${channels}`)
  const [width, height] = size
  const values = valuesAt(place, bytes, size.join(' × '))
  const pixelSpacing = [spacing[1], spacing[0]] as const
  return { kind: 'picture', picture: { width, height, channels, values, pixelSpacing } }
}

/** What the reader of headers refuses is the device's fault: its words are for people at the node. */
function header<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const detail = `${error.parameters.what ?? ''}`
    throw new OutputRefusal(error.code === 'image-unsupported' ? 'image-type' : 'image-damaged', detail)
  }
}

function valuesAt(place: VoxelPlace, bytes: Uint8Array, size: string): VolumeValues {
  const { kind, voxels, elsewhere, encoding, start, skip } = place
  const due = bytesOf(kind, voxels)
  if (!(voxels <= mostOutputValues && due <= mostOutputBytes))
    throw new OutputRefusal('image-larger-than-allowed', size)
  if (elsewhere || encoding === 'text')
    throw new OutputRefusal('image-type', elsewhere ? 'ElementDataFile' : 'BinaryData')
  const body = bytes.subarray(start)
  const raw =
    encoding === 'zlib' ? unpacked(body, due) : body.subarray(skip === 'last' ? Math.max(0, body.length - due) : 0)
  if (raw.length < due) throw new OutputRefusal('image-bytes-short', `${raw.length} / ${due}`)
  return readValues(raw, place)
}

function unpacked(body: Uint8Array, due: number): Uint8Array {
  try {
    return inflateZlib(body, 'output', due)
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const what = `${error.parameters.what}`
    throw new OutputRefusal(what.startsWith('more') ? 'image-unpacks-to-more' : 'image-damaged', what)
  }
}
