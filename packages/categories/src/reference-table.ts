import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ListedReference, ReferencedImages, ReferenceLine } from './category.ts'
import { listedPath } from './patients-columns.ts'
import { isFile } from './patients-table.ts'

/** The table's name in a folder. */
export const referenceTable = 'reference.tsv'

/** More than any folder's table takes. */
const mostBytes = 64 * 2 ** 20

/**
 * What is known of the images of a folder, as its `reference.tsv` says: a first line with the columns' names, `image` first, then a line
 * for each image, or several where there is more to say of one (a line a lesion). Fields are parted by tabs. Without it, as the tables of a
 * data set that the category knows say. Undefined where there is no table.
 * @returns by image, in the order of the table
 * @throws AssayError reference-table-invalid (`line`, `what`), reference-invalid
 */
export function readReferenceTable(folder: string, images: ReferencedImages): ListedReference[] | undefined {
  const path = join(folder, referenceTable)
  if (!isFile(path)) return images.tables?.list(folder)
  const bytes = readFileSync(path)
  if (bytes.length > mostBytes) throw invalid(1, `more than ${mostBytes} bytes`)
  const [head = '', ...rows] = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
  const columns = columnsOf(head, images)
  const listed = new Map<string, ReferenceLine[]>()
  for (const [index, row] of rows.entries()) {
    if (row.trim() === '') continue
    const [image, line] = lineOf(row, columns, images, index + 2)
    listed.set(image, [...(listed.get(image) ?? []), line])
  }
  return [...listed].map(([image, lines]) => ({ image, lines }))
}

/** Files of a folder that belong to its references. */
export function referenceFiles(listed: readonly ListedReference[], { files, tables }: ReferencedImages): Set<string> {
  const named = listed.flatMap(({ lines }) => lines.flatMap((line) => files.map((column) => line[column] ?? '')))
  return new Set([referenceTable, ...(tables?.names ?? []), ...named.filter((name) => name !== '')])
}

function columnsOf(head: string, { columns: { required, optional } }: ReferencedImages): string[] {
  const [first, ...columns] = head.split('\t').map((name) => name.trim().toLowerCase())
  if (first !== 'image') throw invalid(1, 'the first column is not called image')
  const missing = required.find((name) => !columns.includes(name))
  if (missing) throw invalid(1, `no column ${missing}`)
  const known = [...required, ...optional]
  const odd = columns.findIndex((name, place) => !known.includes(name) || columns.indexOf(name) !== place)
  if (odd >= 0) throw invalid(1, `column ${odd + 2} is none of ${known.join(', ')}, or stands there twice`)
  return columns
}

function lineOf(
  row: string,
  columns: readonly string[],
  { files }: ReferencedImages,
  line: number,
): [image: string, line: ReferenceLine] {
  const [image = '', ...fields] = row.split('\t').map((field) => field.trim())
  if (!listedPath.test(image)) throw invalid(line, 'the image is no path below the folder, and no UID')
  if (fields.length > columns.length) throw invalid(line, `more than ${columns.length + 1} fields`)
  const said = Object.fromEntries(columns.map((name, place) => [name, fields[place] ?? '']))
  const odd = files.find((name) => said[name] && !listedPath.test(said[name]))
  if (odd) throw invalid(line, `the ${odd} is no path below the folder`)
  return [image, said]
}

function invalid(line: number, what: string): AssayError {
  return new AssayError('reference-table-invalid', { line, what })
}
