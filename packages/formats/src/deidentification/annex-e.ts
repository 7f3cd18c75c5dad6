import { type ConfidentialityOption, confidentialityOptions } from '@assay/contracts'
import table from './annex-e.json' with { type: 'json' }

/**
 * Actions of the table: D a dummy, Z empty or a dummy, X removed, K kept, C cleaned, U another UID; of several, the first that the object's
 * definition allows. U* stands for the UIDs within a sequence.
 */
export type TableAction = 'D' | 'Z' | 'X' | 'K' | 'C' | 'U' | 'X/Z' | 'X/D' | 'Z/D' | 'X/Z/D' | 'X/Z/U*'

/** A row of PS3.15, table E.1-1. */
export interface ProfileRow {
  /** Eight hexadecimal digits; x in repeating groups. */
  readonly tag: string
  readonly name: string
  readonly basic: TableAction
  readonly options: Partial<Record<ConfidentialityOption, TableAction>>
}

const isOption = (word: string): word is ConfidentialityOption => Object.hasOwn(confidentialityOptions, word)

function rowOf(line: string): ProfileRow {
  const [tag = '', name = '', basic = '', options = ''] = line.split(' | ')
  const actions = options
    .split(', ')
    .map((word) => word.split(' ') as [string, TableAction])
    .filter(([option]) => isOption(option))
  return { tag, name, basic: basic as TableAction, options: Object.fromEntries(actions) }
}

/** The table by tag. Source: DICOM PS3.15 table E.1-1, edition 2024b; where each row was read stands in annex-e.json. */
export const annexE: ReadonlyMap<string, ProfileRow> = new Map(table.rows.map(rowOf).map((row) => [row.tag, row]))

export const annexEdition = table.instrument.edition
