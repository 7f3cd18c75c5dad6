import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { crc32, createGunzip } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { extract, type Header } from 'tar-stream'
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl'
import { mostObjectBytes, writeObject } from '../inbox/write-object.ts'
import { type EntryFault, entryName, entryPlace, partsOf, refusedEntry } from './entry-place.ts'

const mostEntries = 1_000_000

/** What a set may become for each byte of its archive, and what any may. */
const [mostTimes, least] = [100, 2 ** 30]

/** An entry that was not unpacked, and why. */
export interface SpoiledEntry {
  /** Its place in the set, from 1. */
  readonly entry: number
  readonly name: string
  readonly what: EntryFault
}

/** A set while it is unpacked. */
interface Unpacking {
  readonly folder: string
  /** What is left of the limits. */
  entries: number
  bytes: number
  readonly mostBytes: number
  /** How many entries were looked at. */
  place: number
  readonly spoiled: SpoiledEntry[]
}

/**
 * Unpacks a prepared set, a tar (also gzipped) or a zip by its bytes, below a folder, which it makes. What is wrong with one entry (its
 * checksum, a cipher, its name) is told of that entry, and the rest is unpacked. Refused as a whole is a set with an entry that leads out
 * of it, is a link or anything else that is neither file nor folder, and one that becomes too much.
 * @returns the entries that were not unpacked
 * @throws AssayError set-unreadable (`what`), set-entry-refused (`entry`: its place, `what`), too-large
 */
export async function unpackSet(archive: string, folder: string): Promise<readonly SpoiledEntry[]> {
  const { size } = await stat(archive)
  const mostBytes = Math.max(least, mostTimes * size)
  const unpacking = { folder, entries: mostEntries, bytes: mostBytes, mostBytes, place: 0, spoiled: [] }
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const magic = await readMagic(archive)
  const bytes = () => createReadStream(archive)
  if (magic.startsWith('504b')) await told('zip', () => unpackZip(archive, unpacking))
  else await told('tar', () => unpackTar(magic.startsWith('1f8b') ? gunzipped(bytes()) : bytes(), unpacking))
  if (unpacking.place === 0) throw new AssayError('set-unreadable', { what: 'empty' })
  return unpacking.spoiled
}

/** What the reader of an archive throws, as an error of the set; what the machine throws stays what it is, and is tried again. */
async function told(what: string, unpack: () => Promise<void>): Promise<void> {
  try {
    await unpack()
  } catch (error) {
    if (error instanceof AssayError || isOfTheMachine(error)) throw error
    throw new AssayError('set-unreadable', { what }, { cause: error })
  }
}

function isOfTheMachine(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

function gunzipped(bytes: Readable): Readable {
  const gunzip = createGunzip()
  bytes.on('error', (error) => gunzip.destroy(error))
  return bytes.pipe(gunzip)
}

async function readMagic(archive: string): Promise<string> {
  const file = await open(archive, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString('hex')
  } finally {
    await file.close()
  }
}

async function unpackTar(bytes: Readable, unpacking: Unpacking): Promise<void> {
  // Names are decoded here: Latin-1 keeps their bytes.
  const tar = extract({ filenameEncoding: 'latin1' } as Parameters<typeof extract>[0])
  bytes.on('error', (error) => tar.destroy(error))
  bytes.pipe(tar)
  try {
    for await (const entry of tar) {
      const name = tarName(entry.header)
      const place = next(unpacking)
      const { type, size = 0 } = entry.header
      if (type !== 'directory' && type !== 'file') throw refusedEntry(place, 'entry-link')
      const what =
        type === 'file' ? await unpackFile(entry as AsyncIterable<Uint8Array>, { name, size }, unpacking) : undefined
      if (type === 'directory') partsOf(name, place)
      if (what) unpacking.spoiled.push({ entry: place, name, what })
      if (what || type === 'directory') entry.resume()
    }
  } finally {
    bytes.destroy()
  }
}

/** An extended header (pax) says a name in UTF-8. */
function tarName({ name, pax }: Header): string {
  const isUnicode = (pax as { path?: string } | null | undefined)?.path !== undefined
  return entryName(Buffer.from(name, isUnicode ? 'utf8' : 'latin1'), isUnicode)
}

async function unpackZip(archive: string, unpacking: Unpacking): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true, decodeStrings: false, validateEntrySizes: false })
  try {
    for await (const entry of zip.eachEntry()) {
      const name = zipName(entry as unknown as RawEntry)
      const place = next(unpacking)
      const what = await unpackZipEntry(zip, entry, name, unpacking)
      if (what) unpacking.spoiled.push({ entry: place, name, what })
    }
  } finally {
    zip.close()
  }
}

/** An entry whose name was not decoded. */
type RawEntry = Omit<Entry, 'fileName'> & { readonly fileName: Buffer }

/** Says a name in UTF-8 beside the one of the system (Info-ZIP's APPNOTE 4.6.9). */
const unicodePath = 0x7075

function zipName({ fileName, generalPurposeBitFlag, extraFields }: RawEntry): string {
  if (extraFields.some(({ id }) => id === unicodePath))
    return getFileNameLowLevel(generalPurposeBitFlag, fileName, extraFields, false)
  return entryName(fileName, (generalPurposeBitFlag & 0x800) !== 0)
}

async function unpackZipEntry(
  zip: ZipFile,
  entry: Entry,
  name: string,
  unpacking: Unpacking,
): Promise<EntryFault | undefined> {
  // The upper half of the external attributes is the mode that Unix gave it; 0 where another system wrote it.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  if (name.endsWith('/')) return void partsOf(name, unpacking.place)
  if (kind !== 0 && kind !== 0o100000) throw refusedEntry(unpacking.place, 'entry-link')
  if (entry.isEncrypted()) return 'entry-encrypted'
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return 'entry-method'
  const stream = await zip.openReadStreamPromise(entry).catch(notOfTheMachine)
  if (!stream) return 'entry-cut'
  try {
    const { uncompressedSize: size, crc32: sum } = entry
    return await unpackFile(stream, { name, size, sum }, unpacking)
  } finally {
    stream.destroy()
  }
}

function notOfTheMachine(error: unknown): undefined {
  if (isOfTheMachine(error)) throw error
}

/** Counts an entry; gives its place. */
function next(unpacking: Unpacking): number {
  unpacking.entries -= 1
  if (unpacking.entries < 0) throw new AssayError('too-large', { limit: mostEntries })
  unpacking.place += 1
  return unpacking.place
}

/** What an archive says of a file. */
interface Announced {
  readonly name: string
  readonly size: number
  /** CRC-32. */
  readonly sum?: number | undefined
}

/** Writes a file of a set; gives what is wrong with it, and leaves nothing of it then. */
async function unpackFile(
  bytes: AsyncIterable<Uint8Array>,
  { name, size, sum }: Announced,
  unpacking: Unpacking,
): Promise<EntryFault | undefined> {
  const place = await entryPlace(unpacking.folder, name, unpacking.place)
  if ('fault' in place) return place.fault
  if (size > mostObjectBytes) return 'entry-too-large'
  try {
    await writeObject(place.path, checked(bytes, { size, sum }, unpacking))
  } catch (error) {
    if (error instanceof Spoiled) return error.what
    if (sum === undefined || error instanceof AssayError || isOfTheMachine(error)) throw error
    return 'entry-cut'
  }
  return undefined
}

/** What ends the writing of one entry. */
class Spoiled extends Error {
  readonly what: EntryFault
  constructor(what: EntryFault) {
    super(what)
    this.what = what
  }
}

/** Bytes as they come, held against what was announced and what there is room for, also those that come to nothing. */
async function* checked(
  bytes: AsyncIterable<Uint8Array>,
  announced: Pick<Announced, 'size' | 'sum'>,
  unpacking: Unpacking,
): AsyncGenerator<Uint8Array> {
  let [size, sum] = [0, 0]
  for await (const piece of bytes) {
    size += piece.length
    unpacking.bytes -= piece.length
    if (unpacking.bytes < 0) throw new AssayError('too-large', { limit: unpacking.mostBytes })
    if (size > announced.size) throw new Spoiled('entry-cut')
    if (announced.sum !== undefined) sum = crc32(piece, sum)
    yield piece
  }
  if (size !== announced.size) throw new Spoiled('entry-cut')
  if (announced.sum !== undefined && announced.sum !== sum) throw new Spoiled('entry-checksum')
}
