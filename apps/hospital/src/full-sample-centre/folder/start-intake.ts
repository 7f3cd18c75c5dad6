import { findCategory, readReferenceTable } from '@assay/categories'
import { type Account, AssayError, type IntakeRun, type intakeRequest } from '@assay/contracts'
import type { z } from '@assay/http'
import type { Hospital } from '../../hospital.ts'
import { beginIntake } from '../pipeline/begin-intake.ts'
import { intakeFolder } from './intake-folder.ts'

/**
 * Starts to take a folder in. Throws `intake-folder-invalid`, `intake-patients-missing`, `patients-table-invalid`,
 * `records-list-invalid`, `reference-table-invalid`, `reference-invalid`, `not-found` for a category that there isn't.
 */
export async function startIntake(
  hospital: Hospital,
  account: Account,
  { folder, category, provenance, namesAreNeutral }: z.infer<typeof intakeRequest>,
): Promise<IntakeRun> {
  const known = findCategory(category)
  if (!known) throw new AssayError('not-found', { what: 'category' })
  const below = intakeFolder(hospital.intakeRoot, folder)
  const found = known.listCases?.(below).length ?? 0
  if (known.referencedImages) readReferenceTable(below, known.referencedImages)
  return beginIntake(hospital, { way: 'folder', source: folder, category, provenance, namesAreNeutral, account, found })
}
