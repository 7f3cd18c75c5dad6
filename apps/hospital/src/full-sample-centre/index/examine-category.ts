import { findCategory } from '@assay/categories'
import { AssayError, type QualityPassport } from '@assay/contracts'
import { type CollectionSubject, distributionDefinition, examineCollection } from '@assay/governance'
import { sha256OfJson } from '@assay/signing'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { distributionsOf } from '../distributions/distributions-of.ts'

/** Values that are looked at, the newest. */
const mostValues = 500_000

/**
 * Holds all checked studies of a category against the rules about drift, as they came in, and its patients against those of the
 * other hospitals, as far as the hub has told of them. Throws `not-found` for a category that there isn't.
 */
export async function examineCategory({ db, ruleSets, clock }: Hospital, category: string): Promise<QualityPassport> {
  if (!findCategory(category)) throw new AssayError('not-found', { what: 'category' })
  const distributions = await distributionsOf(db, distributionDefinition(category, ruleSets))
  const subject = { ...(await collectionOf(db, category)), distributions }
  return examineCollection({ subject, ruleSets, issuedAt: clock().toISOString() })
}

async function collectionOf(db: HospitalDb, category: string): Promise<Omit<CollectionSubject, 'distributions'>> {
  const newest = await db
    .selectFrom('study_features as feature')
    .innerJoin('studies', 'studies.id', 'feature.study_id')
    .select(['feature.name', 'feature.unit', 'feature.value', 'studies.added_at', 'studies.manifest_hash'])
    .where('studies.category', '=', category)
    .orderBy('studies.added_at', 'desc')
    .orderBy('studies.id', 'desc')
    .limit(mostValues)
    .execute()
  const rows = newest.reverse()
  const features = [...Map.groupBy(rows, ({ name, unit }) => `${name} ${unit}`).values()].map((own) => ({
    name: own[0]!.name,
    unit: own[0]!.unit,
    values: own.map(({ added_at, value }) => ({ at: added_at.slice(0, 10), value })),
  }))
  const manifestHash = sha256OfJson([...new Set(rows.map((row) => row.manifest_hash))])
  return { id: category, category, manifestHash, features }
}
