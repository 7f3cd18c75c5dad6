import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AssayError, type DeviceManifest } from '@assay/contracts'
import { pack } from 'tar-stream'
import { readPackage } from './read-package.ts'

/** What was packed. */
interface PackedPackage {
  manifest: DeviceManifest
  /** SHA-256 of the archive. */
  digest: string
  bytes: number
}

/**
 * Packs a device's folder in memory, as `packToFile` does.
 * @throws AssayError device-package-invalid
 */
export async function packPackage(folder: string): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of archiveOf(folder)) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  await readPackage(bytes)
  return bytes
}

/**
 * Packs a device's folder into a tar archive whose bytes depend on nothing but names and contents: sorted, no times, no
 * owners. Hidden files, tests (`*.test.*`), `node_modules`, and what only people read or builders of images use
 * (`README*`, `Containerfile`, `Dockerfile`) stay out; of a device with an image all but `device.json`, the image and
 * `model/` does.
 * @param file where the archive is written; nothing is left there where the package can not be used
 * @throws AssayError device-package-invalid
 */
export async function packToFile(folder: string, file: string): Promise<PackedPackage> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted() {
    for await (const piece of archiveOf(folder)) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  try {
    await pipeline(Readable.from(counted(), { objectMode: false }), createWriteStream(file))
    return { manifest: await readPackage(() => createReadStream(file)), digest: hash.digest('hex'), bytes }
  } catch (error) {
    await rm(file, { force: true })
    throw error
  }
}

async function* archiveOf(folder: string): AsyncGenerator<Buffer> {
  const files = filesBelow(folder).filter(partOf(folder))
  const archive = pack()
  const filled = fill(archive, folder, files).catch((error) => archive.destroy(error))
  yield* archive as AsyncIterable<Buffer>
  await filled
}

async function fill(archive: ReturnType<typeof pack>, folder: string, files: readonly string[]): Promise<void> {
  for (const path of files) {
    const { mode, size } = statSync(join(folder, path))
    const header = { name: path, size, mtime: new Date(0), mode: (mode & 0o111) === 0 ? 0o644 : 0o755 }
    await pipeline(createReadStream(join(folder, path)), archive.entry(header))
  }
  archive.finalize()
}

/** Which files of a folder belong to its package. */
function partOf(folder: string): (path: string) => boolean {
  const image = imageNamedIn(join(folder, 'device.json'))
  if (image === undefined) return (path) => !/^(README.*|Containerfile|Dockerfile)$/.test(path)
  return (path) => path === 'device.json' || path === image || path.startsWith('model/')
}

/** The reader says later what is wrong with a manifest. */
function imageNamedIn(manifest: string): string | undefined {
  try {
    const { image } = JSON.parse(readFileSync(manifest, 'utf8')).program
    return typeof image === 'string' ? image : undefined
  } catch {
    return undefined
  }
}

function filesBelow(folder: string, below = ''): string[] {
  let names: string[]
  try {
    names = readdirSync(join(folder, below))
  } catch {
    throw invalid(folder, 'folder-missing')
  }
  return names
    .filter((name) => !name.startsWith('.') && name !== 'node_modules' && !name.includes('.test.'))
    .sort()
    .flatMap((name) => {
      const path = below ? `${below}/${name}` : name
      const stat = lstatSync(join(folder, path))
      if (stat.isDirectory()) return filesBelow(folder, path)
      if (!stat.isFile()) throw invalid(path, 'not-a-plain-file')
      return [path]
    })
}

function invalid(where: string, what: string): AssayError {
  return new AssayError('device-package-invalid', { where, what })
}
