import { normalCdf } from '../distributions/normal-cdf.ts'
import type { Paths } from './paths.ts'

/** Points across the continuation region of a look. */
const points = 1201

/** How far below its mean the score of a look is followed, in standard deviations. */
const depth = 20

/** A statistic so low that no earlier look comes near its limit at any drift that could have led to it. */
const farBelow = -10

/** Density of the score of those not yet stopped, as weights of points. */
interface Grid {
  readonly scores: readonly number[]
  readonly weights: readonly number[]
  readonly time: number
}

/**
 * Looks at cases that accumulate: each look has all cases of the one before, and new ones.
 * Source: Armitage, McPherson, Rowe, *J. R. Stat. Soc. A* 132:235–244 (1969), for the recursion; a drift changes the density of a score s at time t by
 * exp(drift · s − drift² · t / 2).
 * @param times cases of the looks as a share of the last one's, rising to 1
 */
export function accumulatingPaths(times: readonly number[]): Paths {
  return pathsFrom({ scores: [0], weights: [1], time: 0 }, times)
}

function pathsFrom(grid: Grid, [time = 1, ...later]: readonly number[]): Paths {
  const { scores, weights, time: before } = grid
  const step = Math.sqrt(time - before)
  return {
    above: (quantile) =>
      scores.reduce((sum, score, i) => sum + weights[i]! * normalCdf((score - quantile * Math.sqrt(time)) / step), 0),
    below: (quantile, drift) => {
      if (quantile < farBelow) return normalCdf(quantile - drift * Math.sqrt(time))
      const limit = quantile * Math.sqrt(time) - drift * (time - before)
      return scores.reduce((sum, score, i) => {
        const weight = weights[i]! * Math.exp(drift * score - (drift * drift * before) / 2)
        return weight < 1e-18 ? sum : sum + weight * normalCdf((limit - score) / step)
      }, 0)
    },
    next: (quantile) => pathsFrom(nextGrid(grid, time, quantile), later),
  }
}

function nextGrid({ scores, weights, time: before }: Grid, time: number, quantile: number): Grid {
  const step = Math.sqrt(time - before)
  const [from, to] = [-depth * Math.sqrt(time), quantile * Math.sqrt(time)]
  const width = (to - from) / (points - 1)
  const next = Array.from({ length: points }, (_, i) => from + i * width)
  const density = (score: number) =>
    scores.reduce((sum, own, i) => sum + weights[i]! * Math.exp(-(((score - own) / step) ** 2) / 2), 0) /
    (step * Math.sqrt(2 * Math.PI))
  // Simpson's rule.
  const factor = (i: number) => (i === 0 || i === points - 1 ? 1 : i % 2 === 1 ? 4 : 2)
  return { scores: next, weights: next.map((score, i) => (density(score) * factor(i) * width) / 3), time }
}
