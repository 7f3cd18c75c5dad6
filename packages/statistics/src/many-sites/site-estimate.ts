/** What one site estimates: a value and its sampling variance, on whatever scale the sites are pooled. */
export interface SiteEstimate {
  readonly site: string
  readonly estimate: number
  /** Squared standard error. */
  readonly variance: number
}

/** Why sites can't be pooled as asked. */
export type PoolingReason = 'too-few-sites' | 'zero-variance' | 'no-spread'

/** Estimates and variances as arrays, in the order of the sites. */
export interface Effects {
  readonly estimates: Float64Array
  readonly variances: Float64Array
}

/** Beyond it, or below its inverse, squares and weights are no longer numbers. */
const most = 1e50

/**
 * The sites' numbers as arrays.
 * @throws RangeError for an estimate or a variance that is not finite, a negative variance, numbers beyond 1e50 or variances
 *   below 1e-50 but 0, or a site named twice
 */
export function effectsOf(sites: readonly SiteEstimate[]): Effects {
  const seen = new Set<string>()
  for (const { site, estimate, variance } of sites) {
    if (seen.has(site)) throw new RangeError(`site: ${site} occurs twice`)
    seen.add(site)
    if (!(Math.abs(estimate) <= most)) throw new RangeError(`estimate: not a finite number at the site ${site}`)
    if (!(variance === 0 || (variance >= 1 / most && variance <= most)))
      throw new RangeError(`variance: not a finite number from 0 on at the site ${site}`)
  }
  return {
    estimates: Float64Array.from(sites, ({ estimate }) => estimate),
    variances: Float64Array.from(sites, ({ variance }) => variance),
  }
}

/** Largest difference of two sites' estimates. */
export function rangeOf({ estimates }: Effects): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const estimate of estimates) {
    low = Math.min(low, estimate)
    high = Math.max(high, estimate)
  }
  return high - low
}
