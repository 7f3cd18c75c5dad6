import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { isFile } from '../patients-table.ts'

/** A folder, a record or a file: no path, nothing hidden. */
const plainName = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,127}$/u

const mostDepth = 8
const mostRecords = 1_000_000

/**
 * Records below a folder by their paths without `.hea`, in order: those that its file RECORDS lists, a line each, of which one that ends
 * in / is a folder with a file RECORDS of its own; else every `.hea` file in it and its folders. No link is followed.
 * @throws AssayError records-list-invalid (`where`, `line`)
 */
export function recordsBelow(folder: string): string[] {
  if (isFile(join(folder, 'RECORDS'))) return [...new Set(listed(folder, '', 0))].sort()
  const headers = filesBelow(folder).filter((path) => path.endsWith('.hea'))
  return headers.map((path) => path.slice(0, -'.hea'.length)).sort()
}

function listed(folder: string, below: string, depth: number): string[] {
  const list = join(below, 'RECORDS')
  const lines = readFileSync(join(folder, list), 'utf8').split(/\r?\n/)
  return lines.flatMap((line, index) => {
    const entry = line.trim()
    if (entry === '') return []
    const names = entry.replace(/\/$/, '').split('/')
    const invalid = () => new AssayError('records-list-invalid', { where: list, line: index + 1 })
    if (!names.every((name) => plainName.test(name)) || depth + names.length > mostDepth || index > mostRecords)
      throw invalid()
    const path = join(below, ...names)
    if (!entry.endsWith('/')) return [path]
    if (!isFile(join(folder, path, 'RECORDS'))) throw invalid()
    return listed(folder, path, depth + names.length)
  })
}

/** Plain files below a folder, by their paths in it, in no order. No link is followed, nothing hidden is looked at. */
export function filesBelow(folder: string, below = '', depth = 0): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    if (!plainName.test(entry.name)) return []
    const path = join(below, entry.name)
    if (entry.isDirectory()) return depth + 1 < mostDepth ? filesBelow(folder, path, depth + 1) : []
    return entry.isFile() ? [path] : []
  })
}
