import { type PooledSites, type PoolingOptions, poolSites } from './pool-sites.ts'
import type { SiteEstimate } from './site-estimate.ts'

/**
 * The pooled value without each site in turn, in the order of the sites.
 * @throws RangeError see `poolSites`
 */
export function leaveOneSiteOut(
  sites: readonly SiteEstimate[],
  options: PoolingOptions,
): { without: string; pooled: PooledSites }[] {
  return sites.map(({ site }, index) => ({
    without: site,
    pooled: poolSites(sites.toSpliced(index, 1), options),
  }))
}
