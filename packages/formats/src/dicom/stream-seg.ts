import { AssayError } from '@assay/contracts'
import { type FileSource, readBytes } from '../images/file-source.ts'
import { spacingOf, type Volume } from '../images/volume.ts'
import type { Dataset } from './dataset.ts'
import { readDataset } from './read-dataset.ts'
import { readSegHeader, type SegFrame, type SegHeader } from './read-seg.ts'
import { transferSyntaxOf } from './transfer-syntaxes.ts'

/** A segmentation whose planes come one after the other. */
type SegStream = Omit<Volume, 'values'> & { readonly parts: () => AsyncGenerator<Uint16Array> }

/** What is read of a header, and then four times as much until its end is there: it describes each frame. */
const [headBytes, mostHeadBytes] = [2 ** 20, 2 ** 28]

/**
 * Opens a DICOM Segmentation to read it a plane at a time: of the file there are in memory its header and the frames of one plane. Undefined for one that is
 * compressed as a whole (deflated), whose frames can't be found without unpacking it.
 * @throws AssayError as `readSeg`; for segments that overlap, and voxels that are too few, while planes are read
 */
export async function streamSeg(source: FileSource, file: string): Promise<SegStream | undefined> {
  const data = await headerOf(source, file)
  if (!data) return undefined
  const seg = readSegHeader(data.header, file)
  const { size, affine } = seg
  return { size, affine, spacing: spacingOf(affine), parts: () => planes(seg, data, source, file) }
}

interface Opened {
  readonly header: Dataset
  /** Where the pixels begin in the file, and their bytes. */
  readonly pixels: { readonly offset: number; readonly length: number }
}

/** The header, and where the pixels behind it are; undefined where bytes of the file are no bytes of the data set. */
async function headerOf(source: FileSource, file: string): Promise<Opened | undefined> {
  for (let length = headBytes; ; length *= 4) {
    const head = await readBytes(source, 0, length)
    const isAll = head.length >= source.length || length >= mostHeadBytes
    const header = readHead(head, file, isAll)
    if (header && transferSyntaxOf(header.syntax).isDeflated) return undefined
    const pixels = header && pixelsBehind(header, head)
    if (pixels) return { header, pixels }
    if (isAll) throw new AssayError('image-unreadable', { where: file, what: 'no pixel data' })
  }
}

/** Undefined where it goes on behind what is there. */
function readHead(head: Uint8Array, file: string, isAll: boolean): Dataset | undefined {
  try {
    return readDataset(head, file, { pixels: 'skip' })
  } catch (error) {
    if (isAll || !(error instanceof AssayError)) throw error
    return undefined
  }
}

/** Where the value of the pixel data begins, which is the element behind the header, and how long it is. */
function pixelsBehind({ end, isExplicit, isBigEndian }: Dataset, head: Uint8Array): Opened['pixels'] | undefined {
  const size = isExplicit ? 12 : 8
  if (head.length < end + size) return undefined
  const view = new DataView(head.buffer, head.byteOffset + end, size)
  const isPixels = view.getUint16(0, !isBigEndian) === 0x7fe0 && view.getUint16(2, !isBigEndian) === 0x0010
  return isPixels ? { offset: end + size, length: view.getUint32(size - 4, !isBigEndian) } : undefined
}

/** A length that stands for none. Source: DICOM PS3.5 7.1. */
const undefinedLength = 0xffffffff

/** Every plane of the grid in its order; those without a frame are empty. */
async function* planes(
  seg: SegHeader,
  { pixels }: Opened,
  source: FileSource,
  file: string,
): AsyncGenerator<Uint16Array> {
  if (pixels.length === undefinedLength)
    throw new AssayError('image-unreadable', { where: file, what: 'pixel data in fragments' })
  seg.assertWhole(Math.min(pixels.length, source.length - pixels.offset))
  const byPlane = Map.groupBy(seg.frames, ({ plane }: SegFrame) => plane)
  const [columns, rows, count] = seg.size
  for (let index = 0; index < count; index += 1) {
    const plane = new Uint16Array(columns * rows)
    for (const frame of byPlane.get(index) ?? []) {
      const { from, to } = frame.bytes
      seg.place(plane, frame, await readBytes(source, pixels.offset + from, to - from))
    }
    yield plane
  }
}
