import { studentTQuantile } from '../distributions/student-t.ts'

/** Mean over cases with its interval, patients being what was sampled. */
export interface ClusteredMean {
  estimate: number
  standardError: number
  lower: number
  upper: number
  cases: number
  patients: number
  /** (Σn)² / Σn². */
  effectivePatients: number
}

/**
 * Mean of a measure over cases whose patients are clusters: linearised variance between patients, Student's t on K_eff − 1 degrees of freedom.
 * @param cases finite values
 * @param level of the interval, in (0, 1)
 * @returns undefined with fewer than two effective patients
 * Source: Woodruff, *JASA* 66:411–414 (1971); Kish, *Survey Sampling* (1965), 8.2.
 */
export function clusteredMean(
  cases: readonly { readonly patient: string; readonly value: number }[],
  level: number,
): ClusteredMean | undefined {
  const clusters = [...Map.groupBy(cases, ({ patient }) => patient).values()]
  const estimate = cases.reduce((sum, { value }) => sum + value, 0) / cases.length
  const effectivePatients = cases.length ** 2 / clusters.reduce((sum, { length }) => sum + length ** 2, 0)
  const freedom = effectivePatients - 1
  if (!(freedom > 1e-9)) return undefined
  const squares = clusters.reduce(
    (sum, own) => sum + own.reduce((total, { value }) => total + value - estimate, 0) ** 2,
    0,
  )
  const standardError = Math.sqrt((clusters.length / (clusters.length - 1)) * squares) / cases.length
  const reach = studentTQuantile((1 + level) / 2, freedom) * standardError
  return {
    estimate,
    standardError,
    lower: estimate - reach,
    upper: estimate + reach,
    cases: cases.length,
    patients: clusters.length,
    effectivePatients,
  }
}
