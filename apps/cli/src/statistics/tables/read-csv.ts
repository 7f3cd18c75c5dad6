import { AssayError } from '@assay/contracts'
import papaparse from 'papaparse'
import type { Table } from './table.ts'

/**
 * Reads a table of separated values: comma, semicolon or tab, found by itself; quotes as in RFC 4180; the first line holds the names.
 * @param bytes UTF-8, with or without a byte order mark
 * @throws AssayError `table-unreadable` for another encoding, a quote that is not closed, a line with too few or too many values, or no
 * line of names; `table-column-twice`
 */
export function readCsv(file: string, bytes: Uint8Array): Table {
  const rows: string[][] = []
  const { errors } = parse(decode(file, bytes), (row) => rows.push(row))
  const quote = errors.find(({ type }) => type === 'Quotes')
  if (quote) throw unreadable(file, (quote.row ?? 0) + 1, 'table-quote')
  const [names, ...values] = rows.map((row) => row.map((value) => value.trim()))
  if (!names || names.every((name) => name === '')) throw unreadable(file, 1, 'table-no-names')
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new AssayError('table-column-twice', { file, column: twice })
  const lines = values.map((_, index) => index + 2)
  const filled = values.flatMap((row, index) =>
    row.length === 1 && row[0] === '' ? [] : [{ row, line: lines[index]! }],
  )
  const ragged = filled.find(({ row }) => row.length !== names.length)
  if (ragged) throw unreadable(file, ragged.line, 'table-ragged')
  return {
    file,
    rows: filled.length,
    names,
    column: (name) => {
      const place = names.indexOf(name)
      return filled.map(({ row }) => row[place]!)
    },
    lineOf: (row) => filled[row]!.line,
  }
}

function parse(text: string, each: (row: string[]) => void): papaparse.ParseResult<string[]> {
  const delimitersToGuess = [',', ';', '\t']
  const result = papaparse.parse<string[]>(text, { delimitersToGuess, skipEmptyLines: false })
  for (const row of result.data) each(row)
  return result
}

function decode(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable(file, 1, 'table-encoding')
  }
}

type Fault = 'table-encoding' | 'table-quote' | 'table-ragged' | 'table-no-names'

function unreadable(file: string, line: number, what: Fault): AssayError {
  return new AssayError('table-unreadable', { file, line, what })
}
