import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { copyStretches, givenRows } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import type { PackedBlobRow } from '../full-sample-tables.ts'
import type { WrittenCopy } from './written-copy.ts'

/** A copy with the SHA-256 of its bytes. */
interface Copy {
  readonly sha256: string
  /** Undefined where a file of its own holds the same bytes already. */
  readonly written: WrittenCopy | undefined
}

type InPack = PackedBlobRow & { readonly draft: string }

/**
 * Keeps copies that workers wrote; all are on the disk when this resolves, and what packs hold can be found once `enterPlaces`
 * has entered the rows given here. Bytes that are kept already are not kept twice.
 */
export async function keepCopies(hospital: Hospital, copies: readonly Copy[]): Promise<PackedBlobRow[]> {
  const written = copies.flatMap(({ sha256, written: one }) => (one ? [{ sha256, ...one }] : []))
  const loose = written.filter(({ start }) => start === undefined)
  await hospital.blobs.keep(loose.map(({ draft, sha256 }) => ({ path: draft, sha256 })))
  const packed = written.flatMap(({ start, ...one }) =>
    start === undefined ? [] : [{ ...one, start, pack: basename(one.draft) }],
  )
  const known = await knownOf(hospital.db, packed)
  const kept: InPack[] = []
  for (const [draft, all] of Map.groupBy(packed, (one) => one.draft)) {
    const fresh = all.filter(({ sha256 }) => !known.has(sha256))
    for (const { sha256 } of fresh) known.add(sha256)
    kept.push(...(fresh.length === all.length ? all : await withoutKnown(hospital, draft, fresh)))
  }
  await hospital.packs.keep([...new Set(kept.map(({ draft }) => draft))])
  return kept.map(({ draft: _, ...row }) => row)
}

async function knownOf(db: HospitalDb, packed: readonly InPack[]): Promise<Set<string>> {
  if (packed.length === 0) return new Set()
  const hashes = packed.map(({ sha256 }) => sha256)
  const rows = await db.selectFrom('packed_blobs').select('sha256').where('sha256', 'in', hashes).execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}

/** A pack anew, of only a part of what it holds. */
async function withoutKnown({ blobs }: Hospital, draft: string, fresh: readonly InPack[]): Promise<InPack[]> {
  const anew = blobs.newDraft()
  const starts = fresh.length > 0 ? await copyStretches(draft, fresh, anew) : []
  await rm(draft)
  return fresh.map((one, place) => ({ ...one, draft: anew, pack: basename(anew), start: starts[place]! }))
}

/** Enters where copies lie, within the transaction that refers to them. */
export async function enterPlaces(transaction: HospitalDb, places: readonly PackedBlobRow[]): Promise<void> {
  if (places.length === 0) return
  const packs = [...new Set(places.map(({ pack }) => pack))]
  await transaction
    .insertInto('packs')
    .values(packs.map((name) => ({ name })))
    .execute()
  const given = givenRows(places, { sha256: 'text', pack: 'text', start: 'int8', size: 'int8' })
  await transaction
    .insertInto('packed_blobs')
    .columns(given.columns)
    .expression(given.rows)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
}
