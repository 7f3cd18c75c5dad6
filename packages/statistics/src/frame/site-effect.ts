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

/** What a site brings in, on the scale of the pool; undefined where its interval gives no variance there. */
export function effectOf(
  site: string,
  { estimate, reference }: EstimatedFigure,
  scale: Scale,
): SiteEstimate | undefined {
  if (reference.scale === 'beta') return correctedLogit(site, reference.proportion, reference.effectiveTrials)
  if (reference.scale === 'counts') {
    const { successes, trials } = reference.counts
    if (scale !== 'logit' || successes === undefined || trials === undefined) return undefined
    return correctedLogit(site, successes / trials, trials)
  }
  const value = forward(scale, estimate)
  if (!Number.isFinite(value)) return undefined
  const error = (reference.standardError * slopeOf(scaleOfReference(reference), estimate)) / slopeOf(scale, estimate)
  return { site, estimate: value, variance: error * error }
}

/** The figure itself from its value on a scale; finite. */
export function backFrom(scale: Scale, value: number, within?: readonly [number, number]): number {
  if (scale === 'logit') return 1 / (1 + Math.exp(-value))
  if (scale === 'logarithm') return Math.min(Number.MAX_VALUE, Math.exp(value))
  return within ? Math.min(within[1], Math.max(within[0], value)) : value
}

/**
 * The logit and its variance with half a success and half a failure more: Haldane, *Ann. Hum. Genet.* 20:309–311 (1956);
 * Anscombe, *Biometrika* 43:461–464 (1956).
 */
function correctedLogit(site: string, share: number, trials: number): SiteEstimate {
  const [found, missed] = [share * trials + 0.5, (1 - share) * trials + 0.5]
  return { site, estimate: Math.log(found / missed), variance: 1 / found + 1 / missed }
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
