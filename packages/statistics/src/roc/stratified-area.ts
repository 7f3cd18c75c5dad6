import { chiSquareTail } from '../distributions/chi-square.ts'

/** What one site knows: its own area and its variance. */
export interface SiteArea {
  readonly site: string
  readonly area: number
  /** 0 where nothing varies: a site whose classes are wholly apart. */
  readonly variance: number
  readonly diseased: number
  readonly healthy: number
}

/**
 * How much each site counts: `pairs` of diseased and healthy cases, `cases`, the inverse of its `variance`, or all `equal`.
 */
export type SiteWeights = 'pairs' | 'cases' | 'inverse-variance' | 'equal'

/** The weighted mean of sites' own areas, and how they differ. */
export type StratifiedArea =
  | {
      status: 'estimated'
      estimate: number
      variance: number
      diseased: number
      healthy: number
      weights: readonly { site: string; share: number }[]
      /** Cochran's Q with inverse variances, null with one site, or where one does not vary. */
      heterogeneity: { q: number; degreesOfFreedom: number; p: number; iSquared: number } | null
    }
  | { status: 'undefined'; reason: 'too-few-sites' | 'no-variance' }

/**
 * Mean of the areas within sites. It compares diseased and healthy cases of the same site only, so it can't see that sites' scores are
 * shifted against each other: say with it how the sites differ, and sensitivity and specificity at one threshold for all.
 * Source: fixed-effect pooling; Q and I² after Higgins, Thompson, *Stat. Med.* 21:1539–1558 (2002).
 * @param sites sorted by the caller, for the same bits in any order of arrival
 */
export function stratifiedArea(sites: readonly SiteArea[], how: SiteWeights): StratifiedArea {
  if (sites.length === 0) return { status: 'undefined', reason: 'too-few-sites' }
  const isFixed = ({ variance }: SiteArea) => !(variance > 0)
  if (how === 'inverse-variance' && sites.some(isFixed)) return { status: 'undefined', reason: 'no-variance' }
  const raw = sites.map((site) => weightOf(site, how))
  const all = raw.reduce((sum, weight) => sum + weight, 0)
  const shares = raw.map((weight) => weight / all)
  const sum = (of: (site: SiteArea, share: number) => number) =>
    sites.reduce((total, site, i) => total + of(site, shares[i]!), 0)
  return {
    status: 'estimated',
    estimate: sum(({ area }, share) => share * area),
    variance: sum(({ variance }, share) => share * share * variance),
    diseased: sum(({ diseased }) => diseased),
    healthy: sum(({ healthy }) => healthy),
    weights: sites.map(({ site }, i) => ({ site, share: shares[i]! })),
    heterogeneity: sites.length < 2 || sites.some(isFixed) ? null : heterogeneityOf(sites),
  }
}

function weightOf({ variance, diseased, healthy }: SiteArea, how: SiteWeights): number {
  switch (how) {
    case 'pairs':
      return diseased * healthy
    case 'cases':
      return diseased + healthy
    case 'inverse-variance':
      return 1 / variance
    case 'equal':
      return 1
  }
}

function heterogeneityOf(sites: readonly SiteArea[]) {
  const weight = sites.reduce((sum, { variance }) => sum + 1 / variance, 0)
  const centre = sites.reduce((sum, { area, variance }) => sum + area / variance, 0) / weight
  const q = sites.reduce((sum, { area, variance }) => sum + (area - centre) ** 2 / variance, 0)
  const degreesOfFreedom = sites.length - 1
  const iSquared = q === 0 ? 0 : Math.max(0, (q - degreesOfFreedom) / q)
  return { q, degreesOfFreedom, p: chiSquareTail(q, degreesOfFreedom), iSquared }
}
