import { AssayError, type QualityPassport } from '@assay/contracts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { viewStudy } from './study-store.ts'

/** The passport of a study. Throws `not-found` for no such study and for one that was not checked yet, `study-altered`. */
export async function readPassport(db: HospitalDb, id: string): Promise<QualityPassport> {
  const { passport } = await viewStudy(db, id)
  if (!passport) throw new AssayError('not-found', { what: 'passport' })
  return passport
}
