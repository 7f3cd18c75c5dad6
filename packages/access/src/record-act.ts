import type { Queryable } from '@assay/store'

/** Writes an act of access to the program's log, in the transaction that does it. `actor` is an account's id. */
export type RecordAct = (
  transaction: Queryable,
  act: { type: string; at: Date; subject: Record<string, string>; actor: string },
) => Promise<unknown>
