import { createReadStream } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { extract } from 'tar-stream'
import { openPromise, type Entry as ZipEntry, type ZipFile } from 'yauzl'
import { mostObjectBytes, writeObject } from '../inbox/write-object.ts'

const mostEntries = 1_000_000

/** What a set may become for each byte of its archive, and what any may. */
const [mostTimes, least] = [100, 2 ** 30]

/** What is left of the limits. */
interface Room {
  entries: number
  bytes: number
}

/**
 * Unpacks a prepared set, a tar (also gzipped) or a zip by its bytes, below a folder. Refuses what leads out of it, links and
 * anything that is neither file nor folder, and what becomes too much.
 *
 * Throws `set-unreadable` (`what`), `set-entry-refused` (`entry`: its place, `what`), `too-large`.
 */
export async function unpackSet(archive: string, folder: string): Promise<void> {
  const { size } = await stat(archive)
  const room = { entries: mostEntries, bytes: Math.max(least, mostTimes * size) }
  const magic = await readMagic(archive)
  if (magic.startsWith('504b')) return unpackZip(archive, folder, room)
  const bytes = createReadStream(archive)
  await unpackTar(magic.startsWith('1f8b') ? bytes.pipe(gunzipOf(bytes)) : bytes, folder, room)
}

function gunzipOf(bytes: Readable) {
  const gunzip = createGunzip()
  bytes.on('error', (error) => gunzip.destroy(error))
  return gunzip
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

async function unpackTar(bytes: Readable, folder: string, room: Room): Promise<void> {
  const tar = extract()
  bytes.on('error', (error) => tar.destroy(error))
  bytes.pipe(tar)
  let place = 0
  try {
    for await (const entry of tar) {
      place += 1
      const { type, name } = entry.header
      if (type === 'directory') {
        pathBelow(folder, name, place)
        entry.resume()
      } else if (type === 'file')
        await unpackEntry(entry as AsyncIterable<Uint8Array>, pathBelow(folder, name, place), room)
      else throw refused(place, 'a link or a special file')
    }
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('set-unreadable', { what: 'tar' }, { cause: error })
  } finally {
    bytes.destroy()
  }
  if (place === 0) throw new AssayError('set-unreadable', { what: 'empty' })
}

async function unpackZip(archive: string, folder: string, room: Room): Promise<void> {
  let zip: ZipFile
  try {
    zip = await openPromise(archive, { lazyEntries: true, decodeStrings: true, validateEntrySizes: true })
  } catch (cause) {
    throw new AssayError('set-unreadable', { what: 'zip' }, { cause })
  }
  let place = 0
  try {
    for await (const entry of zip.eachEntry()) {
      place += 1
      await unpackZipEntry(zip, entry, { folder, place, room })
    }
  } catch (error) {
    if (error instanceof AssayError) throw error
    throw new AssayError('set-unreadable', { what: 'zip' }, { cause: error })
  } finally {
    zip.close()
  }
}

async function unpackZipEntry(
  zip: ZipFile,
  entry: ZipEntry,
  { folder, place, room }: { folder: string; place: number; room: Room },
): Promise<void> {
  const path = pathBelow(folder, entry.fileName, place)
  if (entry.fileName.endsWith('/')) return
  // The upper half of the external attributes is the mode that Unix gave it; 0 where another system wrote it.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  if (kind !== 0 && kind !== 0o100000) throw refused(place, 'a link or a special file')
  await unpackEntry(await zip.openReadStreamPromise(entry), path, room)
}

async function unpackEntry(bytes: AsyncIterable<Uint8Array>, path: string, room: Room): Promise<void> {
  room.entries -= 1
  if (room.entries < 0) throw new AssayError('too-large', { limit: mostEntries })
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const { size } = await writeObject(path, bytes, Math.min(room.bytes, mostObjectBytes))
  room.bytes -= size
}

/** The path of an entry, which lies in the folder. */
function pathBelow(folder: string, name: string, place: number): string {
  const parts = name.replace(/\/+$/, '').split('/')
  const isPlain = parts.every(
    (part, index) => (part === '.' && index === 0) || /^(?!\.{1,2}$)[^\0\\]{1,255}$/.test(part),
  )
  if (!isPlain || parts.length > 32) throw refused(place, 'a path that leads out of the set')
  return join(folder, ...parts)
}

function refused(entry: number, what: string): AssayError {
  return new AssayError('set-entry-refused', { entry, what })
}
