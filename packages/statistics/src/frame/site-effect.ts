import { type SiteShare, shareLogits } from '../many-sites/share-logits.ts'
import type { SiteEstimate } from '../many-sites/site-estimate.ts'
import type { EstimatedFigure } from './figure.ts'
import type { Reference } from './reference.ts'

/** The scale on which sites are pooled. */
export type Scale = 'logit' | 'logarithm' | 'identity'

/** Shares on the logit, ratios on the logarithm, areas on the logit where every site's interval is, else the figure itself. */
export function scaleOf(figures: readonly EstimatedFigure[]): Scale {
  const measure = figures[0]?.measure ?? 'share'
  if (measure === 'share') return 'logit'
  if (measure === 'ratio') return 'logarithm'
  const areOnLogit = figures.every(({ reference }) => scaleOfReference(reference) === 'logit')
  return measure === 'number' && areOnLogit ? 'logit' : 'identity'
}

/**
 * What each site brings in, on the scale of the pool; undefined where an interval gives no variance there. Shares have the
 * variance that goes with the share of all sites, other figures that of their own interval.
 */
export function effectsOf(
  sites: readonly { site: string; figure: EstimatedFigure }[],
  scale: Scale,
): SiteEstimate[] | undefined {
  const areShares = (sites[0]?.figure.measure ?? 'share') === 'share'
  if (areShares) {
    const shares = sites.map(({ site, figure }) => shareOf(site, figure))
    return shares.every((share) => share !== undefined) ? shareLogits(shares) : undefined
  }
  const effects = sites.map(({ site, figure }) => effectOf(site, figure, scale))
  return effects.every((effect) => effect !== undefined) ? effects : undefined
}

/** A share and its effective number of trials: as many as would have its variance, and never more than were counted. */
function shareOf(site: string, { estimate, reference, denominator }: EstimatedFigure): SiteShare | undefined {
  if (reference.scale === 'beta') return { site, share: reference.proportion, trials: reference.effectiveTrials }
  if (reference.scale === 'counts') {
    const { successes, trials } = reference.counts
    return successes === undefined || trials === undefined ? undefined : { site, share: successes / trials, trials }
  }
  const error = reference.standardError * slopeOf(scaleOfReference(reference), estimate)
  const trials = Math.min(denominator ?? Number.MAX_VALUE, (estimate * (1 - estimate)) / (error * error))
  return trials > 0 && trials < Number.MAX_VALUE ? { site, share: estimate, trials } : undefined
}

function effectOf(site: string, { estimate, reference }: EstimatedFigure, scale: Scale): SiteEstimate | undefined {
  if (reference.scale === 'counts' && reference.method === 'tango')
    return { site, estimate, variance: pairsVariance(reference.counts) }
  if (reference.scale === 'beta' || reference.scale === 'counts') return undefined
  const value = forward(scale, estimate)
  if (!Number.isFinite(value)) return undefined
  const error = (reference.standardError * slopeOf(scaleOfReference(reference), estimate)) / slopeOf(scale, estimate)
  return { site, estimate: value, variance: error * error }
}

/**
 * Variance of a difference of paired shares from effective counts, with half a pair more of every kind: never 0.
 * Source: Agresti, Min, *Stat. Med.* 24:729–740 (2005).
 */
function pairsVariance({ onlyFirst = 0, onlySecond = 0, pairs = 0 }: Readonly<Record<string, number>>): number {
  return (onlyFirst + onlySecond + 1 - (onlyFirst - onlySecond) ** 2 / (pairs + 2)) / (pairs + 2) ** 2
}

/** The figure itself from its value on a scale; finite. */
export function backFrom(scale: Scale, value: number, within?: readonly [number, number]): number {
  if (scale === 'logit') return 1 / (1 + Math.exp(-value))
  if (scale === 'logarithm') return Math.min(Number.MAX_VALUE, Math.exp(value))
  return within ? Math.min(within[1], Math.max(within[0], value)) : value
}

function scaleOfReference({ scale }: Reference): Scale {
  if (scale === 'logit-normal' || scale === 'logit-t') return 'logit'
  return scale === 'log-normal' || scale === 'log-t' ? 'logarithm' : 'identity'
}

function forward(scale: Scale, value: number): number {
  if (scale === 'identity') return value
  return scale === 'logit' ? Math.log(value / (1 - value)) : Math.log(value)
}

/** How much the figure moves with its value on a scale. */
function slopeOf(scale: Scale, value: number): number {
  if (scale === 'identity') return 1
  return scale === 'logit' ? value * (1 - value) : value
}
