import type { Kysely } from 'kysely'

/**
 * Any database or transaction handle, whatever tables its type names: what a package needs that brings tables of its own
 * and speaks SQL to them (`sql\`…\`.execute(db)`).
 */
export type Queryable = Pick<Kysely<unknown>, 'getExecutor'>
