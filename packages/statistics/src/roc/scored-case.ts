import { z } from 'zod'

/** One case: what is true of it, and the device's score. */
export const scoredCase = z.object({
  patient: z.string().min(1),
  /** Whether the case is diseased. */
  truth: z.boolean(),
  /** Higher means more diseased; null where the device gave no output. */
  score: z.number().nullable(),
})
export type ScoredCase = z.infer<typeof scoredCase>

/** The score that a case counts with: a failed output is the wrong extreme. */
export function countedScore({ truth, score }: ScoredCase): number {
  return score ?? (truth ? -Infinity : Infinity)
}

/** A threshold that a protocol sets beforehand, in the id of its figures. */
export function fromThreshold(measure: 'sensitivity' | 'specificity', threshold: number): string {
  return `${measure}.from-${threshold}`
}

/** Sensitivity and specificity from a threshold on, as ratios of cases. */
export function thresholdParts(cases: readonly ScoredCase[], threshold: number) {
  const of = (truth: boolean, isRight: (score: number) => boolean) =>
    cases
      .filter((one) => one.truth === truth)
      .map((one) => ({ patient: one.patient, numerator: isRight(countedScore(one)) ? 1 : 0, denominator: 1 }))
  return { sensitivity: of(true, (score) => score >= threshold), specificity: of(false, (score) => score < threshold) }
}

/** Records with an output, of all. */
export function completionParts(cases: readonly ScoredCase[]) {
  return cases.map(({ patient, score }) => ({ patient, numerator: score === null ? 0 : 1, denominator: 1 }))
}
