import { AssayError } from '@assay/contracts'
import type { CaseLabels } from '@assay/governance'
import { z } from 'zod'
import type { CaseFile, ReferencedImages } from '../category.ts'

/**
 * What a reading centre says of a photograph: the grade of diabetic retinopathy (none, mild, moderate, severe, proliferative), or that it
 * can't be graded.
 * Source: International Clinical Diabetic Retinopathy severity scale, Wilkinson et al., Ophthalmology 110:1677–1682 (2003).
 */
const retinopathyReference = z.union([
  z.strictObject({ gradable: z.literal(true), grade: z.number().int().min(0).max(4) }),
  z.strictObject({ gradable: z.literal(false), grade: z.null() }),
])
export type RetinopathyReference = z.infer<typeof retinopathyReference>

const yes = ['', 'yes', '1', 'true', 'gradable']
const no = ['no', '0', 'false', 'ungradable']

/** A photograph is a case: `grade` 0 to 4, `gradable` yes or no (yes where it says nothing); no grade for one that can't be graded. */
export const gradedPhotographs: ReferencedImages = {
  unit: 'image',
  columns: { required: ['grade'], optional: ['gradable'] },
  files: [],
  readReference({ image, lines }) {
    const invalid = (what: string) => new AssayError('reference-invalid', { where: image, what })
    if (lines.length > 1) throw invalid(`${lines.length} lines`)
    const { grade = '', gradable = '' } = lines[0]!
    const said = gradable.toLowerCase()
    if (![...yes, ...no].includes(said)) throw invalid('gradable is neither yes nor no')
    const isGradable = !no.includes(said)
    if (isGradable && !/^[0-4]$/.test(grade)) throw invalid('the grade is none of 0 to 4')
    if (!isGradable && grade !== '') throw invalid('a grade for a photograph that can not be graded')
    const reference: RetinopathyReference = isGradable
      ? { gradable: true, grade: Number(grade) }
      : { gradable: false, grade: null }
    return { extension: 'json', bytes: Buffer.from(JSON.stringify(reference)) }
  },
}

/** The reading centre's word on a case. @throws AssayError reference-invalid */
export function referenceOf(files: readonly CaseFile[]): RetinopathyReference {
  const file = files.find(({ role }) => role === 'reference')
  if (!file) throw new AssayError('reference-invalid', { where: 'reference.json', what: 'no grade' })
  return gradeIn(file)
}

/** Grades of a case: the reading centre's, and those of other readers. @throws AssayError reference-invalid */
export function describeGrades(files: readonly CaseFile[]): CaseLabels {
  const reference = labelOf(referenceOf(files))
  const said = files.flatMap((file) =>
    file.role === 'reading' && file.reader ? [[file.reader, labelOf(gradeIn(file))] as const] : [],
  )
  const readings = said.length === 0 ? [] : [{ reference, said: Object.fromEntries(said), count: 1 }]
  return { classes: { [reference]: 1 }, readings }
}

function labelOf({ gradable, grade }: RetinopathyReference): string {
  return gradable ? `grade ${grade}` : 'ungradable'
}

function gradeIn({ bytes, name }: CaseFile): RetinopathyReference {
  try {
    return retinopathyReference.parse(JSON.parse(Buffer.from(bytes).toString()))
  } catch {
    throw new AssayError('reference-invalid', { where: name, what: 'no grade' })
  }
}
