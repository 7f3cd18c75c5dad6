import { normalQuantile } from '../distributions/normal.ts'
import { deviationFactors } from './repeatability.ts'

interface Ranged {
  estimate: number
  lower: number
  upper: number
}

/** Components of variance of a balanced crossed study: subjects × conditions, each measured the same number of times. */
interface VarianceComponents {
  subject: number
  condition: number
  interaction: number
  within: number
}

export type Reproducibility =
  | {
      status: 'estimated'
      components: VarianceComponents
      /** Standard deviation of one measurement of a subject under any condition. */
      deviation: Ranged
      /** Two measurements of a subject under different conditions differ by less than this with probability 0.95. */
      coefficient: Ranged
      /** Satterthwaite's. */
      degreesOfFreedom: number
      level: number
    }
  | { status: 'undefined'; reason: 'too-few-subjects' | 'too-few-conditions' | 'no-variation' }

/**
 * Reproducibility over conditions (scanners, operators, software), by components of variance of the two-way random model from
 * its mean squares; a negative component counts as 0. With one measurement a cell, the interaction is part of `within`. The
 * interval is Satterthwaite's, the usual approximation.
 * Sources: Raunig and others, *Stat. Methods Med. Res.* 24:27–67 (2015); Satterthwaite, *Biometrics Bull.* 2:110–114 (1946).
 * @param values subjects × conditions × repeats by rows, all finite
 * @param level of the intervals, in (0, 1)
 * @throws RangeError sizes, a value that is not finite
 */
export function reproducibility(
  values: Float64Array,
  sizes: { subjects: number; conditions: number; repeats: number },
  level = 0.95,
): Reproducibility {
  const { subjects: n, conditions: k, repeats: m } = sizes
  if (values.length !== n * k * m) throw new RangeError(`values: ${values.length} for ${n} × ${k} × ${m}`)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw new RangeError(`values: not finite at ${wrong}`)
  if (n < 2) return { status: 'undefined', reason: 'too-few-subjects' }
  if (k < 2) return { status: 'undefined', reason: 'too-few-conditions' }
  const squares = meanSquares(values, n, k, m)
  const components = componentsOf(squares, n, k, m)
  const variance = components.condition + components.interaction + components.within
  if (!(variance > 0)) return { status: 'undefined', reason: 'no-variation' }
  const degreesOfFreedom = satterthwaite(squares, n, k, m)
  const [narrow, wide] = deviationFactors(degreesOfFreedom, level)
  const ranged = (estimate: number): Ranged => ({ estimate, lower: narrow * estimate, upper: wide * estimate })
  const deviation = Math.sqrt(variance)
  const coefficient = normalQuantile(0.975) * Math.SQRT2 * deviation
  return {
    status: 'estimated',
    components,
    degreesOfFreedom,
    level,
    deviation: ranged(deviation),
    coefficient: ranged(coefficient),
  }
}

interface Squares {
  subjects: number
  conditions: number
  interaction: number
  /** 0 with one measurement a cell. */
  within: number
}

function meanSquares(values: Float64Array, n: number, k: number, m: number): Squares {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [rows, columns, cells] = [new Float64Array(n), new Float64Array(k), new Float64Array(n * k)]
  values.forEach((value, index) => {
    const cell = Math.floor(index / m)
    rows[Math.floor(cell / k)]! += (value - mean) / (k * m)
    columns[cell % k]! += (value - mean) / (n * m)
    cells[cell]! += (value - mean) / m
  })
  const square = (effects: Float64Array) => effects.reduce((sum, effect) => sum + effect ** 2, 0)
  const apart = cells.map((effect, cell) => effect - rows[Math.floor(cell / k)]! - columns[cell % k]!)
  const within = values.map((value, index) => value - mean - cells[Math.floor(index / m)]!)
  return {
    subjects: (k * m * square(rows)) / (n - 1),
    conditions: (n * m * square(columns)) / (k - 1),
    interaction: (m * square(apart)) / ((n - 1) * (k - 1)),
    within: m > 1 ? square(within) / (n * k * (m - 1)) : 0,
  }
}

function componentsOf({ subjects, conditions, interaction, within }: Squares, n: number, k: number, m: number) {
  const error = m > 1 ? within : interaction
  return {
    subject: Math.max(0, (subjects - interaction) / (k * m)),
    condition: Math.max(0, (conditions - interaction) / (n * m)),
    interaction: m > 1 ? Math.max(0, (interaction - within) / m) : 0,
    within: error,
  }
}

/** Degrees of freedom of the sum of components, as a combination of mean squares. */
function satterthwaite({ conditions, interaction, within }: Squares, n: number, k: number, m: number): number {
  const usesCondition = conditions > interaction
  const usesInteraction = m > 1 && interaction > within
  const a = usesCondition ? 1 / (n * m) : 0
  const b = (usesInteraction ? 1 / m : m > 1 ? 0 : 1) - a
  const c = m > 1 ? 1 - (usesInteraction ? 1 / m : 0) : 0
  const parts: readonly (readonly [number, number])[] = [
    [a * conditions, k - 1],
    [b * interaction, (n - 1) * (k - 1)],
    [c * within, n * k * (m - 1)],
  ]
  const sum = parts.reduce((total, [part]) => total + part, 0)
  return sum ** 2 / parts.reduce((total, [part, df]) => total + (df > 0 ? part ** 2 / df : 0), 0)
}
