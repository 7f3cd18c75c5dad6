import type { Refuse } from './refuse.ts'

/** Tags that pixels, their places, units and colours are made of. TIFF 6.0, chapter 8 and the parts behind it. */
const kept = new Set([
  ...[
    254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301,
  ],
  ...[317, 318, 319, 320, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 347, 529, 530, 531, 532, 34675],
])

const bytesOfType = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]
const mostDirectories = 4096

interface Claim {
  readonly from: number
  readonly to: number
}

/**
 * A TIFF in which only what pixels are made of is left: other tags leave their directories, and every byte that no kept tag claims is zero.
 * Nothing moves. Offsets of 64 bits (BigTIFF) are refused.
 */
export function tiffWithoutTexts(bytes: Buffer, refuse: Refuse): Buffer {
  const little = bytes.toString('latin1', 0, 2) === 'II'
  const copy = Buffer.from(bytes)
  const view = new DataView(copy.buffer, copy.byteOffset, copy.byteLength)
  if (bytes.length < 8 || view.getUint16(2, little) !== 42) throw refuse('big-tiff')
  const claims: Claim[] = [{ from: 0, to: 8 }]
  const seen = new Set<number>()
  try {
    for (let at = view.getUint32(4, little); at !== 0; ) {
      if (seen.has(at) || seen.size >= mostDirectories) throw refuse('cut-off')
      seen.add(at)
      at = keepDirectory({ view, little, at, claims })
    }
  } catch (error) {
    throw error instanceof RangeError ? refuse('cut-off') : error
  }
  return blankRest(copy, claims)
}

interface Directory {
  readonly view: DataView
  readonly little: boolean
  readonly at: number
  readonly claims: Claim[]
}

/** Moves the kept entries to the front, claims what they point at, and says where the next directory is. */
function keepDirectory({ view, little, at, claims }: Directory): number {
  const count = view.getUint16(at, little)
  const next = view.getUint32(at + 2 + 12 * count, little)
  const entries = Array.from({ length: count }, (_, i) => readEntry(view, at + 2 + 12 * i, little))
  const staying = entries.filter(({ tag, size }) => kept.has(tag) && size > 0)
  for (const { size, value } of staying) if (size > 4) claims.push({ from: value, to: value + size })
  claimData(view, little, staying, claims)
  view.setUint16(at, staying.length, little)
  for (const [i, { bytes }] of staying.entries())
    for (let k = 0; k < 12; k += 1) view.setUint8(at + 2 + 12 * i + k, bytes[k]!)
  view.setUint32(at + 2 + 12 * staying.length, next, little)
  claims.push({ from: at, to: at + 6 + 12 * staying.length })
  return next
}

interface TiffEntry {
  readonly tag: number
  readonly type: number
  readonly count: number
  readonly size: number
  /** Where the values are: in the entry itself up to four bytes. */
  readonly place: number
  readonly value: number
  readonly bytes: Uint8Array
}

function readEntry(view: DataView, at: number, little: boolean): TiffEntry {
  const type = view.getUint16(at + 2, little)
  const count = view.getUint32(at + 4, little)
  const size = (bytesOfType[type] ?? 0) * count
  const value = view.getUint32(at + 8, little)
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, 12).slice()
  return { tag: view.getUint16(at, little), type, count, size, place: size > 4 ? value : at + 8, value, bytes }
}

/** Strips and tiles: offsets in 273 and 324, lengths in 279 and 325. */
function claimData(view: DataView, little: boolean, entries: readonly TiffEntry[], claims: Claim[]): void {
  for (const [offsetTag, lengthTag] of [
    [273, 279],
    [324, 325],
  ] as const) {
    const offsets = entries.find(({ tag }) => tag === offsetTag)
    const lengths = entries.find(({ tag }) => tag === lengthTag)
    if (!offsets || !lengths) continue
    for (let i = 0; i < offsets.count; i += 1) {
      const from = valueAt(view, offsets, i, little)
      claims.push({ from, to: from + valueAt(view, lengths, i, little) })
    }
  }
}

function valueAt(view: DataView, { type, place }: TiffEntry, i: number, little: boolean): number {
  return type === 3 ? view.getUint16(place + 2 * i, little) : view.getUint32(place + 4 * i, little)
}

function blankRest(bytes: Buffer, claims: readonly Claim[]): Buffer {
  let end = 0
  for (const { from, to } of [...claims].sort((a, b) => a.from - b.from)) {
    if (from > end) bytes.fill(0, end, Math.min(from, bytes.length))
    end = Math.max(end, to)
  }
  return bytes.subarray(0, Math.min(end, bytes.length))
}
