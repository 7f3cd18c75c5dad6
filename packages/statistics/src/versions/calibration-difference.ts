import { jackknifeInterval } from './jackknife-difference.ts'
import type { VersionCase } from './version-case.ts'

/** O/E of both versions, and the difference of their distances from 1 with its interval. */
interface CalibrationDifference {
  readonly earlier: number
  readonly later: number
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}

/**
 * O/E of both versions, and the difference of how far each is from 1, |ln O/E| of the later minus that of the earlier.
 * Near 1 that difference has a kink, where an interval about it would not hold. With u and v the difference and the sum of both logarithms it is
 * f(u, v) = (|u + v| − |u − v|) / 2, monotone in each; so the interval lies between the least and the largest f at the ends of the intervals of u and v, which
 * leave patients out one at a time. Far from 1 it is that of u, or of v, alone.
 * @returns undefined without an event, where nothing is expected, or without a patient neither is
 */
export function calibrationDifference(cases: readonly VersionCase[], level: number): CalibrationDifference | undefined {
  const patients = [...Map.groupBy(cases, ({ patient }) => patient).values()]
  const intervalOf = (sign: 1 | -1) =>
    jackknifeInterval(
      patients,
      (own) => {
        const logs = logarithms(own)
        return logs && logs.later + sign * logs.earlier
      },
      level,
    )
  const [difference, sum] = [intervalOf(-1), intervalOf(1)]
  if (!difference || !sum) return undefined
  const corners = [difference.lower, difference.upper].flatMap((u) =>
    [sum.lower, sum.upper].map((v) => distanceFrom(u, v)),
  )
  const logs = logarithms(cases)!
  return {
    ...{ earlier: Math.exp(logs.earlier), later: Math.exp(logs.later) },
    estimate: distanceFrom(difference.estimate, sum.estimate),
    ...{ lower: Math.min(...corners), upper: Math.max(...corners) },
  }
}

const distanceFrom = (u: number, v: number) => (Math.abs(u + v) - Math.abs(u - v)) / 2

/** Of O/E, events over the sum of their probabilities. */
function logarithms(cases: readonly VersionCase[]): { earlier: number; later: number } | undefined {
  const sum = (of: (one: VersionCase) => number) => cases.reduce((total, one) => total + of(one), 0)
  const observed = sum(({ truth = 0 }) => truth)
  const [earlier, later] = [sum((one) => one.earlier), sum((one) => one.later)]
  if (!(observed > 0 && earlier > 0 && later > 0)) return undefined
  return { earlier: Math.log(observed / earlier), later: Math.log(observed / later) }
}
