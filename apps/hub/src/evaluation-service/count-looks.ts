import type { Device, Protocol } from '@assay/contracts'
import type { HubDb } from '../hub-tables.ts'
import type { Place } from './check-feasibility.ts'
import { protocolFault } from './protocol-fault.ts'

/**
 * Which look of this device family (all versions of a vendor's device of one name) at these sealed sets the next run is,
 * and how many are allowed: any number at public and synthetic sets, one at patients' sets, since a second without an
 * error budget spread over all looks would raise false approval. Throws `protocol-invalid` for one too many.
 */
export async function countLooks(
  db: HubDb,
  { vendorId, manifest }: Device,
  places: readonly Place[],
): Promise<Protocol['look']> {
  const sets = new Set(places.map(({ set }) => set.test_set_id))
  // Two looks locked at once would have one number.
  await db.selectFrom('vendors').select('id').where('id', '=', vendorId).forUpdate().execute()
  const earlier = await db
    .selectFrom('evaluations as evaluation')
    .innerJoin('devices as device', 'device.id', 'evaluation.device_id')
    .select(['evaluation.protocol', 'device.manifest'])
    .where('evaluation.vendor_id', '=', vendorId)
    .where('evaluation.protocol', 'is not', null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('evaluation.state', '!=', 'ended'),
        // Ended after the run was ordered: it may have looked.
        exists(
          selectFrom('story_events as story')
            .select('story.at')
            .whereRef('story.evaluation_id', '=', 'evaluation.id')
            .where('story.event', '=', 'started'),
        ),
      ]),
    )
    .execute()
  const looked = earlier.filter(
    (row) =>
      row.manifest.name === manifest.name && row.protocol?.hospitals.some(({ testSetId }) => sets.has(testSetId)),
  )
  const number = looked.length + 1
  const allowed = places.some(({ set }) => set.provenance === 'patients') ? 1 : null
  if (allowed !== null && number > allowed) throw protocolFault('hospitals', 'looks-used-up')
  return { number, allowed }
}
