import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import process from 'node:process'
import { AssayError } from '@assay/contracts'
import { readCsv } from './read-csv.ts'
import type { Table } from './table.ts'

/** Files larger than this are refused: they would not fit into memory with what is computed from them. */
const largest = 2 ** 31 - 1

/**
 * Reads a table from a file, or from standard input (`-`): Parquet by its first bytes, else separated values.
 * @param standing folder that the path is relative to
 * @throws AssayError `table-missing`, `table-unreadable`, `table-column-twice`
 */
export async function readTable(path: string, standing: string): Promise<Table> {
  const file = path === '-' ? 'standard input' : basename(path)
  const bytes = path === '-' ? await readStandardInput() : readBytes(resolve(standing, path), file)
  const isParquet = bytes.length > 4 && Buffer.from(bytes.subarray(0, 4)).toString('latin1') === 'PAR1'
  if (!isParquet) return readCsv(file, bytes)
  const { readParquet } = await import('./read-parquet.ts')
  return readParquet(file, bytes)
}

function readBytes(path: string, file: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    const { code = 'EIO' } = error as NodeJS.ErrnoException
    throw new AssayError('table-missing', { file, reason: code })
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of process.stdin as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > largest) throw new AssayError('too-large', { limit: largest })
    parts.push(part)
  }
  return Buffer.concat(parts)
}
