import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import { isFile } from './patients-table.ts'

/** A reading of a case besides the reference standard. */
export interface ListedReading {
  /** Pseudonym of the reader. */
  readonly reader: string
  /** The file that it stands in, from the folder on. */
  readonly file: string
  /** Of the table, from 1 on. */
  readonly line: number
}

/** The table's name in a folder. */
export const readingsTable = 'readings.tsv'

const pseudonym = /^[\w.-]{1,64}$/
const listedPath = /^[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}(\/[^./\\\p{Cc}][^/\\\p{Cc}]{0,254}){0,31}$/u

/**
 * Readings by the case that they are of (a record, or an image as `reference.tsv` calls it), as a folder's `readings.tsv` says: a line a reading; path of the case, tab, pseudonym of the
 * reader, tab, path of the file. A first line of these names (`path`, `reader`, `file`) is passed over. A reader reads a case once. Empty
 * where there is no table.
 * @throws AssayError readings-table-invalid (`line`)
 */
export function readReadingsTable(folder: string): Map<string, ListedReading[]> {
  const readings = new Map<string, ListedReading[]>()
  if (!isFile(join(folder, readingsTable))) return readings
  const rows = readFileSync(join(folder, readingsTable), 'utf8').split(/\r?\n/)
  for (const [index, row] of rows.entries()) {
    const fields = row.split('\t').map((field) => field.trim())
    if (row.trim() === '' || (index === 0 && fields.join(' ') === 'path reader file')) continue
    const [path = '', reader = '', file = ''] = fields
    const own = readings.get(path) ?? []
    const isValid = listedPath.test(path) && pseudonym.test(reader) && listedPath.test(file) && fields.length === 3
    if (!isValid || own.some((one) => one.reader === reader || one.file === file))
      throw new AssayError('readings-table-invalid', { line: index + 1 })
    readings.set(path, [...own, { reader, file, line: index + 1 }])
  }
  return readings
}
