import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AssayError } from '@assay/contracts'
import type { ListedReference, ReferencedImages, ReferenceLine } from './category.ts'
import { listedPath } from './patients-columns.ts'
import { isFile } from './patients-table.ts'
import { type ListedReading, readingsTable, readReadingsTable } from './readings-table.ts'

/** The table's name in a folder. */
export const referenceTable = 'reference.tsv'

/** More than any folder's table takes. */
const mostBytes = 64 * 2 ** 20

/**
 * What is known of the images of a folder, as its `reference.tsv` says: a first line with the columns' names, `image` first, then a line
 * for each image, or several where there is more to say of one (a line a lesion). Fields are parted by tabs. Without it, as the tables of a
 * data set that the category knows say. Undefined where there is no table. Readings that `readings.tsv` names stand with their images: the
 * file of a reading is a table like `reference.tsv`, of one reader and any number of images.
 * @returns by image, in the order of the table
 * @throws AssayError reference-table-invalid (`line`, `what`), readings-table-invalid (`line`), reference-invalid
 */
export function readReferenceTable(folder: string, images: ReferencedImages): ListedReference[] | undefined {
  const path = join(folder, referenceTable)
  const listed = isFile(path) ? readTable(path, images) : images.tables?.list(folder)
  return listed && withReadings(folder, images, listed)
}

/** @throws AssayError readings-table-invalid for a reading of an image that has no reference, or that its file does not speak of */
function withReadings(folder: string, images: ReferencedImages, listed: readonly ListedReference[]): ListedReference[] {
  const readings = readReadingsTable(folder)
  const known = new Set(listed.map(({ image }) => image))
  for (const [image, [first]] of readings)
    if (!known.has(image)) throw new AssayError('readings-table-invalid', { line: first!.line })
  const tables = new Map<string, Map<string, readonly ReferenceLine[]>>()
  const linesOf = (image: string, { file, line }: ListedReading) => {
    const path = join(folder, file)
    if (!tables.has(file) && isFile(path))
      tables.set(file, new Map(readTable(path, images).map((one) => [one.image, one.lines])))
    const lines = tables.get(file)?.get(image)
    if (!lines) throw new AssayError('readings-table-invalid', { line })
    return lines
  }
  return listed.map((one) => {
    const own = readings.get(one.image) ?? []
    if (own.length === 0) return one
    return { ...one, readings: own.map((reading) => ({ reader: reading.reader, lines: linesOf(one.image, reading) })) }
  })
}

function readTable(path: string, images: ReferencedImages): ListedReference[] {
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

/** Files of a folder that belong to its references and readings. */
export function referenceFiles(
  folder: string,
  listed: readonly ListedReference[],
  { files, tables }: ReferencedImages,
): Set<string> {
  const all = listed.flatMap(({ lines, readings = [] }) => [lines, ...readings.map((one) => one.lines)]).flat()
  const named = all.flatMap((line) => files.map((column) => line[column] ?? '')).filter((name) => name !== '')
  const ofReaders = [...readReadingsTable(folder).values()].flat().map(({ file }) => file)
  return new Set([referenceTable, readingsTable, ...(tables?.names ?? []), ...named, ...ofReaders])
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
