import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type BootstrapInterval, bcaInterval, percentileInterval, studentisedInterval } from './bootstrap-interval.ts'
import { acceleration, jackknifeInfluence } from './jackknife.ts'
import { planResampling } from './resampling-plan.ts'
import { columnOf, computeReplicates, evaluateSample, type WeightedStatistic } from './weighted-statistic.ts'

/** By the R package boot: bench/oracles/bootstrap-interval.R. */
const oracle: {
  name: string
  level: number
  data: number[][]
  estimate: number
  standardError: number
  replicates: number[]
  standardErrors: (number | null)[]
  influence: number[]
  acceleration: number
  percentile: number[]
  bca: number[]
  studentised: number[]
}[] = JSON.parse(readFileSync(new URL('bootstrap-interval.oracle.json', import.meta.url), 'utf8'))

function ends(found: BootstrapInterval): [number, number] {
  if (found.status !== 'estimated') throw new Error(found.reason)
  return [found.lower, found.upper]
}

function expectClose(found: ArrayLike<number>, expected: readonly number[], relative: number): void {
  expect(found.length).toBe(expected.length)
  expected.forEach((value, i) => {
    expect(Math.abs(found[i]! - value)).toBeLessThanOrEqual(relative * Math.abs(value))
  })
}

/** Weighted moments of one or two variables give all three statistics of the oracle. */
function statisticOf(name: string, data: readonly number[][]): WeightedStatistic {
  const moment = (weights: Float64Array, of: (row: readonly number[]) => number) =>
    data.reduce((sum, row, i) => sum + weights[i]! * of(row), 0)
  return {
    columns: 1,
    evaluate(weights, values) {
      const mean = (of: (row: readonly number[]) => number) => moment(weights, of) / moment(weights, () => 1)
      const [x, y] = [mean((row) => row[0]!), mean((row) => row[1] ?? 0)]
      const covariance = (j: number, k: number) => mean((row) => (row[j]! - [x, y][j]!) * (row[k]! - [x, y][k]!))
      if (name === 'spatial') values[0] = covariance(0, 0)
      else if (name === 'city') values[0] = y / x
      else values[0] = covariance(0, 1) / Math.sqrt(covariance(0, 0) * covariance(1, 1))
    },
  }
}

describe('bootstrap intervals', () => {
  it.each(oracle)('give the digits of R’s boot from its replicates: $name', (given) => {
    const replicates = Float64Array.from(given.replicates)
    const standardErrors = Float64Array.from(given.standardErrors, (value) => value ?? Number.NaN)
    const { level } = given
    expectClose(ends(percentileInterval(replicates, { level })), given.percentile, 1e-10)
    expectClose(ends(bcaInterval(replicates, { ...given, ties: 'none' }, { level })), given.bca, 1e-10)
    const studentised = studentisedInterval(replicates, { ...given, standardErrors }, { level })
    expectClose(ends(studentised), given.studentised, 1e-10)
  })

  it.each(oracle)('accelerate by the jackknife as R’s digits do: $name', ({ name, data, ...given }) => {
    const statistic = statisticOf(name, data)
    const plan = planResampling({ cases: data.length })
    expectClose(evaluateSample(statistic, data.length), [given.estimate], 1e-12)
    const influence = jackknifeInfluence(plan, statistic)!
    expectClose(influence, given.influence, 1e-9)
    expectClose([acceleration(plan, influence)], [given.acceleration], 1e-9)
  })

  it('are those of Efron and Tibshirani (1993), 14.2, for the variance of 26 children’s measurements', () => {
    const { data } = oracle.find(({ name }) => name === 'spatial')!
    const statistic = statisticOf('spatial', data)
    const plan = planResampling({ cases: data.length })
    const estimate = evaluateSample(statistic, data.length)[0]!
    expect(estimate.toFixed(1)).toBe('171.5')
    const accelerated = acceleration(plan, jackknifeInfluence(plan, statistic)!)
    expect(accelerated.toFixed(3)).toBe('0.061')
    // Theirs are of 2,000 replicates: (100.8, 233.9) and (115.8, 259.6). Ours may differ by what chance does to theirs.
    const replicates = columnOf(computeReplicates(plan, statistic, 20261123, 0, 20_000), 0)
    const [lower, upper] = ends(percentileInterval(replicates, { level: 0.9 }))
    expect(Math.abs(lower - 100.8)).toBeLessThan(4)
    expect(Math.abs(upper - 233.9)).toBeLessThan(4)
    const [low, high] = ends(bcaInterval(replicates, { estimate, acceleration: accelerated }, { level: 0.9 }))
    expect(Math.abs(low - 115.8)).toBeLessThan(4)
    expect(Math.abs(high - 259.6)).toBeLessThan(5)
  })

  it('come near the enumeration of all 5⁵ samples of five cases', () => {
    const values = [1, 2, 4, 8, 16]
    const mean: WeightedStatistic = {
      columns: 1,
      evaluate(weights, into) {
        into[0] = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / 5
      },
    }
    const all = Float64Array.from({ length: 3125 }, (_, code) => {
      const drawn = [1, 5, 25, 125, 625].map((place) => values[Math.floor(code / place) % 5]!)
      return drawn.reduce((sum, value) => sum + value, 0) / 5
    })
    const plan = planResampling({ cases: 5 })
    const given = { estimate: 6.2, acceleration: acceleration(plan, jackknifeInfluence(plan, mean)!) }
    const drawn = columnOf(computeReplicates(plan, mean, 5, 0, 200_000), 0)
    for (const interval of [
      (replicates: Float64Array) => percentileInterval(replicates, { level: 0.9 }),
      (replicates: Float64Array) => bcaInterval(replicates, given, { level: 0.9 }),
    ]) {
      const [enumerated, sampled] = [ends(interval(all)), ends(interval(drawn))]
      expect(Math.abs(sampled[0] - enumerated[0])).toBeLessThanOrEqual(0.2)
      expect(Math.abs(sampled[1] - enumerated[1])).toBeLessThanOrEqual(0.2)
    }
  })

  it('say why there is none', () => {
    const level = 0.95
    const rising = Float64Array.from({ length: 99 }, (_, i) => i)
    const reason = (found: BootstrapInterval) => (found.status === 'undefined' ? found.reason : found.status)
    expect(reason(percentileInterval(rising.subarray(0, 38), { level }))).toBe('too-few-replicates')
    expect(reason(percentileInterval(rising.subarray(0, 39), { level }))).toBe('estimated')
    expect(reason(percentileInterval(new Float64Array(99).fill(1), { level }))).toBe('no-variance')
    expect(reason(bcaInterval(rising, { estimate: 200, acceleration: 0 }, { level }))).toBe('no-correction')
    expect(reason(bcaInterval(rising, { estimate: 49, acceleration: 0.6 }, { level }))).toBe('no-correction')
    const holes = Float64Array.from(rising, (value) => (value % 20 === 0 ? Number.NaN : value))
    expect(percentileInterval(holes, { level })).toEqual({
      status: 'undefined',
      reason: 'undefined-replicates',
      undefinedReplicates: 5,
    })
    const lenient = percentileInterval(holes, { level, undefinedReplicates: { leaveOutAtMost: 0.06 } })
    expect(lenient).toMatchObject({ status: 'estimated', replicates: 94, undefinedReplicates: 5 })
    expect(() => percentileInterval(rising, { level: 95 })).toThrow('level')
    expect(() => bcaInterval(rising, { estimate: Number.NaN, acceleration: 0 }, { level })).toThrow('estimate')
  })

  it('leave replicates without a standard error to the rule', () => {
    const replicates = Float64Array.from({ length: 99 }, (_, i) => i)
    const standardErrors = new Float64Array(99).fill(1)
    standardErrors[4] = 0
    const given = { estimate: 49, standardError: 1, standardErrors }
    expect(studentisedInterval(replicates, given, { level: 0.9 }).status).toBe('undefined')
    const lenient = studentisedInterval(replicates, given, {
      level: 0.9,
      undefinedReplicates: { leaveOutAtMost: 0.02 },
    })
    expect(lenient).toMatchObject({ status: 'estimated', replicates: 98, undefinedReplicates: 1 })
  })
})
