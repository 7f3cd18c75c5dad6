import { createWriteStream, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { applyLayer, type KeepContent } from './apply-layer.ts'
import { commandOf, type ImageProcess } from './command-of.ts'
import { describeImage } from './describe-image.ts'
import { emptyTree, type TreeFolder } from './file-tree.ts'
import { type ImageLimits, imageLimits } from './image-limits.ts'
import { spoolMembers } from './image-members.ts'
import { openLayer } from './open-layer.ts'

/** An image, read whole: what is in it, and what it starts. */
export interface ReadImage {
  configDigest: string
  labels: Readonly<Record<string, string>>
  tree: TreeFolder
  process: ImageProcess
}

/**
 * Reads an image archive as hostile, without privileges: every hash is held, every layer unpacked in order.
 * @param work an empty folder for what has to lie on the disk meanwhile; whoever calls removes it
 * @param isKept whether the contents of files stay in `work`, for `writeTree`
 * @throws AssayError device-package-invalid
 */
export async function readImage(
  archive: AsyncIterable<Uint8Array>,
  work: string,
  { isKept, limits = imageLimits }: { isKept: boolean; limits?: ImageLimits },
): Promise<ReadImage> {
  const members = join(work, 'members')
  const contents = join(work, 'contents')
  for (const folder of [members, contents]) await mkdir(folder, { recursive: true, mode: 0o700 })
  const image = await describeImage(await spoolMembers(archive, members, limits), limits, process.arch)
  const root = emptyTree()
  const counts = { entries: 0, bytes: 0 }
  const keep = isKept ? keepIn(contents) : passOver
  for (const [index, layer] of image.layers.entries())
    await applyLayer({ root, layer: index + 1, counts, limits }, openLayer(layer, limits), keep)
  const labels = image.config.config?.Labels ?? {}
  return { configDigest: image.configDigest, labels, tree: root, process: commandOf(image.config, root) }
}

const passOver: KeepContent = async (content, count) => {
  for await (const chunk of content) count(chunk.length)
  return undefined
}

/** Files up to this size are written at once: most are small, and a stream for each would take longer than their bytes. */
const smallBytes = 2 ** 20

function keepIn(folder: string): KeepContent {
  let next = 0
  return async (content, count) => {
    const file = join(folder, `${next++}`)
    const chunks: Buffer[] = []
    let size = 0
    const rest = content[Symbol.asyncIterator]()
    for (let piece = await rest.next(); !piece.done; piece = await rest.next()) {
      count(piece.value.length)
      chunks.push(piece.value)
      size += piece.value.length
      if (size > smallBytes) {
        await pipeline(Readable.from(further(chunks, rest, count)), createWriteStream(file, { mode: 0o600 }))
        return file
      }
    }
    writeFileSync(file, Buffer.concat(chunks), { mode: 0o600 })
    return file
  }
}

async function* further(begun: readonly Buffer[], rest: AsyncIterator<Buffer>, count: (bytes: number) => void) {
  yield* begun
  for (let piece = await rest.next(); !piece.done; piece = await rest.next()) {
    count(piece.value.length)
    yield piece.value
  }
}
