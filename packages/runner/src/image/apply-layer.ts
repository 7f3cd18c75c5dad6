import type { Header } from 'tar-stream'
import {
  folderAt,
  invalid,
  type Place,
  partsOf,
  type TreeFile,
  type TreeFolder,
  type TreeLink,
  type TreeNode,
} from './file-tree.ts'
import type { ImageLimits } from './image-limits.ts'
import { readTar, type TarMember } from './read-tar.ts'

/** Prefix of names that take names of the layers below away (OCI image specification, "Whiteouts"). */
const whiteout = '.wh.'
const opaque = '.wh..wh..opq'

/** What is counted over all layers of an image. */
export interface Counts {
  entries: number
  bytes: number
}

/** Keeps the content of a file, and gives where; gives nothing where it only counts it. */
export type KeepContent = (
  content: AsyncIterable<Buffer>,
  count: (bytes: number) => void,
) => Promise<string | undefined>

/**
 * Puts a layer of an image over those below: in memory, so that no name of the archive ever meets the disk before all are
 * known, and links are followed within the tree alone.
 * @param tar the layer, uncompressed
 * @throws AssayError device-package-invalid
 */
export async function applyLayer(
  { root, layer, counts, limits }: { root: TreeFolder; layer: number; counts: Counts; limits: ImageLimits },
  tar: AsyncIterable<Uint8Array>,
  keep: KeepContent,
): Promise<void> {
  for await (const member of readTar(tar, `layer ${layer}`)) {
    const { name: path } = member.header
    // A single name brings folders with it, which take room as well.
    const count = () => {
      counts.entries += 1
      if (counts.entries > limits.entries) throw invalid(path, 'too-many-entries', { most: limits.entries })
    }
    count()
    const parts = partsOf(path)
    const name = parts.pop()
    if (name === undefined) continue
    const place = folderAt(root, parts, layer, count)!
    if (name.startsWith(whiteout)) takeAway(place.folder, name, layer)
    else await addMember({ root, layer, place, name, member, counts, limits }, keep)
  }
}

interface Adding {
  root: TreeFolder
  layer: number
  place: Place
  name: string
  member: TarMember
  counts: Counts
  limits: ImageLimits
}

async function addMember(adding: Adding, keep: KeepContent): Promise<void> {
  const { root, layer, name, member } = adding
  const { folder, depth } = adding.place
  const { header } = member
  const put = (node: TreeNode) => void folder.children.set(name, node)
  switch (header.type) {
    case 'directory':
      return openFolder(folder, name, layer)
    case 'symlink':
      return put({ kind: 'link', layer, target: checkedTarget(depth, header) })
    case 'link':
      return put({ ...linkedFile(root, header), layer })
    case 'file':
    case 'contiguous-file':
      return put(await keepFile(adding, keep))
    default:
      throw invalid(header.name, header.type === 'fifo' ? 'is-a-queue' : isDevice(header) ? 'is-a-device' : 'is-odd')
  }
}

function isDevice({ type }: Header): boolean {
  return type === 'character-device' || type === 'block-device'
}

function openFolder(folder: TreeFolder, name: string, layer: number): void {
  const before = folder.children.get(name)
  if (before?.kind === 'folder') before.layer = layer
  else folder.children.set(name, { kind: 'folder', layer, children: new Map() })
}

/** The set-user-id and set-group-id bits are left off: no device gets privileges, and every distribution's base has some. */
async function keepFile({ layer, member, counts, limits }: Adding, keep: KeepContent): Promise<TreeNode> {
  const { name, mode = 0, mtime } = member.header
  // Others unpack it to something else than its bytes.
  if (Object.keys(member.header.pax ?? {}).some((key) => key.startsWith('GNU.sparse.'))) throw invalid(name, 'is-odd')
  let size = 0
  const content = await keep(member.content, (bytes) => {
    size += bytes
    counts.bytes += bytes
    if (size > limits.fileBytes) throw invalid(name, 'file-too-large', { most: limits.fileBytes })
    if (counts.bytes > limits.unpackedBytes) throw invalid(name, 'too-many-bytes', { most: limits.unpackedBytes })
  })
  const modified = Math.min(Math.max(Math.floor((mtime?.getTime() ?? 0) / 1000) || 0, 0), 2 ** 32)
  return { kind: 'file', layer, content, size, isExecutable: (mode & 0o111) !== 0, modified }
}

/** An absolute target begins at the image's own root when the device follows it. The node never does. */
function checkedTarget(above: number, { name, linkname }: Header): string {
  if (!linkname || linkname.includes('\0') || Buffer.byteLength(linkname) > 4095) throw invalid(name, 'link-odd')
  let depth = linkname.startsWith('/') ? 0 : above
  for (const part of linkname.split('/')) {
    if (part === '..') depth -= 1
    else if (part !== '' && part !== '.') depth += 1
    if (depth < 0) throw invalid(name, 'link-leads-out')
  }
  return linkname
}

/** The same file under a further name, which came with the layer of the name. */
function linkedFile(root: TreeFolder, { name, linkname }: Header): TreeFile | TreeLink {
  const parts = partsOf(linkname ?? '')
  const file = folderAt(root, parts.slice(0, -1))?.folder.children.get(parts.at(-1) ?? '')
  if (!file || file.kind === 'folder') throw invalid(name, 'link-target-missing')
  return file
}

/** A whiteout takes away what lower layers have, never what its own layer brought. */
function takeAway(folder: TreeFolder, name: string, layer: number): void {
  if (name === opaque) {
    for (const child of folder.children.keys()) removeBelow(folder, child, layer)
    return
  }
  if (name.startsWith(`${whiteout}${whiteout}`)) return
  const hidden = name.slice(whiteout.length)
  if (hidden === '' || hidden === '.' || hidden === '..') throw invalid(name, 'name-not-plain')
  removeBelow(folder, hidden, layer)
}

/** Removes a name, but for what came in `layer` itself. */
function removeBelow(folder: TreeFolder, name: string, layer: number): void {
  const child = folder.children.get(name)
  if (!child || (child.layer === layer && child.kind !== 'folder')) return
  if (child.kind === 'folder') for (const inner of child.children.keys()) removeBelow(child, inner, layer)
  const isOwn = child.kind === 'folder' && (child.layer === layer || child.children.size > 0)
  if (!isOwn) folder.children.delete(name)
}
