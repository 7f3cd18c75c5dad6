import type { Forecasts } from '../calibration/forecasts.ts'
import { calibrationInTheLarge, calibrationSlope } from '../calibration/recalibration.ts'
import { jackknifeInterval } from './jackknife-difference.ts'
import type { Side } from './jackknifed-endpoints.ts'
import type { VersionCase } from './version-case.ts'

/** What says how well probabilities are calibrated, and has a value where they are right. */
export type CalibrationFigure = 'observed-expected' | 'calibration-in-the-large' | 'calibration-slope'

/** A calibration figure of both versions, and the difference of their distances from where it is right, with its interval. */
interface CalibrationDifference {
  readonly earlier: number
  readonly later: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/**
 * The difference of how far both versions' figures are from where they are right: |ln O/E|, |intercept|, |slope − 1| of the later minus that of the earlier.
 * Near right that difference has a kink, where an interval about it would not hold. With u and v the difference and the sum of both deviations it is
 * f(u, v) = (|u + v| − |u − v|) / 2, monotone in each; so the interval lies between the least and the largest f at the ends of the intervals of u and v, which
 * leave patients out one at a time. Far from right it is that of u, or of v, alone.
 * @returns undefined where the figure is not defined, or would not be without some patient
 */
export function calibrationDifference(
  name: CalibrationFigure,
  cases: readonly VersionCase[],
  level: number,
): CalibrationDifference | undefined {
  const { deviation, figure } = figures[name]
  const patients = [...Map.groupBy(cases, ({ patient }) => patient).values()]
  const intervalOf = (sign: 1 | -1) =>
    jackknifeInterval(
      patients,
      (own) => {
        const [earlier, later] = [deviation(own, 'earlier'), deviation(own, 'later')]
        return earlier === undefined || later === undefined ? undefined : later + sign * earlier
      },
      level,
    )
  const [difference, sum] = [intervalOf(-1), intervalOf(1)]
  if (!difference || !sum) return undefined
  const corners = [difference.lower, difference.upper].flatMap((u) =>
    [sum.lower, sum.upper].map((v) => distanceFrom(u, v)),
  )
  return {
    earlier: figure(deviation(cases, 'earlier')!),
    later: figure(deviation(cases, 'later')!),
    estimate: distanceFrom(difference.estimate, sum.estimate),
    lower: Math.min(...corners),
    upper: Math.max(...corners),
  }
}

const distanceFrom = (u: number, v: number) => (Math.abs(u + v) - Math.abs(u - v)) / 2

/** How far a side's figure is from right, with its sign, and the figure from that. */
interface Deviation {
  readonly deviation: (cases: readonly VersionCase[], side: Side) => number | undefined
  readonly figure: (deviation: number) => number
}

const figures: Readonly<Record<CalibrationFigure, Deviation>> = {
  'observed-expected': { deviation: logRatio, figure: Math.exp },
  'calibration-in-the-large': {
    deviation: (cases, side) => {
      const fit = calibrationInTheLarge(forecastsOf(cases, side))
      return fit.status === 'estimated' ? fit.intercept.estimate : undefined
    },
    figure: (intercept) => intercept,
  },
  'calibration-slope': {
    deviation: (cases, side) => {
      const fit = calibrationSlope(forecastsOf(cases, side))
      return fit.status === 'estimated' ? fit.slope.estimate - 1 : undefined
    },
    figure: (deviation) => deviation + 1,
  },
}

/** ln O/E, events over the sum of their probabilities. */
function logRatio(cases: readonly VersionCase[], side: Side): number | undefined {
  const sum = (of: (one: VersionCase) => number) => cases.reduce((total, one) => total + of(one), 0)
  const [observed, expected] = [sum(({ truth = 0 }) => truth), sum((one) => one[side])]
  return observed > 0 && expected > 0 ? Math.log(observed / expected) : undefined
}

function forecastsOf(cases: readonly VersionCase[], side: Side): Forecasts {
  return {
    truths: Uint8Array.from(cases, ({ truth = 0 }) => truth),
    probabilities: Float64Array.from(cases, (one) => one[side]),
  }
}
