import { AssayError, type DeclaredTraining, type Device } from '@assay/contracts'
import { jsonb, newId, sql } from '@assay/store'
import type { Hub } from '../hub.ts'
import type { HubDb } from '../hub-tables.ts'
import type { DeviceRow } from './evaluation-tables.ts'

/** The vendor of an organisation, made when first needed; colleagues share it. */
export async function openVendor(
  db: HubDb,
  organisation: string,
  { clock, random }: Pick<Hub, 'clock' | 'random'>,
): Promise<string> {
  await db
    .insertInto('vendors')
    .values({ id: newId(clock, random), organisation })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findVendor(db, organisation))!
}

/** The vendor of an organisation, if it ever registered a device. */
export async function findVendor(db: HubDb, organisation: string): Promise<string | undefined> {
  const row = await db.selectFrom('vendors').select('id').where('organisation', '=', organisation).executeTakeFirst()
  return row?.id
}

/** The organisation of a vendor. */
export async function organisationOf(db: HubDb, vendorId: string): Promise<string> {
  const query = db.selectFrom('vendors').select('organisation').where('id', '=', vendorId)
  return (await query.executeTakeFirstOrThrow()).organisation
}

/** Keeps a device; false if its package is registered already. */
export async function insertDevice(db: HubDb, device: Device): Promise<boolean> {
  const inserted = await db
    .insertInto('devices')
    .values({
      id: device.id,
      vendor_id: device.vendorId,
      registered_at: device.registeredAt,
      package_digest: device.packageDigest,
      package_bytes: device.packageBytes,
      manifest: jsonb(device.manifest),
    })
    .onConflict((conflict) => conflict.column('package_digest').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** A device. Throws `not-found`. */
export async function findDevice(db: HubDb, id: string): Promise<Device> {
  const row = await db.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AssayError('not-found', { what: 'device' })
  return deviceOf(row, (await trainingOf(db, [id])).get(id))
}

/** Devices, newest first; of one vendor only, where one is given. */
export async function listDeviceRows(db: HubDb, vendorId?: string): Promise<Device[]> {
  const all = db.selectFrom('devices').selectAll().orderBy('registered_at', 'desc').orderBy('id')
  const rows = await (vendorId === undefined ? all : all.where('vendor_id', '=', vendorId)).execute()
  const training = await trainingOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => deviceOf(row, training.get(row.id)))
}

/** What was last declared of each device; without those of which nothing was. */
async function trainingOf(db: HubDb, devices: readonly string[]): Promise<Map<string, DeclaredTraining>> {
  if (devices.length === 0) return new Map()
  const rows = await db
    .selectFrom('device_training')
    .select(['device_id', 'declaration_hash', 'declared_at', 'data_sets', 'contents'])
    .distinctOn('device_id')
    .where('device_id', 'in', devices)
    .orderBy('device_id')
    .orderBy(sql`position`, 'desc')
    .execute()
  return new Map(
    rows.map(({ device_id, declaration_hash, declared_at, data_sets, contents }) => [
      device_id,
      { declarationHash: declaration_hash, declaredAt: declared_at, dataSets: data_sets, contents },
    ]),
  )
}

function deviceOf(row: DeviceRow, training: DeclaredTraining | null = null): Device {
  const { id, manifest } = row
  return {
    id,
    vendorId: row.vendor_id,
    registeredAt: row.registered_at,
    packageDigest: row.package_digest,
    packageBytes: row.package_bytes,
    manifest,
    training,
  }
}
