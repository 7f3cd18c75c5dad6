/** Values of one column as a file gives them: texts, or numbers where the file knows types. */
export type RawColumn = readonly string[] | Float64Array

/** A table in columns. */
export interface Table {
  /** Name of the file, for messages. */
  readonly file: string
  readonly rows: number
  readonly names: readonly string[]
  column(name: string): RawColumn
  /** Line of the file that a row stands in, for messages; the row's number where the file has no lines. */
  lineOf(row: number): number
}
