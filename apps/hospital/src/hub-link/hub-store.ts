import { AssayError } from '@assay/contracts'
import { fetchTransport, type Hub } from '@assay/link'
import { type VerificationKey, verificationKey } from '@assay/signing'
import type { HospitalDb } from '../hospital-tables.ts'
import type { HubTables } from './hub-tables.ts'

/** The hub that this hospital has joined. Throws `not-enrolled`. */
export async function findHub(db: HospitalDb): Promise<HubTables['hub']> {
  const row = await db.selectFrom('hub').selectAll().executeTakeFirst()
  if (!row) throw new AssayError('not-enrolled')
  return row
}

/** The pinned keys of the hub; none before this hospital has joined one. */
export async function hubKeys(db: HospitalDb): Promise<VerificationKey[]> {
  const rows = await db.selectFrom('hub').select('public_key').execute()
  return rows.map(({ public_key }) => verificationKey(public_key))
}

/** The hub as the exchange reaches it. Throws `not-enrolled`. */
export async function hubEnd(db: HospitalDb): Promise<Hub> {
  const { id, url } = await findHub(db)
  return { id, transport: fetchTransport(url) }
}
