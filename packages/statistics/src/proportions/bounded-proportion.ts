import type { BoundedFigure } from '../frame/figure.ts'
import { limitRange } from '../frame/limit.ts'
import type { Reference } from '../frame/reference.ts'
import { type PooledExtents, poolExtents } from './pooled-extents.ts'
import type { RatioExtents } from './ratio-extents.ts'

/** References of each of the four ends that a report holds at most. */
const mostReferences = 4

/** Degrees of freedom below which Student's t has no quantile that a number could hold. */
const leastDegrees = 1e-3

/** Student's t on the logit at a share that may be 0 or 1, where the limit is the share itself. */
interface Spread {
  share: number
  standardError: number
  degreesOfFreedom: number
}

/**
 * Bounds of a clustered proportion over every value that its missing cells can have: of the estimate, of K_eff, and of the
 * one-sided limits at any α. Undefined where nothing can have been counted, or in no more than one patient.
 */
export function boundedProportion(
  sites: readonly RatioExtents[],
  level: number,
): Omit<BoundedFigure, 'id' | 'reason' | 'sites'> | undefined {
  const pooled = poolExtents(sites)
  if (!pooled) return undefined
  const { share, denominator, patients, effectivePatients } = pooled.whole
  const isAlwaysDefined = denominator.lower > 0 && patients.lower >= 2 && effectivePatients.lower - 1 >= leastDegrees
  const references = isAlwaysDefined ? referencesOf(pooled) : [at(0), at(1)]
  const ends = (side: 'lower' | 'upper') => limitRange({ references }, side, (1 - level) / 2)
  return {
    status: 'bounded',
    estimate: share,
    references,
    patients,
    interval: { level, lower: ends('lower').lower, upper: ends('upper').upper, method: 'all-completions' },
    effectivePatients: isAlwaysDefined ? effectivePatients : { ...effectivePatients, lower: 0 },
  }
}

/** References whose limits enclose those of every completion: on the logit, and where the variance may vanish the betas. */
function referencesOf({ whole, parts }: { whole: PooledExtents; parts: readonly PooledExtents[] }): Reference[] {
  const spreads = (take: (part: PooledExtents) => Spread) => parts.map(take)
  const onLogit = [
    ...outermost(spreads(lowestWide), 'lower', 'wide'),
    ...outermost(spreads(highestWide), 'upper', 'wide'),
    ...outermost(spreads(lowestNarrow), 'lower', 'narrow'),
    ...outermost(spreads(highestNarrow), 'upper', 'narrow'),
  ]
  return [...onLogit.map(spreadReference), ...onBetas(whole, betaShares(whole))]
}

const wide = ({ standardError, effectivePatients }: PooledExtents) => ({
  standardError: standardError.upper,
  degreesOfFreedom: effectivePatients.lower - 1,
})
const narrow = ({ standardError, effectivePatients }: PooledExtents) => ({
  standardError: standardError.lower,
  degreesOfFreedom: effectivePatients.upper - 1,
})
const lowestWide = (part: PooledExtents): Spread => ({ share: part.share.lower, ...wide(part) })
const highestWide = (part: PooledExtents): Spread => ({ share: part.share.upper, ...wide(part) })
const lowestNarrow = (part: PooledExtents): Spread => ({ share: part.share.lower, ...narrow(part) })
const highestNarrow = (part: PooledExtents): Spread => ({ share: part.share.upper, ...narrow(part) })

/** The spreads that no other one is further out than in all respects, neighbours joined to what is further out than both. */
function outermost(spreads: readonly Spread[], side: 'lower' | 'upper', which: 'wide' | 'narrow'): Spread[] {
  const kept = undominated(spreads, side, which).sort((a, b) => a.share - b.share)
  const size = Math.ceil(kept.length / mostReferences)
  const [low, far] = [side === 'lower' ? Math.min : Math.max, which === 'wide' ? Math.max : Math.min]
  const near = which === 'wide' ? Math.min : Math.max
  return Array.from({ length: Math.ceil(kept.length / size) }, (_, index) => {
    const group = kept.slice(index * size, (index + 1) * size)
    return {
      share: low(...group.map(({ share }) => share)),
      standardError: far(...group.map(({ standardError }) => standardError)),
      degreesOfFreedom: near(...group.map(({ degreesOfFreedom }) => degreesOfFreedom)),
    }
  })
}

function undominated(spreads: readonly Spread[], side: 'lower' | 'upper', which: 'wide' | 'narrow'): Spread[] {
  const [low, far] = [side === 'lower' ? 1 : -1, which === 'wide' ? 1 : -1]
  const isBeyond = (one: Spread, other: Spread) =>
    low * one.share <= low * other.share &&
    far * one.standardError >= far * other.standardError &&
    far * one.degreesOfFreedom <= far * other.degreesOfFreedom
  const kept: Spread[] = []
  for (const spread of spreads) {
    if (kept.some((one) => isBeyond(one, spread))) continue
    kept.splice(0, kept.length, ...kept.filter((one) => !isBeyond(spread, one)), spread)
  }
  return kept
}

function spreadReference({ share, standardError, degreesOfFreedom }: Spread): Reference {
  if (share <= 0 || share >= 1 || standardError === 0 || degreesOfFreedom <= 0) return at(share)
  return { scale: 'logit-t', location: Math.log(share / (1 - share)), standardError, degreesOfFreedom }
}

/** The shares at which Korn–Graubard's interval may be the one that holds. */
function betaShares({ share: { lower, upper }, mayVanish }: PooledExtents): number[] {
  if (mayVanish) return [lower, upper]
  return [lower, upper].filter((p) => p === 0 || p === 1)
}

/** Clopper–Pearson's limits move towards the share as the trials get more, and with the share. */
function onBetas({ denominator, effectivePatients }: PooledExtents, shares: readonly number[]): Reference[] {
  const trials = Math.max(2, denominator.upper)
  const beta = (proportion: number, effective: number, degreesOfFreedom: number): Reference => ({
    scale: 'beta',
    proportion,
    effectiveTrials: Math.min(effective, trials),
    trials,
    degreesOfFreedom,
  })
  const { lower, upper } = effectivePatients
  return shares.flatMap((p) => [beta(p, lower, lower - 1), beta(p, upper, trials - 1)])
}

/** A reference whose limits are the location itself. */
function at(location: number): Reference {
  return { scale: 'normal', location, standardError: 0 }
}
