import { type Account, AssayError } from '@assay/contracts'
import type { HubDb } from '../hub-tables.ts'
import { findVendor } from './device-store.ts'

/** Whose things an account sees: those of one vendor (undefined id: none yet), or everybody's. */
export type Sight = { readonly all: true } | { readonly all: false; readonly vendorId: string | undefined }

/** A vendor sees its own organisation's devices and evaluations; reviewers and operators see all. */
export async function sightOf(db: HubDb, { role, organisation }: Account): Promise<Sight> {
  if (role === 'reviewer' || role === 'operator') return { all: true }
  return { all: false, vendorId: role === 'vendor' ? await findVendor(db, organisation) : undefined }
}

/** Throws `not-found` for another vendor's thing: that it is there is nobody else's business. */
export function assertVisible(sight: Sight, vendorId: string, what: string): void {
  if (!sight.all && sight.vendorId !== vendorId) throw new AssayError('not-found', { what })
}
