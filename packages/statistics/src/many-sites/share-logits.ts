import type { SiteEstimate } from './site-estimate.ts'

/** A share that a site found, and over how many independent trials: its cases, or what clustered ones count for. */
export interface SiteShare {
  readonly site: string
  /** In [0, 1]. */
  readonly share: number
  /** > 0, not necessarily whole. */
  readonly trials: number
}

/**
 * Sites' shares on the logit, with half a success and half a failure more at each, and the variance that each site would
 * have if its share were that of all: 1 / ((n + 1) p̄ (1 − p̄)), p̄ = Σ(np + ½) / Σ(n + 1).
 *
 * The variance from a site's own share goes with the share: a site that by chance misses little has a large one and so little
 * weight, and the pooled share comes out too low; twenty sites with three misses each have intervals that hold the true
 * share in 70 to 90 of 100 samples, with the variance at the common share in 94 to 96 (docs/statistics/many-sites.md).
 * Sources: Berkey, Hoaglin, Mosteller, Colditz, *Stat. Med.* 14:395–411 (1995); metafor's `vtype = "AV"`.
 * @throws RangeError for a share outside [0, 1] or trials that are not above 0
 */
export function shareLogits(sites: readonly SiteShare[]): SiteEstimate[] {
  for (const { site, share, trials } of sites) {
    if (!(share >= 0 && share <= 1)) throw new RangeError(`share: not in [0, 1] at the site ${site}`)
    if (!(trials > 0 && trials < Number.POSITIVE_INFINITY))
      throw new RangeError(`trials: not above 0 at the site ${site}`)
  }
  const sum = (of: (site: SiteShare) => number) => sites.reduce((total, site) => total + of(site), 0)
  const common = sum(({ share, trials }) => share * trials + 0.5) / sum(({ trials }) => trials + 1)
  return sites.map(({ site, share, trials }) => ({
    site,
    estimate: Math.log((share * trials + 0.5) / ((1 - share) * trials + 0.5)),
    variance: 1 / ((trials + 1) * common * (1 - common)),
  }))
}
