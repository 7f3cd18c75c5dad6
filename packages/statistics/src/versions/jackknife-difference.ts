import { studentTQuantile } from '../distributions/student-t.ts'

/**
 * An estimate of patients, which may be undefined for some of them, with its interval: patients left out one at a time, Student's t on patients − 1 degrees
 * of freedom.
 * Source: Efron, Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 11.
 * @param estimateOf of all units but those of the patient left out
 * @returns undefined where it is undefined for all, or without a patient, or with fewer than two patients
 */
export function jackknifeInterval<Unit>(
  patients: readonly (readonly Unit[])[],
  estimateOf: (units: readonly Unit[]) => number | undefined,
  level: number,
): { estimate: number; standardError: number; lower: number; upper: number } | undefined {
  const k = patients.length
  const estimate = estimateOf(patients.flat())
  if (estimate === undefined || k < 2) return undefined
  const left: number[] = []
  for (let i = 0; i < k; i += 1) {
    const without = estimateOf(patients.filter((_, j) => j !== i).flat())
    if (without === undefined) return undefined
    left.push(without)
  }
  const mean = left.reduce((sum, value) => sum + value, 0) / k
  const squares = left.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const standardError = Math.sqrt(((k - 1) / k) * squares)
  const reach = studentTQuantile((1 + level) / 2, k - 1) * standardError
  return { estimate, standardError, lower: estimate - reach, upper: estimate + reach }
}
