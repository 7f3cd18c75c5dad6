import { type ForecastBin, meanForecast } from './forecast-bins.ts'

/** Distances of the bins' mean forecasts from their observed shares. */
export interface CalibrationError {
  /** Expected calibration error (ECE): the mean over cases of the distance in their bin. */
  expected: number
  /** Square root of the mean over cases of the squared distance. */
  rootMeanSquare: number
  /** Maximum calibration error (MCE), over bins with cases, and the number of its bin. */
  largest: number
  largestBin: number
}

/**
 * Source: Naeini, Cooper, Hauskrecht, *AAAI* (2015). In a sample all three are above 0 even for forecasts that are exactly
 * right, the more so the more bins there are.
 * @param bins with at least one case in all
 */
export function calibrationError(bins: readonly ForecastBin[]): CalibrationError {
  let [cases, sum, squares, largest, largestBin] = [0, 0, 0, -1, 0]
  bins.forEach((bin, index) => {
    if (bin.cases === 0) return
    const distance = Math.abs(meanForecast(bin) - bin.events / bin.cases)
    cases += bin.cases
    sum += bin.cases * distance
    squares += bin.cases * distance * distance
    if (distance > largest) [largest, largestBin] = [distance, index]
  })
  return { expected: sum / cases, rootMeanSquare: Math.sqrt(squares / cases), largest, largestBin }
}
