import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { AssayError } from '@assay/contracts'
import { invalid } from './file-tree.ts'
import type { ImageLimits } from './image-limits.ts'
import type { ImageMember } from './image-members.ts'

const compressions = [
  { magic: Buffer.from('1f8b', 'hex'), unpack: createGunzip },
  { magic: Buffer.from('28b52ffd', 'hex'), unpack: createZstdDecompress },
]

/**
 * The tar of a layer, uncompressed on the way, bounded in its ratio, and held to its hash at its end.
 * @throws AssayError device-package-invalid `compression-broken`, `compression-ratio`, `digest-differs`
 */
export async function* openLayer(
  { member, diffId }: { member: ImageMember; diffId: string },
  { ratio, ratioFromBytes }: ImageLimits,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const most = Math.max(member.size * ratio, ratioFromBytes)
  let size = 0
  for await (const chunk of await uncompressed(member, diffId)) {
    size += chunk.length
    if (size > most) throw invalid(diffId, 'compression-ratio', { most: ratio })
    hash.update(chunk)
    yield chunk
  }
  if (hash.digest('hex') !== diffId) throw invalid(diffId, 'digest-differs')
}

async function uncompressed({ file }: ImageMember, diffId: string): Promise<AsyncIterable<Buffer>> {
  const bytes = createReadStream(file, { highWaterMark: 2 ** 18 })
  const start = await firstBytes(file)
  const found = compressions.find(({ magic }) => start.subarray(0, magic.length).equals(magic))
  if (!found) return bytes
  const unpacked = found.unpack()
  pipeline(bytes, unpacked, () => undefined)
  return named(unpacked, diffId)
}

async function* named(stream: AsyncIterable<Buffer>, diffId: string): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    throw error instanceof AssayError ? error : invalid(diffId, 'compression-broken')
  }
}

async function firstBytes(file: string): Promise<Buffer> {
  const opened = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await opened.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await opened.close()
  }
}
