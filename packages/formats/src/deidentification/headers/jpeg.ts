import type { Refuse } from './refuse.ts'

/** JFIF, ICC profiles, and Adobe's word on colours; every other application segment is Exif, XMP, IPTC, a thumbnail or a maker's own. */
const keptApplications: readonly [marker: number, identifier: string][] = [
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
]

/**
 * A JPEG without comments, Exif and other application segments, and without what follows its end. The orientation that Exif gave stays, in
 * a segment of its own. Source: ITU-T T.81 annex B.
 */
export function jpegWithoutTexts(bytes: Buffer, refuse: Refuse): Buffer {
  const pieces = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) throw refuse('cut-off')
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === 0xd9) return Buffer.concat([...pieces, bytes.subarray(at, at + 2)])
    const end = at + 2 + (at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 2 ** 16)
    if (end > bytes.length) throw refuse('cut-off')
    const segment = bytes.subarray(at, end)
    pieces.push(...keptSegment(marker, segment))
    at = marker === 0xda ? scanEnd(bytes, end) : end
    if (marker === 0xda) pieces.push(bytes.subarray(end, at))
  }
  throw refuse('cut-off')
}

function keptSegment(marker: number, segment: Buffer): Buffer[] {
  const orientation = marker === 0xe1 ? exifOrientation(segment) : undefined
  if (orientation !== undefined) return [orientationSegment(orientation)]
  const isApplication = marker >= 0xe0 && marker <= 0xef
  if (marker === 0xfe || (isApplication && !isKept(marker, segment))) return []
  return [marker === 0xe0 ? withoutThumbnail(segment) : segment]
}

function isKept(marker: number, segment: Buffer): boolean {
  return keptApplications.some(([own, id]) => own === marker && segment.toString('latin1', 4, 4 + id.length) === id)
}

/** JFIF may carry a small picture. */
function withoutThumbnail(segment: Buffer): Buffer {
  const short = Buffer.from(segment.subarray(0, 18))
  short.writeUInt16BE(16, 2)
  short[16] = 0
  short[17] = 0
  return short
}

/** Where the compressed data of a scan end: at a marker that is no stuffing and no restart. */
function scanEnd(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1]!
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
    at = bytes.indexOf(0xff, at + 1)
  }
  return bytes.length
}

/** 2 to 8 where Exif turns the picture. Source: CIPA DC-008, tag 0112. */
function exifOrientation(segment: Buffer): number | undefined {
  if (segment.toString('latin1', 4, 10) !== 'Exif\0\0' || segment.length < 26) return undefined
  const tiff = segment.subarray(10)
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at: number) => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = Math.min(u16(first), 512)
  for (let i = 0; i < entries; i += 1) {
    const at = first + 2 + 12 * i
    if (u16(at) === 0x0112) return u16(at + 8) >= 2 && u16(at + 8) <= 8 ? u16(at + 8) : undefined
  }
  return undefined
}

function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.from('4d4d002a00000008000101120003000000010000000000000000', 'hex')
  tiff.writeUInt16BE(orientation, 18)
  const content = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, 0, 0])
  head.writeUInt16BE(content.length + 2, 2)
  return Buffer.concat([head, content])
}
