import { AssayError } from '@assay/contracts'
import type { Lesion } from '@assay/statistics/detection'
import type { CaseFile } from '../../category.ts'
import { type Nodule, unmeasuredDiameter } from './nodule.ts'
import { readNoduleTable } from './read-nodule-table.ts'

/** The findings of a case's reference standard. @throws AssayError reference-invalid */
export function nodulesOf(files: readonly CaseFile[]): Nodule[] {
  const reference = files.find(({ role }) => role === 'reference')
  if (!reference) throw new AssayError('reference-invalid', { where: 'reference', what: 'the file is missing' })
  return readNoduleTable(reference.bytes, reference.name).map(({ nodule }) => nodule)
}

/** The findings as marks are held against them: one that nobody measured is as wide as LUNA16's program takes it. */
export function lesionsOf(files: readonly CaseFile[]): Lesion[] {
  return nodulesOf(files).map(({ centre, diameter, isIrrelevant }, index) => ({
    id: `${index + 1}`,
    centre,
    diameter: diameter ?? unmeasuredDiameter,
    irrelevant: isIrrelevant,
  }))
}
