import { describe, expect, it } from 'vitest'
import { hospitalCount, hospitalPower, simulateHospitals } from './index.ts'

const target = { alpha: 0.025, power: 0.9 }

describe('number of hospitals', () => {
  it('has the power of a t test of as many hospitals, as R’s power.t.test gives it', () => {
    // power.t.test(n = 12, delta = 0.05, sd = sqrt(0.04^2 + 0.12^2 / 30), type = "one.sample", alternative = "one.sided", sig.level = 0.025)
    const plan = { ...target, expected: 0.85, bound: 0.8, between: 0.04, deviation: 0.12, casesAHospital: 30 }
    expect(hospitalPower(plan, 12).power).toBeCloseTo(0.9318921, 7)
    expect(hospitalPower(plan, 11).power).toBeCloseTo(0.9049563, 7)
    expect(hospitalCount(plan)).toBe(11)
  })

  // Shares are binomial, hospitals few: the floor and the estimate of τ² cost some power, at most 4 points.
  it.each([
    { expected: 0.9, bound: 0.8, between: 0.3, casesAHospital: 50 },
    { expected: 0.85, bound: 0.75, between: 0.5, casesAHospital: 30 },
    { expected: 0.8, bound: 0.9, between: 0.4, casesAHospital: 100 },
    { expected: 0.85, bound: 0.8, between: 0.04, deviation: 0.12, casesAHospital: 30 },
  ])('simulated with the pool that is run: $expected against $bound, $casesAHospital a hospital', (given) => {
    const plan = { ...target, ...given }
    const hospitals = hospitalCount(plan)!
    const { power, standardError } = simulateHospitals(plan, hospitals, { runs: 1500, seed: 3 })
    expect(Math.abs(power - hospitalPower(plan, hospitals).power)).toBeLessThan(0.04 + 3 * standardError)
  })

  it('goes down with cases, but not below what hospitals differ by', () => {
    const plan = { ...target, expected: 0.9, bound: 0.8, between: 0.5, casesAHospital: 20 }
    const counts = [20, 50, 200, 2000, 20_000].map((casesAHospital) => hospitalCount({ ...plan, casesAHospital })!)
    expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    // t test of 0.81 over 0.5: R's power.t.test needs 7 (rounded up).
    expect(counts.at(-1)).toBe(7)
    expect(hospitalCount({ ...plan, bound: 0.9 })).toBeUndefined()
  })
})
