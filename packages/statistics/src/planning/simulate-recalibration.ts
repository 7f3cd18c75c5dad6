import { calibrationInTheLarge, calibrationSlope } from '../calibration/recalibration.ts'
import type { RecalibrationPlan } from './plan-recalibration.ts'
import { type SimulatedPower, type Simulation, simulate } from './simulation.ts'

/** Draws outcomes of forecasts with normal logits, and asks for both limits of the slope, or of calibration in the large. */
export function simulateRecalibration(plan: RecalibrationPlan, size: number, simulation: Simulation): SimulatedPower {
  const { model, mean, deviation, bound, alpha } = plan
  const options = { level: 1 - 2 * alpha }
  return simulate(simulation, (draws) => {
    const probabilities = Float64Array.from(
      { length: size },
      () => 1 / (1 + Math.exp(-(mean + deviation * draws.normal()))),
    )
    const truths = Uint8Array.from(probabilities, (p) => (draws.uniform() < p ? 1 : 0))
    const forecasts = { truths, probabilities }
    if (model === 'slope') {
      const found = calibrationSlope(forecasts, options)
      return found.status === 'estimated' && isWithin(found.slope.interval, 1, bound)
    }
    const found = calibrationInTheLarge(forecasts, options)
    return found.status === 'estimated' && isWithin(found.intercept.interval, 0, bound)
  })
}

function isWithin({ lower, upper }: { lower: number; upper: number }, centre: number, bound: number): boolean {
  return lower > centre - bound && upper < centre + bound
}
