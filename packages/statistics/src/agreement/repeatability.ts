import { chiSquareQuantile } from '../distributions/chi-square.ts'
import { normalQuantile } from '../distributions/normal.ts'

interface Ranged {
  estimate: number
  lower: number
  upper: number
}

/** How far repeated measurements of a subject lie apart. */
export type Repeatability =
  | {
      status: 'estimated'
      subjects: number
      measurements: number
      degreesOfFreedom: number
      /** Within-subject standard deviation, in the unit of measurement. */
      withinSubject: Ranged
      /** Two measurements of a subject differ by less than this with probability 0.95: z √2 times the former. */
      coefficient: Ranged
      /** Within-subject coefficient of variation, a share; null unless all means are above 0. */
      variation: Ranged | null
      level: number
    }
  | { status: 'undefined'; reason: 'too-few-measurements' }

/**
 * Repeatability from repeated measurements of subjects under the same conditions. The interval of the standard deviation is
 * exact for normal measurements (chi-square); that of the coefficient of variation, the root of the mean of the subjects' squared
 * ones, takes over its relative width.
 * Sources: Bland, Altman, *BMJ* 313:744 (1996); Obuchowski, Bullen, *Stat. Methods Med. Res.* 27:3–34 (2018); Raunig and others,
 * *Stat. Methods Med. Res.* 24:27–67 (2015).
 * @param subjects one a measurement: whose it is
 * @param values finite
 * @param level of the intervals, in (0, 1)
 * @throws RangeError lengths that differ, a value that is not finite
 */
export function repeatability(subjects: readonly string[], values: Float64Array, level = 0.95): Repeatability {
  if (subjects.length !== values.length) throw new RangeError(`subjects: ${subjects.length}, ${values.length} values`)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw new RangeError(`values: not finite at ${wrong}`)
  const groups = [...Map.groupBy(values.keys(), (i) => subjects[i]!).values()].map((own) => own.map((i) => values[i]!))
  const repeated = groups.filter(({ length }) => length >= 2).map(spreadOf)
  const degreesOfFreedom = repeated.reduce((sum, { count }) => sum + count - 1, 0)
  if (degreesOfFreedom < 1) return { status: 'undefined', reason: 'too-few-measurements' }
  const deviation = Math.sqrt(repeated.reduce((sum, { squares }) => sum + squares, 0) / degreesOfFreedom)
  const [narrow, wide] = deviationFactors(degreesOfFreedom, level)
  const ranged = (estimate: number): Ranged => ({ estimate, lower: narrow * estimate, upper: wide * estimate })
  return {
    status: 'estimated',
    subjects: groups.length,
    measurements: values.length,
    degreesOfFreedom,
    level,
    withinSubject: ranged(deviation),
    coefficient: ranged(normalQuantile(0.975) * Math.SQRT2 * deviation),
    variation: repeated.every(({ mean }) => mean > 0) ? ranged(variationOf(repeated, degreesOfFreedom)) : null,
  }
}

interface Spread {
  count: number
  mean: number
  squares: number
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { count: values.length, mean, squares: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) }
}

function variationOf(repeated: readonly Spread[], degreesOfFreedom: number): number {
  return Math.sqrt(repeated.reduce((sum, { squares, mean }) => sum + squares / mean ** 2, 0) / degreesOfFreedom)
}

/** What a standard deviation is multiplied by for the ends of its interval. */
export function deviationFactors(degreesOfFreedom: number, level: number): readonly [number, number] {
  if (!(level > 0 && level < 1)) throw new RangeError('level: a number between 0 and 1 is needed')
  const factor = (p: number) => Math.sqrt(degreesOfFreedom / chiSquareQuantile(p, degreesOfFreedom))
  return [factor((1 + level) / 2), factor((1 - level) / 2)]
}
