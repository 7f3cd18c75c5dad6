import { normalQuantile } from '../distributions/normal.ts'

/** Successes of two samples that have nothing to do with each other. */
export interface TwoSamples {
  readonly first: { readonly successes: number; readonly trials: number }
  readonly second: { readonly successes: number; readonly trials: number }
}

/**
 * Ends of the score interval of a ratio of two shares, the second's successes above 0. Lower end 0 where the first has none.
 * Source: Miettinen, Nurminen, *Stat. Med.* 4:213–226 (1985), for the ratio, with N / (N − 1).
 * @param level in (0, 1)
 */
export function ratioScoreInterval(samples: TwoSamples, level: number): { lower: number; upper: number } {
  const { first, second } = samples
  const z = normalQuantile((1 + level) / 2)
  const estimate = first.successes / first.trials / (second.successes / second.trials)
  const score = (log: number) => ratioScore(samples, Math.exp(log))
  const centre = estimate > 0 ? Math.log(estimate) : Math.log(1 / (2 * first.trials))
  return {
    lower: first.successes === 0 ? 0 : Math.exp(crossing(score, z, centre, -1)),
    upper: Math.exp(crossing(score, -z, centre, 1)),
  }
}

/** Score of the ratio against a true one: falls with it, standard normal where it is true. */
export function ratioScore({ first, second }: TwoSamples, ratio: number): number {
  const [x, m, y, n] = [first.successes, first.trials, second.successes, second.trials]
  // The second share of greatest likelihood where the first is the ratio times it: the smaller root of a quadratic.
  const middle = ratio * (m + y) + x + n
  const inner = middle * middle - 4 * ratio * (m + n) * (x + y)
  const share = (2 * (x + y)) / (middle + Math.sqrt(Math.max(0, inner)))
  const one = Math.min(1, ratio * share)
  const variance = (one * (1 - one)) / m + (ratio * ratio * share * (1 - share)) / n
  const distance = x / m - (ratio * y) / n
  return distance === 0 ? 0 : distance / Math.sqrt((variance * (m + n)) / (m + n - 1))
}

/** Where a falling function crosses a value, from a place on in one direction. */
function crossing(of: (x: number) => number, value: number, from: number, direction: 1 | -1): number {
  let [near, step] = [from, 1]
  while (step < 1024 && of(near + direction * step) * direction > value * direction) step *= 2
  let far = near + direction * step
  for (let i = 0; i < 200 && Math.abs(far - near) > 2 ** -52 * Math.max(1, Math.abs(far)); i += 1) {
    const middle = (near + far) / 2
    if (of(middle) * direction > value * direction) near = middle
    else far = middle
  }
  return (near + far) / 2
}
