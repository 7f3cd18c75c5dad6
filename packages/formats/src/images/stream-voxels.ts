import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createInflate } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { type FileSource, readBytes } from './file-source.ts'
import { isGzip } from './gzip-head.ts'
import { mostUnpacked } from './inflate.ts'
import type { VolumeValues } from './volume.ts'
import { bytesOf, readValues, valuesOfWords } from './voxel-kinds.ts'
import { scaled, tooFewLines, tooShort, type VoxelPlace } from './voxel-place.ts'

/** More voxels than places in 32 bits are refused: a volume of that many is no picture of a patient. */
const mostStreamed = 2 ** 32 - 1

/** Bytes that are unpacked at a time. */
const partLength = 2 ** 20

/** A part of a file. */
type Parts = AsyncIterable<Uint8Array>

/**
 * The voxels of a file in parts, in the order in which they stand there.
 * @param body the file that they lie in
 * @param file the header's name, for errors
 * @throws AssayError image-unreadable, image-unsupported, while they are read
 */
export function streamVoxels(place: VoxelPlace, body: FileSource, file: string): AsyncGenerator<VolumeValues> {
  return place.encoding === 'text' ? streamWords(place, body, file) : streamBytes(place, body, file)
}

async function* streamBytes(place: VoxelPlace, body: FileSource, file: string): AsyncGenerator<VolumeValues> {
  const { kind, voxels, littleEndian } = place
  const [due, width] = [bytesOf(kind, voxels), bytesOf(kind, 1)]
  const packing = await packingOf(place, body)
  const { parts, skipped } = await bytesFrom(place, body, { file, due, packing })
  let [toSkip, left, bytesSoFar] = [skipped, voxels, 0]
  let rest: Uint8Array = new Uint8Array(0)
  for await (const part of parts) {
    bytesSoFar += part.length
    if (left === 0) {
      // What is packed is read to its end, where its checksum is.
      if (packing) continue
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
async function packingOf({ encoding, start }: VoxelPlace, body: FileSource): Promise<Packing | undefined> {
  if (encoding === 'gzip' || encoding === 'zlib') return encoding
  if (encoding !== 'by-bytes') return undefined
  return isGzip(Buffer.from(await readBytes(body, start, 2))) ? 'gzip' : undefined
}

/** Bytes as they were before they were packed, and how many of them come before the voxels. */
async function bytesFrom(
  { encoding, start, lines, skip, voxels }: VoxelPlace,
  body: FileSource,
  { file, due, packing }: { file: string; due: number; packing: Packing | undefined },
): Promise<{ parts: Parts; skipped: number }> {
  const skipped = skip === 'last' ? Math.max(0, body.length - start - due) : skip
  const isAtKnownPlace = packing === undefined && encoding !== 'hex' && lines === 0
  if (isAtKnownPlace && body.length - start - skipped < due)
    throw tooShort(Math.max(0, body.length - start - skipped), due, file)
  if (voxels > mostStreamed) throw new AssayError('image-unsupported', { where: file, what: `${voxels} voxels` })
  if (isAtKnownPlace) return { parts: body.read(start + skipped), skipped: 0 }
  const stored = withoutLines(body.read(start), lines, file)
  if (packing)
    return { parts: unpacked(stored, packing, { file, most: Math.max(mostUnpacked, skipped + due) }), skipped }
  return { parts: encoding === 'hex' ? fromHex(stored) : stored, skipped }
}

/** What follows a number of lines. */
async function* withoutLines(parts: Parts, lines: number, file: string): AsyncGenerator<Uint8Array> {
  let left = lines
  for await (const part of parts) {
    let at = 0
    while (left > 0) {
      const newline = part.indexOf(0x0a, at)
      if (newline < 0) break
      at = newline + 1
      left -= 1
    }
    if (left === 0) yield part.subarray(at)
  }
  if (left > 0) throw tooFewLines(lines, file)
}

/** Bytes of pairs of hexadecimal digits, up to what is none. */
async function* fromHex(parts: Parts): AsyncGenerator<Uint8Array> {
  let rest = ''
  for await (const part of parts) {
    const digits = rest + Buffer.from(part).toString('latin1').replace(/\s+/g, '')
    const whole = digits.slice(0, digits.length - (digits.length % 2))
    rest = digits.slice(whole.length)
    const bytes = Buffer.from(whole, 'hex')
    yield bytes
    if (2 * bytes.length < whole.length) return
  }
}

/** Unpacks parts as they come; none is longer than `partLength`, whatever it was packed into. */
async function* unpacked(
  packed: Parts,
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

/** No number is written with more letters. */
const longestWord = 4096

/** Where the word begins that a text ends in, which may go on. */
function lastWord(text: string): number {
  let at = text.length
  while (at > 0 && !/\s/.test(text[at - 1]!)) at -= 1
  return at
}

async function* streamWords(place: VoxelPlace, body: FileSource, file: string): AsyncGenerator<VolumeValues> {
  let [rest, read] = ['', 0]
  const values = (words: readonly string[]) => {
    const own = words.slice(0, place.voxels - read)
    const found = valuesOfWords(own, place.kind, { file, first: read })
    read += own.length
    return scaled(found, place)
  }
  for await (const part of withoutLines(body.read(place.start), place.lines, file)) {
    const text = rest + Buffer.from(part).toString('latin1')
    const ends = lastWord(text)
    rest = text.slice(ends)
    const words = text.slice(0, ends).split(/\s+/).filter(Boolean)
    if (words.length > 0 && read < place.voxels) yield values(words)
    if (read === place.voxels) return
    if (rest.length > longestWord)
      throw new AssayError('image-unreadable', { where: file, what: `voxel ${read} is no number` })
  }
  if (rest !== '') yield values([rest])
  if (read < place.voxels)
    throw new AssayError('image-unreadable', { where: file, what: `${read} voxels, ${place.voxels} are due` })
}
