import { AssayError } from '@assay/contracts'

/** A plain file of an image; the same content kept under two names is a hard link. */
export interface TreeFile {
  readonly kind: 'file'
  readonly layer: number
  /** Where its content is kept: undefined where it is not, empty where there is none. */
  readonly content: string | undefined
  readonly size: number
  readonly isExecutable: boolean
  /** Seconds since 1970: some interpreters hold the times of their files against each other. */
  readonly modified: number
}

export interface TreeLink {
  readonly kind: 'link'
  readonly layer: number
  readonly target: string
}

export interface TreeFolder {
  readonly kind: 'folder'
  layer: number
  readonly children: Map<string, TreeNode>
}

export type TreeNode = TreeFile | TreeLink | TreeFolder

const mostDepth = 128
const mostPathBytes = 4096
const mostNameBytes = 255

/** Links followed for one path before it counts as a ring (as Linux has it), and names looked up on the way. */
const mostLinks = 40
const mostSteps = 2048

/** A root folder with nothing in it. */
export function emptyTree(): TreeFolder {
  return { kind: 'folder', layer: 0, children: new Map() }
}

/**
 * The parts of a path in a layer, which may begin with `./`.
 * @throws AssayError device-package-invalid: absolute, leading out, too long, too deep, with a name that no file has
 */
export function partsOf(path: string): string[] {
  const where = path
  if (path.startsWith('/')) throw invalid(where, 'path-absolute')
  if (Buffer.byteLength(path) > mostPathBytes) throw invalid(where, 'path-too-long')
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) throw invalid(where, 'path-leads-out')
  if (parts.length > mostDepth) throw invalid(where, 'path-too-deep')
  if (parts.some((part) => Buffer.byteLength(part) > mostNameBytes)) throw invalid(where, 'name-too-long')
  if (path.includes('\0')) throw invalid(where, 'name-not-plain')
  return parts
}

/** A folder, and how deep it lies by its real name: a link may have led to it. */
export interface Place {
  folder: TreeFolder
  depth: number
}

/**
 * The folder that a path names, links followed within the tree as if it were the whole system: nothing leads out of it.
 * Folders that are missing are made in `layer`; without a layer the answer is then undefined.
 * @param made told of each folder that is made
 * @throws AssayError device-package-invalid where a file stands in the way, or links go round
 */
export function folderAt(
  root: TreeFolder,
  parts: readonly string[],
  layer?: number,
  made: () => void = () => undefined,
): Place | undefined {
  const where = parts.join('/')
  const way = [root]
  const waiting = [...parts].reverse()
  let links = 0
  let steps = 0
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    steps += 1
    if (steps > mostSteps) throw invalid(where, 'links-go-round')
    if (part === '..' && way.length > 1) way.pop()
    if (part === '' || part === '.' || part === '..') continue
    const next = childOf(way.at(-1)!, part, layer, made)
    if (next === undefined) return undefined
    if (next.kind === 'file') throw invalid(where, 'folder-is-a-file')
    if (next.kind === 'folder') {
      way.push(next)
      continue
    }
    links += 1
    if (links > mostLinks) throw invalid(where, 'links-go-round')
    if (next.target.startsWith('/')) way.length = 1
    waiting.push(...next.target.split('/').reverse())
  }
  return { folder: way.at(-1)!, depth: way.length - 1 }
}

function childOf(folder: TreeFolder, name: string, layer: number | undefined, made: () => void): TreeNode | undefined {
  const found = folder.children.get(name)
  if (found !== undefined || layer === undefined) return found
  made()
  const child: TreeFolder = { kind: 'folder', layer, children: new Map() }
  folder.children.set(name, child)
  return child
}

/** What a path names, links followed within the tree; undefined where there is nothing. */
export function nodeAt(root: TreeFolder, path: string): TreeFile | TreeFolder | undefined {
  let parts = path.split('/')
  for (let links = 0; links < mostLinks; links += 1) {
    const name = parts.at(-1) ?? ''
    const place = folderAt(root, parts.slice(0, -1))
    if (place === undefined || name === '' || name === '.' || name === '..') return folderAt(root, parts)?.folder
    const found = place.folder.children.get(name)
    if (found === undefined || found.kind !== 'link') return found
    const { target } = found
    parts = target.startsWith('/') ? target.split('/') : [...parts.slice(0, -1), ...target.split('/')]
  }
  return undefined
}

/** Why an image can not be used. */
export function invalid(where: string, what: string, limit: { most?: number } = {}): AssayError {
  return new AssayError('device-package-invalid', { where: shown(where), what, ...limit })
}

function shown(path: string): string {
  return path.slice(0, 100)
}
