import { AssayError } from '@assay/contracts'
import type { MessageKey } from '@assay/messages'
import type { RawColumn, Table } from './table.ts'

/**
 * What a column holds. `text`: any words, such as a case's name. `number`: a decimal number, point and not comma. `count`: a whole
 * number from 0 on. `binary`: 0 or 1, true or false, or whatever `--positive` names.
 */
type ColumnKind = 'text' | 'number' | 'count' | 'binary'

/** A column that a method reads. */
export interface ColumnDescription {
  /** Its name in the table, unless an option of the same name maps it. */
  readonly name: string
  readonly kind: ColumnKind
  readonly required: boolean
  readonly description: MessageKey
  /** Whether a value may be missing (empty, NA, NaN): then the method's rule says what that means. */
  readonly mayMiss?: boolean
}

/** Columns as a method takes them. A missing value is '' in a text, NaN in a number, 255 in a binary column. */
export interface Columns {
  readonly rows: number
  has(name: string): boolean
  text(name: string): readonly string[]
  number(name: string): Float64Array
  binary(name: string): Uint8Array
  /** Line of the file that a row stands in. */
  lineOf(row: number): number
  readonly file: string
}

/** How the names of a method's columns map to a table's, and which label is positive. */
export interface ColumnOptions {
  readonly mapped: ReadonlyMap<string, string>
  readonly positive: string | undefined
  /** Whether a table without rows says something, as one of marks does where the device found nothing. */
  readonly mayBeEmpty?: boolean
}

/**
 * Reads the columns that a method asks for.
 * @throws AssayError `table-empty`, `table-column-missing`, `table-value-invalid` with the column and the line
 */
export function readColumns(table: Table, wanted: readonly ColumnDescription[], options: ColumnOptions): Columns {
  if (table.rows === 0 && !options.mayBeEmpty) throw new AssayError('table-empty', { file: table.file })
  const texts = new Map<string, readonly string[]>()
  const numbers = new Map<string, Float64Array>()
  const binaries = new Map<string, Uint8Array>()
  for (const description of wanted) {
    const found = find(table, description, options.mapped)
    if (found === undefined) continue
    const raw = table.column(found)
    const place = { table, description, found }
    if (description.kind === 'text') texts.set(description.name, readTexts(raw, place))
    else if (description.kind === 'binary') binaries.set(description.name, readBinary(raw, place, options.positive))
    else numbers.set(description.name, readNumbers(raw, place))
  }
  const of = <Values>(values: ReadonlyMap<string, Values>, name: string): Values => {
    const column = values.get(name)
    if (!column) throw new RangeError(`no column ${name} was asked for`)
    return column
  }
  return {
    rows: table.rows,
    file: table.file,
    lineOf: table.lineOf,
    has: (name) => texts.has(name) || numbers.has(name) || binaries.has(name),
    text: (name) => of(texts, name),
    number: (name) => of(numbers, name),
    binary: (name) => of(binaries, name),
  }
}

/** The table's name for a column: the mapped one, the same one, or the only one that differs by case alone. */
function find(table: Table, { name, required }: ColumnDescription, mapped: ReadonlyMap<string, string>) {
  const asked = mapped.get(name) ?? name
  if (table.names.includes(asked)) return asked
  const alike = table.names.filter((one) => one.toLowerCase() === asked.toLowerCase())
  if (alike.length === 1) return alike[0]
  if (!required && !mapped.has(name)) return undefined
  throw new AssayError('table-column-missing', {
    file: table.file,
    column: asked,
    option: `--${name}`,
    found: table.names.join(', '),
  })
}

interface Place {
  readonly table: Table
  readonly description: ColumnDescription
  /** The table's name of the column. */
  readonly found: string
}

function isMissing(value: string): boolean {
  return value === '' || value === 'NA' || value === 'NaN' || value === 'nan'
}

/** Without the value: it may be a patient's. */
function invalid({ table, description, found }: Place, row: number, missing: boolean): AssayError {
  const what = `value-${missing ? 'missing' : description.kind}`
  return new AssayError('table-value-invalid', { file: table.file, column: found, line: table.lineOf(row), what })
}

function readTexts(raw: RawColumn, place: Place): readonly string[] {
  const texts = raw instanceof Float64Array ? Array.from(raw, String) : raw
  if (place.description.mayMiss) return texts
  const missing = texts.indexOf('')
  if (missing >= 0) throw invalid(place, missing, true)
  return texts
}

function readNumbers(raw: RawColumn, place: Place): Float64Array {
  const isCount = place.description.kind === 'count'
  const values = raw instanceof Float64Array ? raw : Float64Array.from(raw, (value) => numberOf(value))
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!
    if (!Number.isNaN(value) && (!isCount || (Number.isInteger(value) && value >= 0))) continue
    const missing = raw instanceof Float64Array ? Number.isNaN(value) : isMissing(raw[row]!)
    if (!(missing && place.description.mayMiss)) throw invalid(place, row, missing)
  }
  return values
}

function numberOf(value: string): number {
  if (isMissing(value)) return Number.NaN
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(value)) return Number(value)
  if (/^[+-]?inf(inity)?$/i.test(value)) return value.startsWith('-') ? -Infinity : Infinity
  return Number.NaN
}

const usual: ReadonlyMap<string, 0 | 1> = new Map([
  ...(['1', 'true', 'TRUE', 'True'] as const).map((word) => [word, 1] as const),
  ...(['0', 'false', 'FALSE', 'False'] as const).map((word) => [word, 0] as const),
])

/** 0, 1, or 255 for a missing value. */
function readBinary(raw: RawColumn, place: Place, positive: string | undefined): Uint8Array {
  const values =
    raw instanceof Float64Array ? Array.from(raw, (value) => (Number.isNaN(value) ? '' : String(value))) : raw
  return Uint8Array.from(values, (value, row) => {
    if (isMissing(value)) {
      if (place.description.mayMiss) return 255
      throw invalid(place, row, true)
    }
    const known = positive === undefined ? usual.get(value) : value === positive ? 1 : 0
    if (known === undefined) throw invalid(place, row, false)
    return known
  })
}
