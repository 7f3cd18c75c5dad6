import { studentTQuantile } from '../distributions/student-t.ts'

/** Why there is no coefficient. `no-variation`: chance alone would agree always. */
export type AgreementReason = 'too-few-subjects' | 'no-pairs' | 'no-variation'

/** A coefficient of agreement with its interval, or why there is none. At most 1; 0 is agreement by chance. */
export type AgreementCoefficient =
  | {
      status: 'estimated'
      estimate: number
      /** Of the estimate, subjects being what was sampled. */
      standardError: number
      lower: number
      upper: number
      level: number
      degreesOfFreedom: number
      /** Share of pairs of ratings that agree, weighted; and the share that chance alone would give. */
      observed: number
      expected: number
      /** Subjects, and those with at least two ratings. */
      subjects: number
      pairedSubjects: number
    }
  | { status: 'undefined'; reason: AgreementReason; subjects: number }

interface Parts {
  estimate: number
  observed: number
  expected: number
  subjects: number
  pairedSubjects: number
}

/**
 * The coefficient with its interval, from one influence value a subject, whose mean is the estimate: t of Student with
 * subjects − 1 degrees of freedom, cut at −1 and 1.
 */
export function fromInfluences(parts: Parts, influences: Float64Array, level: number): AgreementCoefficient {
  const n = influences.length
  const sum = influences.reduce((total, value) => total + (value - parts.estimate) ** 2, 0)
  return withStandardError(parts, Math.sqrt(sum / (n * (n - 1))), n - 1, level)
}

/** The coefficient with the interval of a standard error. @throws RangeError level */
export function withStandardError(
  parts: Parts,
  standardError: number,
  degreesOfFreedom: number,
  level: number,
): AgreementCoefficient {
  if (!(level > 0 && level < 1)) throw new RangeError('level: a number between 0 and 1 is needed')
  const reach = studentTQuantile((1 + level) / 2, degreesOfFreedom) * standardError
  const [lower, upper] = [Math.max(-1, parts.estimate - reach), Math.min(1, parts.estimate + reach)]
  return { status: 'estimated', ...parts, standardError, lower, upper, level, degreesOfFreedom }
}
