import { dirname } from 'node:path'
import { AssayError } from '@assay/contracts'
import { extract, type Header } from 'tar-stream'

/** A plain file of a device package. */
export interface PackageEntry {
  path: string
  bytes: Uint8Array
  isExecutable: boolean
}

const mostEntries = 10_000
const mostBytes = 2 ** 30

/**
 * The plain files of a device package (a tar archive), read as hostile: no links, devices or other kinds; no absolute
 * path, no `..`, no hidden or odd name; no name twice; bounded in number and size.
 * @throws AssayError device-package-invalid (`where`, `what`)
 */
export async function readEntries(archive: Uint8Array): Promise<PackageEntry[]> {
  const entries: PackageEntry[] = []
  const names = new Set<string>()
  let total = 0
  let count = 0
  const unpack = extract()
  unpack.end(Buffer.from(archive))
  try {
    for await (const entry of unpack) {
      const { header } = entry
      const path = checkedPath(header)
      count += 1
      if (count > mostEntries) throw invalid(path, 'too-many-entries', { most: mostEntries })
      const chunks: Buffer[] = []
      for await (const chunk of entry as AsyncIterable<Buffer>) {
        total += chunk.length
        if (total > mostBytes) throw invalid(path, 'too-many-bytes', { most: mostBytes })
        chunks.push(chunk)
      }
      if (header.type === 'directory') continue
      if (names.has(path.toLowerCase())) throw invalid(path, 'name-stands-twice')
      names.add(path.toLowerCase())
      entries.push({ path, bytes: Buffer.concat(chunks), isExecutable: ((header.mode ?? 0) & 0o111) !== 0 })
    }
  } catch (error) {
    throw error instanceof AssayError ? error : invalid('archive', 'not-a-tar')
  }
  for (const { path } of entries) assertNoFileAbove(path, names)
  return entries
}

/** A name can't be a file's and a folder's at the same time. */
function assertNoFileAbove(path: string, files: ReadonlySet<string>): void {
  for (let above = dirname(path); above !== '.'; above = dirname(above))
    if (files.has(above.toLowerCase())) throw invalid(path, 'folder-is-a-file')
}

function checkedPath({ name, type, mode = 0 }: Header): string {
  const shown = name.slice(0, 100)
  if (type !== 'file' && type !== 'contiguous-file' && type !== 'directory') throw invalid(shown, 'not-a-plain-file')
  if ((mode & 0o7000) !== 0) throw invalid(shown, 'special-mode')
  const path = name.replace(/^\.\//, '').replace(/\/$/, '')
  if (type === 'directory' && (path === '' || path === '.')) return ''
  const isPlain =
    path.length <= 200 && path.split('/').every((part: string) => /^[A-Za-z0-9_][A-Za-z0-9._+@-]*$/.test(part))
  if (!isPlain) throw invalid(shown, 'path-not-plain')
  return path
}

function invalid(where: string, what: string, limit: { most?: number } = {}): AssayError {
  return new AssayError('device-package-invalid', { where, what, ...limit })
}
