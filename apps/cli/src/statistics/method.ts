import type { Translator } from '@assay/messages'
import type { Command } from 'commander'
import type { ColumnDescription, Columns } from './tables/columns.ts'

/** How a number is written for people: a share in per cent, a p-value, a whole count, or as it is. */
export type NumberFormat = 'share' | 'points' | 'p' | 'count' | 'number'

/** A cell of a printed table: words; a number; the two ends of an interval; or why there is nothing. */
export type ResultCell =
  | string
  | { readonly value: number; readonly format: NumberFormat }
  | { readonly lower: number; readonly upper: number; readonly format: NumberFormat }
  | { readonly none: string }

/** A table of results for people. */
export interface ResultTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly ResultCell[])[]
}

/** What a method gives: tables and notes for people, and the same with all digits for programs. */
export interface MethodResult {
  readonly tables: readonly ResultTable[]
  /** Rules and methods that the figures rest on, one sentence each. */
  readonly notes: readonly string[]
  /** Plain JSON, finite numbers only. */
  readonly json: Readonly<Record<string, unknown>>
}

/** What a method is run with. */
export interface MethodInput<Options extends object = object> {
  /** The columns that it asked for, read and checked; absent optional ones are undefined. */
  readonly columns: Columns
  /** Its own options, as commander read them after the method's own description of them. */
  readonly options: Readonly<Options>
  /** Folder that paths a person gave are relative to. */
  readonly standing: string
  /** Confidence level, in (0, 1). */
  readonly level: number
  /** Seed of random draws. */
  readonly seed: number
  readonly t: Translator
  /** Told on long work. */
  readonly progress: (done: number, total: number) => void
}

/** A method of `assay statistics`. What its options are its description says: commander gives them without a type. */
export interface Method<Options extends object = object> {
  /** What it reads from a table in long form; none for a method that reads other files. */
  readonly columns: readonly ColumnDescription[]
  /** Whether it reads its table under these options; absent: it does, where it has columns. */
  readonly readsTable?: (options: Readonly<Record<string, unknown>>) => boolean
  /** Adds its own arguments and options to its command. */
  readonly describe: (command: Command, t: Translator) => Command
  /** @throws AssayError in words for the person */
  run(input: MethodInput<Options>): MethodResult | Promise<MethodResult>
}
