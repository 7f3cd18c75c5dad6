import { inTransaction, type PackIndex } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'

/** Where blobs lie in packs, by the node's database. */
export function packIndex(db: HospitalDb): PackIndex {
  return {
    find: (sha256) =>
      db.selectFrom('packed_blobs').select(['pack', 'start', 'size']).where('sha256', '=', sha256).executeTakeFirst(),
    forget: (sha256) => inTransaction(db, (transaction) => forget(transaction, sha256)),
  }
}

/** The pack's row is locked, so that of two that forget its last blobs one sees that it is the last. */
async function forget(transaction: HospitalDb, sha256: string): ReturnType<PackIndex['forget']> {
  const place = await transaction
    .deleteFrom('packed_blobs')
    .where('sha256', '=', sha256)
    .returning(['pack', 'start', 'size'])
    .executeTakeFirst()
  if (!place) return undefined
  await transaction.selectFrom('packs').select('name').where('name', '=', place.pack).forUpdate().execute()
  const other = await transaction
    .selectFrom('packed_blobs')
    .select('sha256')
    .where('pack', '=', place.pack)
    .limit(1)
    .executeTakeFirst()
  if (!other) await transaction.deleteFrom('packs').where('name', '=', place.pack).execute()
  return { place, isLast: !other }
}
