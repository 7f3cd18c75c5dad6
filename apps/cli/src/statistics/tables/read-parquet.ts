import { AssayError } from '@assay/contracts'
import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { RawColumn, Table } from './table.ts'

/**
 * Reads a Parquet file of plain columns.
 * @throws AssayError `table-unreadable` for what is no Parquet file, or has nested columns
 */
export async function readParquet(file: string, bytes: Uint8Array): Promise<Table> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  try {
    const metadata = await parquetMetadataAsync(buffer)
    const names = parquetSchema(metadata).children.map(({ element }) => element.name)
    const rows = (await parquetReadObjects({ file: buffer, metadata, compressors })) as Record<string, unknown>[]
    const read = new Map<string, RawColumn>()
    const column = (name: string): RawColumn => {
      const known = read.get(name) ?? columnOf(rows.map((row) => row[name]))
      read.set(name, known)
      return known
    }
    return { file, rows: rows.length, names, column, lineOf: (row) => row + 1 }
  } catch {
    throw new AssayError('table-unreadable', { file, line: 0, what: 'table-parquet' })
  }
}

/** Numbers where all are numbers or missing; else texts. */
function columnOf(values: readonly unknown[]): RawColumn {
  const isNumeric = values.every((value) => value === null || ['number', 'bigint', 'boolean'].includes(typeof value))
  if (isNumeric) return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)))
  return values.map((value) => (value === null || value === undefined ? '' : String(value)))
}
