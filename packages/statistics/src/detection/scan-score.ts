import { z } from 'zod'
import type { DetectionCase, Lesion } from './findings.ts'
import { type Matching, matching, matchMarks } from './match-marks.ts'
import { strongestMarks } from './strongest-marks.ts'

/** Lesions of these diameters count, millimetres; others are irrelevant. */
export const lesionSizes = z
  .strictObject({ atLeast: z.number().positive().optional(), below: z.number().positive().optional() })
  .refine(({ atLeast, below }) => (atLeast ?? 0) < (below ?? Infinity))
type LesionSizes = z.infer<typeof lesionSizes>

/** LUNA16's: nearer than the radius; the best mark on a lesion counts, further ones for nothing. */
const luna16: Matching = {
  rule: { rule: 'distance', limit: 'radius', boundary: 'excluded' },
  multiplicity: 'luna16',
  duplicates: 'ignored',
  precedence: 'lesion',
}

/** What a protocol fixes of marks before curves are made of them: when one hits, and how many of a scan count. */
export const scanScoring = z.strictObject({
  matching: matching.default(luna16),
  /** The strongest marks of a scan, as LUNA16's program keeps a hundred; all where it is not given. */
  mostMarks: z.number().int().min(1).max(10_000).optional(),
})
type ScanScoring = z.infer<typeof scanScoring>

/** A scan, its marks held against its lesions by the rule of the protocol. */
export const scanScore = z
  .object({
    patient: z.string().min(1),
    lesions: z.number().int().min(0),
    /** Scores of the marks that count, one for each lesion that was hit. */
    found: z.array(z.number()),
    /** Scores of the false positives. */
    false: z.array(z.number()),
    /** No output: nothing was found, and completion has it. */
    failed: z.boolean().default(false),
  })
  .refine(({ lesions, found }) => found.length <= lesions, { path: ['found'] })
export type ScanScore = z.infer<typeof scanScore>

/**
 * Holds a scan's marks against its lesions.
 * @param sizes lesions that count; all where it is not given
 * @throws RangeError as `matchMarks`
 */
export function scoreScan(
  scan: DetectionCase,
  { matching: how, mostMarks, sizes }: ScanScoring & { readonly sizes?: LesionSizes | undefined },
): ScanScore {
  const marks = mostMarks === undefined ? scan.marks : strongestMarks(scan.marks, mostMarks)
  const lesions = sizes ? scan.lesions.map((one) => ofSizes(one, sizes)) : scan.lesions
  const { lesionScores, falseScores, failed, patient } = matchMarks({ ...scan, lesions, marks }, how)
  return {
    patient,
    failed,
    lesions: lesionScores.length,
    false: [...falseScores],
    found: [...lesionScores].filter((score) => score !== -Infinity),
  }
}

/** Scans with an output, of all, by patient. */
export function completionOf(scans: readonly ScanScore[]) {
  return scans.map(({ patient, failed }) => ({ patient, numerator: failed ? 0 : 1, denominator: 1 }))
}

function ofSizes(lesion: Lesion, { atLeast = 0, below = Infinity }: LesionSizes): Lesion {
  return lesion.diameter >= atLeast && lesion.diameter < below ? lesion : { ...lesion, irrelevant: true }
}

/** How the id of a figure says which lesions it is of: '' for all. */
export function sizeSuffix(sizes: LesionSizes | undefined): string {
  if (sizes?.atLeast === undefined && sizes?.below === undefined) return ''
  if (sizes.atLeast === undefined) return `.size-below-${sizes.below}`
  return sizes.below === undefined ? `.size-from-${sizes.atLeast}` : `.size-${sizes.atLeast}-to-${sizes.below}`
}
