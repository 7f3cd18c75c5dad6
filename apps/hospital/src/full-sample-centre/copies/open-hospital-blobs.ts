import { join } from 'node:path'
import type { Clock, Random } from '@assay/contracts'
import { type BlobStore, openBlobStore, openPacks, type Packs, packedBlobStore } from '@assay/store'
import type { HospitalDb } from '../../hospital-tables.ts'
import { packIndex } from './pack-index.ts'

/**
 * Opens the node's blobs: files of their own, and packs. A pack that a kill left before the database knew of it holds nothing
 * that was acknowledged; it goes a day later.
 */
export async function openHospitalBlobs(
  folder: string,
  { db, clock, random }: { db: HospitalDb; clock: Clock; random: Random },
): Promise<{ blobs: BlobStore; packs: Packs }> {
  const loose = await openBlobStore(folder, clock, random)
  const packs = await openPacks(join(folder, 'packs'), clock)
  const known = new Set((await db.selectFrom('packs').select('name').execute()).map(({ name }) => name))
  for (const name of await packs.old()) if (!known.has(name)) await packs.remove(name)
  return { blobs: packedBlobStore(loose, packs, packIndex(db)), packs }
}
