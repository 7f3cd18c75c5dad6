import { describe, expect, it } from 'vitest'
import { meanLogitOf, recalibrationPower, recalibrationSize, simulateRecalibration } from './index.ts'
import { recalibrationError } from './plan-recalibration.ts'

const target = { alpha: 0.025, power: 0.9 }
const of = (model: 'slope' | 'intercept', mean: number, deviation: number, bound = 0.2) => ({
  ...target,
  model,
  mean,
  deviation,
  bound,
})

describe('calibration slope and intercept', () => {
  it('have the standard errors of Riley and others (2021), their integrals by scipy’s quad', () => {
    expect(recalibrationError(of('slope', -5, 2.5), 1)).toBeCloseTo(3.4429807252730233, 9)
    expect(recalibrationError(of('intercept', -5, 2.5), 1)).toBeCloseTo(5.437809348580456, 9)
    expect(recalibrationError(of('slope', -1.75, 1.47), 1)).toBeCloseTo(2.5023093657273594, 9)
    expect(meanLogitOf(0.21866563592410942, 1.47)).toBeCloseTo(-1.75, 9)
  })

  it('need as many cases as pmvalsampsize prints for an interval of width 0.2: logits of mean −5, deviation 2.5', () => {
    // 4544, with the integrals over a million random logits; by quadrature 4554.
    const half = 0.1 / 1.959963984540054
    const cases = (recalibrationError(of('slope', -5, 2.5), 1) / half) ** 2
    expect(Math.abs(cases / 4544 - 1)).toBeLessThan(0.004)
  })

  it.each([
    of('slope', -1.75, 1.47),
    of('intercept', -1.75, 1.47),
    of('slope', 0, 1, 0.3),
    of('intercept', -3, 1.5, 0.35),
  ])('hold their bound as often as planned, with the fit that is run: $model, logits $mean ± $deviation', (plan) => {
    const size = recalibrationSize(plan)!
    const { power, standardError } = simulateRecalibration(plan, size, { runs: 400, seed: 5 })
    expect(Math.abs(power - recalibrationPower(plan, size).power)).toBeLessThan(0.03 + 3 * standardError)
  })
})
