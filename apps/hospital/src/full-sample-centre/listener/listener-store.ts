import { networkInterfaces } from 'node:os'
import { findCategory } from '@assay/categories'
import { type Account, AssayError, type ListenerSettings, type ListenerStatus } from '@assay/contracts'
import { append } from '@assay/ledger'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Off, and with TLS once it is switched on. */
const initial: ListenerSettings = { enabled: false, host: '127.0.0.1', port: 11_112, tls: true, titles: [], peers: [] }

/** The listener's settings. */
export async function readListenerSettings(db: HospitalDb): Promise<ListenerSettings> {
  const row = await db.selectFrom('listener').select('settings').executeTakeFirst()
  return row?.settings ?? initial
}

/** The listener's settings and how it stands. */
export async function viewListener({ db, listener }: Hospital): Promise<ListenerStatus> {
  const settings = await readListenerSettings(db)
  const addresses = addressesOf(settings.host)
  return { ...settings, ...(await listener.status()), addresses, senders: await listSenders(db) }
}

/** Where senders reach a listener: the addresses of this machine where it listens on all of a family. */
function addressesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host]
  const family = host === '::' ? 'IPv6' : 'IPv4'
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? [])
  return all.filter((one) => one.family === family && !one.internal).map(({ address }) => address)
}

/** Who has sent what since when, the latest first. */
async function listSenders(db: HospitalDb): Promise<ListenerStatus['senders']> {
  const rows = await db.selectFrom('listener_senders').selectAll().orderBy('last_at', 'desc').limit(200).execute()
  return rows.map(({ first_at: firstAt, last_at: lastAt, ...row }) => ({ ...row, firstAt, lastAt }))
}

/** Changes the listener's settings, and listens as they say. Throws `not-found` for a category that there isn't. */
export async function saveListener(
  hospital: Hospital,
  account: Account,
  settings: ListenerSettings,
): Promise<ListenerStatus> {
  if (!settings.titles.every(({ category }) => findCategory(category)))
    throw new AssayError('not-found', { what: 'category' })
  const at = hospital.clock()
  await inTransaction(hospital.db, async (transaction) => {
    await transaction
      .insertInto('listener')
      .values({ one: true, settings: jsonb(settings) })
      .onConflict((conflict) => conflict.column('one').doUpdateSet({ settings: jsonb(settings) }))
      .execute()
    const { titles, peers, enabled, tls } = settings
    const subject = { titles: titles.length, peers: peers.length, enabled: enabled ? 1 : 0, tls: tls ? 1 : 0 }
    await append(transaction, { type: 'listener-saved', at, subject, actor: account.id }, hospital.random)
  })
  await hospital.listener.apply(settings)
  return viewListener(hospital)
}
