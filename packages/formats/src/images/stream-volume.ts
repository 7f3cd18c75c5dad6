import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { sniffFormat } from '../sniff-format.ts'
import { readBeside } from './file-beside.ts'
import { isGzip } from './gzip-head.ts'
import { mostUnpacked } from './inflate.ts'
import { readVolume, volumeHeaders } from './read-volume.ts'
import { spacingOf, type Volume, type VolumeValues } from './volume.ts'
import { bytesOf, readValues } from './voxel-kinds.ts'
import { scaled, tooShort, type VoxelPlace } from './voxel-place.ts'

/** A file whose bytes come a part at a time. */
export interface FileSource {
  /** Bytes that it has. */
  readonly length: number
  /** Its bytes from a place on, in parts. */
  readonly read: (from: number) => AsyncIterable<Uint8Array>
  readonly whole: () => Uint8Array
}

/** A volume whose voxels come in parts that follow each other, x fastest, then y, then z. */
export interface VolumeStream extends Omit<Volume, 'values'> {
  /** @throws AssayError image-unreadable, while they are read, for voxels that are damaged or too few */
  readonly parts: () => AsyncGenerator<VolumeValues>
}

/** More than the longest header that is read. */
const headLength = 2 ** 20 + 2 ** 12

/** More voxels than places in 32 bits are refused: a volume of that many is no picture of a patient. */
const mostStreamed = 2 ** 32 - 1

/** Bytes that are unpacked at a time. */
const partLength = 2 ** 20

/**
 * Opens a volume to read it a part at a time: NIfTI, NRRD and MetaImage whose voxels are raw, gzip or zlib. What is written as text, or is DICOM, is read
 * whole, and is then one part.
 * @param file its name, for errors, and for the file beside a NIfTI header, which is called alike
 * @param beside files in the same folder, for headers whose voxels are elsewhere
 * @throws AssayError image-unreadable, image-unsupported, dicom-unreadable
 */
export async function streamVolume(
  source: FileSource,
  file: string,
  beside: (name: string) => FileSource | undefined = () => undefined,
): Promise<VolumeStream> {
  const head = await headOf(source, headLength)
  const format = sniffFormat(head)
  const header = format && volumeHeaders[format]?.(head, file)
  if (!header || !isStreamed(header.place)) {
    const { values, ...grid } = readVolume(source.whole(), file, (name) => beside(name)?.whole())
    return { ...grid, parts: () => onePart(values) }
  }
  const { size, affine, place } = header
  const body = place.elsewhere ? readBeside(place.elsewhere, beside, file) : source
  return { size, affine, spacing: spacingOf(affine), parts: () => streamVoxels(place, body, file) }
}

async function* onePart(values: VolumeValues): AsyncGenerator<VolumeValues> {
  yield values
}

/** Where the voxels are must be known before they are unpacked. */
function isStreamed({ encoding, lines, skip }: VoxelPlace): boolean {
  if (encoding === 'text' || encoding === 'hex' || lines > 0) return false
  return encoding === 'raw' || skip !== 'last'
}

/** The first bytes of a file, or all of it where it is shorter. */
async function headOf(source: FileSource, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of source.read(0)) {
    parts.push(part)
    bytes += part.length
    if (bytes >= length) break
  }
  return Buffer.concat(parts).subarray(0, length)
}

async function* streamVoxels(place: VoxelPlace, body: FileSource, file: string): AsyncGenerator<VolumeValues> {
  const { kind, voxels, littleEndian } = place
  const [due, width] = [bytesOf(kind, voxels), bytesOf(kind, 1)]
  const unpack = await unpackerOf(place, body)
  const skipped = place.skip === 'last' ? Math.max(0, body.length - place.start - due) : place.skip
  if (!unpack && body.length - place.start - skipped < due)
    throw tooShort(Math.max(0, body.length - place.start - skipped), due, file)
  if (voxels > mostStreamed) throw new AssayError('image-unsupported', { where: file, what: `${voxels} voxels` })
  const parts = unpack
    ? unpacked(body.read(place.start), unpack, { file, most: Math.max(mostUnpacked, skipped + due) })
    : body.read(place.start + skipped)
  let [toSkip, left, bytesSoFar] = [unpack ? skipped : 0, voxels, 0]
  let rest: Uint8Array = new Uint8Array(0)
  for await (const part of parts) {
    bytesSoFar += part.length
    if (left === 0) {
      // What is packed is read to its end, where its checksum is.
      if (unpack) continue
      break
    }
    const own = part.subarray(Math.min(toSkip, part.length))
    toSkip -= part.length - own.length
    const bytes = rest.length > 0 ? Buffer.concat([rest, own]) : own
    const count = Math.min(left, Math.floor(bytes.length / width))
    rest = bytes.subarray(count * width)
    left -= count
    if (count > 0) yield scaled(readValues(bytes, { kind, voxels: count, littleEndian }), place)
  }
  if (left > 0) throw tooShort(Math.max(0, bytesSoFar - skipped), due, file)
}

type Packing = 'gzip' | 'zlib'

/** What the voxels are packed by; undefined for what is not packed. */
async function unpackerOf({ encoding, start }: VoxelPlace, body: FileSource): Promise<Packing | undefined> {
  if (encoding === 'gzip' || encoding === 'zlib') return encoding
  if (encoding !== 'by-bytes') return undefined
  return isGzip((await headOf(body, start + 2)).subarray(start)) ? 'gzip' : undefined
}

/** Unpacks parts as they come; none is longer than `partLength`, whatever it was packed into. */
async function* unpacked(
  packed: AsyncIterable<Uint8Array>,
  packing: Packing,
  { file, most }: { file: string; most: number },
): AsyncGenerator<Uint8Array> {
  const unpacker = { gzip: createGunzip, zlib: createInflate }[packing]({ chunkSize: partLength })
  // The error of either end reaches the reader of `unpacker`.
  pipeline(Readable.from(packed), unpacker).catch(() => {})
  let bytes = 0
  try {
    for await (const part of unpacker as AsyncIterable<Uint8Array>) {
      bytes += part.length
      if (bytes > most)
        throw new AssayError('image-unreadable', { where: file, what: `more than ${most} bytes when unpacked` })
      yield part
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw code.startsWith('Z_')
      ? new AssayError('image-unreadable', { where: file, what: `damaged ${packing}` })
      : error
  }
}
