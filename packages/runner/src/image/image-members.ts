import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { invalid, partsOf } from './file-tree.ts'
import type { ImageLimits } from './image-limits.ts'
import { readTar } from './read-tar.ts'

/** A file of an image archive, on the disk under a number. */
export interface ImageMember {
  file: string
  size: number
  sha256: string
}

/** The files of an image archive by name. */
export interface ImageMembers {
  find(name: string): ImageMember | undefined
}

const mostJsonBytes = 4 * 2 ** 20

/**
 * Lays the files of an image archive in a folder under numbers, with their hashes. Links between them, which docker saves
 * in place of layers that stand there already, are followed among the members alone.
 * @throws AssayError device-package-invalid
 */
export async function spoolMembers(
  archive: AsyncIterable<Uint8Array>,
  folder: string,
  limits: ImageLimits,
): Promise<ImageMembers> {
  const members = new Map<string, ImageMember>()
  const aliases = new Map<string, string>()
  let count = 0
  let bytes = 0
  for await (const { header, content } of readTar(archive, 'image')) {
    count += 1
    if (count > limits.entries) throw invalid(header.name, 'too-many-entries', { most: limits.entries })
    const name = partsOf(header.name).join('/')
    if (header.type === 'directory') continue
    if (members.has(name) || aliases.has(name)) throw invalid(name, 'name-stands-twice')
    if (header.type === 'symlink') aliases.set(name, posix.join(posix.dirname(name), header.linkname ?? ''))
    else if (header.type === 'file' || header.type === 'contiguous-file') {
      const member = await spool(content, join(folder, `${count}`), limits.unpackedBytes - bytes)
      bytes += member.size
      members.set(name, member)
    } else throw invalid(name, 'not-a-plain-file')
  }
  return { find: (name) => members.get(name) ?? members.get(aliases.get(name) ?? '') }
}

async function spool(content: AsyncIterable<Buffer>, file: string, most: number): Promise<ImageMember> {
  const hash = createHash('sha256')
  let size = 0
  async function* counted() {
    for await (const chunk of content) {
      size += chunk.length
      if (size > most) throw invalid('image', 'too-many-bytes', { most })
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(file, { mode: 0o600 }))
  return { file, size, sha256: hash.digest('hex') }
}

/** A JSON file of an image archive. */
export async function readJson({ file, size }: ImageMember, name: string): Promise<unknown> {
  if (size > mostJsonBytes) throw invalid(name, 'too-many-bytes', { most: mostJsonBytes })
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw invalid(name, 'not-json')
  }
}
