import type { Dataset, Element } from '../dicom/dataset.ts'
import { number } from '../dicom/values.ts'

/** Bytes that the image's description counts, rounded up to even; undefined where it counts none. */
export function pixelBytes(dataset: Dataset): number | undefined {
  const [rows, columns, bits, samples, frames] = ['00280010', '00280011', '00280100', '00280002', '00280008'].map(
    (tag) => count(dataset, tag),
  )
  if (!rows || !columns || !bits) return undefined
  return 2 * Math.ceil((rows * columns * (samples ?? 1) * (frames ?? 1) * bits) / 16)
}

/** What is no number counts nothing here: whoever reads the image says so. */
function count(dataset: Dataset, tag: string): number | undefined {
  try {
    return number(dataset, tag)
  } catch {
    return undefined
  }
}

interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * Compressed pixel data with the comments and the cameras' notes in its frames' headers blanked, nothing else moved; undefined where there are
 * none. Source: ITU-T T.81 annex B (JPEG, JPEG-LS), T.800 annex A (JPEG 2000).
 */
export function withoutComments({ bytes }: Dataset, element: Element): Buffer | undefined {
  const stretches = element.fragments!.flatMap(({ offset, length }) => commentsOf(bytes, offset, offset + length))
  if (stretches.length === 0) return undefined
  const copy = Buffer.from(bytes.subarray(element.start, element.end))
  for (const { from, to } of stretches) copy.fill(0, from - element.start, to - element.start)
  return copy
}

/** Application segments that decoding or colours stand on: JFIF, ICC profiles, JPEG-LS's, Adobe's. */
const needed = new Set([0xe0, 0xe2, 0xe8, 0xee])

function commentsOf(bytes: Uint8Array, start: number, end: number): Stretch[] {
  const isJpeg = bytes[start] === 0xff && bytes[start + 1] === 0xd8
  const isJpeg2000 = bytes[start] === 0xff && bytes[start + 1] === 0x4f
  if (!isJpeg && !isJpeg2000) return []
  const lastMarker = isJpeg ? 0xda : 0x90
  const found: Stretch[] = []
  for (let at = start + 2; at + 4 <= end && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!
    if (marker === lastMarker) break
    const to = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!
    if (to > end || to < at + 4) break
    // Behind the length, JPEG 2000 says in two bytes what the comment is.
    if (isJpeg && isNote(marker)) found.push({ from: at + 4, to })
    if (isJpeg2000 && marker === 0x64) found.push({ from: at + 6, to })
    at = to
  }
  return found
}

function isNote(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !needed.has(marker))
}
