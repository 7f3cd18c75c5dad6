import { studentTCdf, studentTQuantile } from '../distributions/student-t.ts'

/** A unit that two tests were tried on. */
export interface PairedUnit {
  /** Units of one patient are one cluster. */
  readonly patient: string
  readonly first: 0 | 1
  readonly second: 0 | 1
}

/** A difference of two shares on the same units, which cluster in patients. */
export type ClusteredDifference =
  | {
      status: 'estimated'
      estimate: number
      standardError: number
      lower: number
      upper: number
      level: number
      degreesOfFreedom: number
      /** Two-sided p of no difference. */
      p: number
      units: number
      patients: number
      effectivePatients: number
    }
  | { status: 'undefined'; reason: 'too-few-patients' | 'no-variance' }

/**
 * Difference of two shares, first minus second, of units that cluster in patients: the ratio of sums with the linearised variance between
 * patients, and t on K_eff − 1 degrees of freedom, K_eff = (Σn)² / Σn².
 * Sources: Obuchowski, *Stat. Med.* 17:1495–1507 (1998); Woodruff, *JASA* 66:411–414 (1971).
 * @param level in (0, 1)
 * @throws RangeError level
 */
export function clusteredDifference(units: readonly PairedUnit[], level = 0.95): ClusteredDifference {
  if (!(level > 0 && level < 1)) throw new RangeError('level: not between 0 and 1')
  const clusters = [...Map.groupBy(units, ({ patient }) => patient).values()].map((own) => ({
    difference: own.reduce((sum, { first, second }) => sum + first - second, 0),
    size: own.length,
  }))
  const patients = clusters.length
  const effectivePatients = units.length ** 2 / clusters.reduce((sum, { size }) => sum + size ** 2, 0)
  if (patients < 2 || effectivePatients - 1 < 1e-9) return { status: 'undefined', reason: 'too-few-patients' }
  const estimate = clusters.reduce((sum, { difference }) => sum + difference, 0) / units.length
  const squares = clusters.reduce((sum, { difference, size }) => sum + (difference - estimate * size) ** 2, 0)
  const standardError = Math.sqrt((patients / (patients - 1)) * squares) / units.length
  if (standardError === 0) return { status: 'undefined', reason: 'no-variance' }
  const degreesOfFreedom = effectivePatients - 1
  const reach = studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError
  return {
    ...{ status: 'estimated', estimate, standardError, level, degreesOfFreedom, patients, effectivePatients },
    ...{ lower: Math.max(-1, estimate - reach), upper: Math.min(1, estimate + reach), units: units.length },
    p: 2 * studentTCdf(-Math.abs(estimate / standardError), degreesOfFreedom),
  }
}
