import type { ResamplingPlan } from './resampling-plan.ts'
import type { WeightedStatistic } from './weighted-statistic.ts'

/**
 * What each unit (patient, or case) does to a statistic: (n − 1) (mean of the statistic without one unit of the stratum −
 * the statistic without this one), n the units of its stratum. 0 in a stratum of one unit. The statistic is evaluated once a
 * unit.
 * @param column of the statistic
 * @returns one a unit, or undefined where the statistic is undefined without some unit
 * Source: Efron, Tibshirani, *An Introduction to the Bootstrap* (1993), (14.15), by stratum.
 */
export function jackknifeInfluence(
  plan: ResamplingPlan,
  statistic: WeightedStatistic,
  column = 0,
): Float64Array | undefined {
  const casesOfUnit = listCases(plan)
  const weights = new Float64Array(plan.cases).fill(1)
  const values = new Float64Array(statistic.columns)
  const without = (unit: number) => {
    for (const i of casesOfUnit(unit)) weights[i] = 0
    statistic.evaluate(weights, values)
    for (const i of casesOfUnit(unit)) weights[i] = 1
    return values[column]!
  }
  const influence = new Float64Array(plan.units)
  for (const units of strataOf(plan)) {
    if (units.length === 1) continue
    const left = Float64Array.from(units, without)
    if (!left.every(Number.isFinite)) return undefined
    const mean = left.reduce((sum, value) => sum + value, 0) / left.length
    units.forEach((unit, i) => {
      influence[unit] = (units.length - 1) * (mean - left[i]!)
    })
  }
  return influence
}

/**
 * The acceleration of a BCa interval from what each unit does to the statistic: ⅙ Σ_h n_h⁻³ Σ l³ / (Σ_h n_h⁻² Σ l²)^{3/2}.
 * @param influence one a unit, by `jackknifeInfluence` or a formula
 * @returns 0 where no unit does anything
 * Source: Davison, Hinkley (1997), (5.23) and for several strata 5.3.2; for one stratum Efron, Tibshirani (1993), (14.15).
 */
export function acceleration(plan: ResamplingPlan, influence: Float64Array): number {
  if (influence.length !== plan.units) throw new RangeError('influence: not one for every unit')
  let [squares, cubes] = [0, 0]
  for (const units of strataOf(plan))
    for (const unit of units) {
      const each = influence[unit]! / units.length
      squares += each * each
      cubes += each * each * each
    }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}

function* strataOf({ ordered, starts }: ResamplingPlan): Generator<Int32Array> {
  for (let h = 0; h + 1 < starts.length; h += 1) yield ordered.subarray(starts[h]!, starts[h + 1]!)
}

function listCases({ cases, units, unitOfCase }: ResamplingPlan): (unit: number) => readonly number[] {
  if (!unitOfCase) return (unit) => [unit]
  const lists = Array.from({ length: units }, (): number[] => [])
  for (let i = 0; i < cases; i += 1) lists[unitOfCase[i]!]!.push(i)
  return (unit) => lists[unit]!
}
