import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findCategory } from '@assay/categories'
import { type Account, AssayError, type PacsSettings } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { Pacs } from './dicomweb.ts'

/** The PACS that the node may ask, by name. */
export async function listPacs({ db }: Pick<Hospital, 'db'>): Promise<PacsSettings[]> {
  const rows = await db.selectFrom('pacs').select('settings').orderBy('name').execute()
  return rows.map(({ settings }) => settings)
}

/** A PACS with its secrets, which lie in `pacs/NAME/` of the node's directory. Throws `not-found`. */
export async function readPacs({ db, directory }: Hospital, name: string): Promise<Pacs> {
  const row = await db.selectFrom('pacs').select('settings').where('name', '=', name).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'pacs' })
  const read = (file: string) => readFile(join(directory, 'pacs', name, file)).catch(() => undefined)
  const authorization = (await read('authorization'))?.toString('utf8').trim()
  const [ca, cert, key] = await Promise.all(['authorities.pem', 'certificate.pem', 'key.pem'].map(read))
  return { settings: row.settings, credentials: { authorization, ca, cert, key } }
}

/** Notes a PACS, or changes it. Throws `not-found` for a category that there isn't. */
export async function savePacs(hospital: Hospital, account: Account, settings: PacsSettings): Promise<PacsSettings> {
  if (!findCategory(settings.category)) throw new AssayError('not-found', { what: 'category' })
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    await transaction
      .insertInto('pacs')
      .values({ name: settings.name, settings: jsonb(settings) })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ settings: jsonb(settings) }))
      .execute()
    await append(transaction, { type: 'pacs-saved', at, subject: {}, actor: account.id }, hospital.random)
  })
  return settings
}

/** Forgets a PACS. Throws `not-found`. */
export async function removePacs(hospital: Hospital, account: Account, name: string): Promise<void> {
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    const gone = await transaction.deleteFrom('pacs').where('name', '=', name).returning('name').execute()
    if (gone.length === 0) throw new AssayError('not-found', { what: 'pacs' })
    await append(transaction, { type: 'pacs-removed', at, subject: {}, actor: account.id }, hospital.random)
  })
}
