import { type Extent, productOf, squareOf, sumOf } from '../frame/extent.ts'
import type { RatioSums } from './ratio-cells.ts'
import { isKnown, type RatioExtents } from './ratio-extents.ts'

/** What a clustered proportion and its interval come from, each between its ends. */
export interface PooledExtents {
  share: Extent
  denominator: Extent
  patients: Extent
  effectivePatients: Extent
  /** Standard error on the logit, where the share is neither 0 nor 1 and the variance not 0. */
  standardError: Extent
  /** Whether the variance may vanish. */
  mayVanish: boolean
}

/** The sites whose cells are all known, and the others. */
interface Sites {
  known: readonly RatioExtents[]
  open: readonly RatioExtents[]
}

/** What the open sites found and missed together. */
interface Opened {
  found: Extent
  missed: Extent
}

/** Parts that found and missed are each divided into: with more, bounds get narrower, and slower. */
const divisions = 12

/**
 * Outer bounds by interval arithmetic, over all that the cells of the open sites can be, and over each part of it: what the
 * open sites found and missed is divided into small boxes, since over a small box what is bounded apart loses little.
 * Undefined where nothing can have been counted, or in no more than one patient.
 */
export function poolExtents(
  all: readonly RatioExtents[],
): { whole: PooledExtents; parts: readonly PooledExtents[] } | undefined {
  const sites = { known: all.filter(isKnown), open: all.filter((site) => !isKnown(site)) }
  const opened = openedOf(sites)
  const whole = poolPart(sites, opened)
  if (whole.denominator.upper === 0 || whole.patients.upper < 2) return undefined
  const counted = partOf(sites.open, 'denominator')
  const boxes = divide(opened.found).flatMap((found) => divide(opened.missed).map((missed) => ({ found, missed })))
  const possible = boxes.filter(
    ({ found, missed }) => found.lower + missed.lower <= counted.upper && found.upper + missed.upper >= counted.lower,
  )
  return { whole, parts: possible.map((box) => poolPart(sites, box)) }
}

function divide({ lower, upper }: Extent): Extent[] {
  if (lower === upper) return [{ lower, upper }]
  const end = (index: number) => lower + ((upper - lower) * index) / divisions
  return Array.from({ length: divisions }, (_, index) => ({ lower: end(index), upper: end(index + 1) }))
}

function partOf(sites: readonly RatioExtents[], name: keyof RatioSums): Extent {
  return sumOf(sites.map((site) => site[name]))
}

function openedOf({ open }: Sites): Opened {
  const missed = open.map(({ numerator, denominator }) => ({
    lower: Math.max(0, denominator.lower - numerator.upper),
    upper: Math.max(0, denominator.upper - numerator.lower),
  }))
  return { found: partOf(open, 'numerator'), missed: sumOf(missed) }
}

function poolPart(sites: Sites, opened: Opened): PooledExtents {
  const { known, open } = sites
  const counted = {
    lower: Math.max(partOf(open, 'denominator').lower, opened.found.lower + opened.missed.lower),
    upper: Math.min(partOf(open, 'denominator').upper, opened.found.upper + opened.missed.upper),
  }
  const denominator = sumOf([partOf(known, 'denominator'), counted])
  const patients = sumOf([partOf(known, 'patients'), partOf(open, 'patients')])
  const squares = sumOf([partOf(known, 'denominator-squared'), partOf(open, 'denominator-squared')])
  const share = shareOf(sites, opened)
  const effectivePatients = effectiveOf(sites, counted, patients.upper)
  const deviations = sumOf([knownDeviations(known, share), openDeviations(open, opened, share)])
  return {
    share,
    denominator,
    patients,
    effectivePatients,
    standardError: standardErrorOf({ share, denominator, patients, effectivePatients, deviations }),
    mayVanish: deviations.lower <= 1.001e-26 * squares.upper,
  }
}

/** A share rises with what is found and falls with what is missed. */
function shareOf({ known }: Sites, { found, missed }: Opened): Extent {
  const knownFound = partOf(known, 'numerator').lower
  const knownMissed = partOf(known, 'denominator').lower - knownFound
  const share = (a: number, m: number, empty: number) => (a + m === 0 ? empty : a / (a + m))
  return {
    lower: share(knownFound + found.lower, knownMissed + missed.upper, 0),
    upper: share(knownFound + found.upper, knownMissed + missed.lower, 1),
  }
}

/**
 * K_eff = (N + n)² / (S + s), N and S of the known sites, n and s of the others together, where s ≤ n², s ≥ n and, of k
 * patients, s ≥ n² / k. In n, it has its least at an end or where s can't follow n² any more, and its most at an end or where
 * the rule for s changes.
 */
function effectiveOf({ known, open }: Sites, counted: Extent, mostPatients: number): Extent {
  const [all, allSquares] = [partOf(known, 'denominator').lower, partOf(known, 'denominator-squared').lower]
  const squares = partOf(open, 'denominator-squared')
  const mostOpen = partOf(open, 'patients').upper
  const clamp = (n: number) => Math.min(counted.upper, Math.max(counted.lower, n))
  const value = (n: number, s: number) => (allSquares + s === 0 ? 1 : (all + n) ** 2 / (allSquares + s))
  const fewest = [counted.lower, Math.sqrt(squares.upper)].map((n) => {
    const these = clamp(n)
    return value(these, Math.min(squares.upper, these * these))
  })
  const turns = [counted.lower, counted.upper, squares.lower, mostOpen, Math.sqrt(mostOpen * squares.lower)]
  const level = all === 0 ? counted.upper : (mostOpen * allSquares) / all
  const most = [...turns, level].map((n) => {
    const these = clamp(n)
    return value(these, Math.max(squares.lower, these, mostOpen === 0 ? 0 : (these * these) / mostOpen))
  })
  return { lower: Math.max(1, Math.min(...fewest)), upper: Math.max(1, Math.min(mostPatients, Math.max(...most))) }
}

/** Σ(a − pn)² of known sites, a parabola in p: its least is at its vertex or at an end, its most at an end. */
function knownDeviations(sites: readonly RatioExtents[], { lower, upper }: Extent): Extent {
  let [weight, weighted] = [0, 0]
  const counted = sites.filter(({ denominator }) => denominator.lower > 0)
  for (const { numerator, denominator, 'deviation-product': product, 'denominator-squared': squares } of counted) {
    weight += squares.lower
    weighted += product.lower + (numerator.lower / denominator.lower) * squares.lower
  }
  const at = (p: number) =>
    counted.reduce((sum, site) => {
      const shift = site.numerator.lower / site.denominator.lower - p
      const [product, squares] = [site['deviation-product'].lower, site['denominator-squared'].lower]
      return sum + site['deviation-squared'].lower + 2 * shift * product + shift * shift * squares
    }, 0)
  const vertex = weight === 0 ? lower : Math.min(upper, Math.max(lower, weighted / weight))
  return { lower: Math.max(0, at(vertex)), upper: Math.max(at(lower), at(upper)) }
}

/**
 * Σ(a − pn)² of the open sites: from each one's deviations about its own ratio, or from what they found and missed together,
 * since (a − pn)² = ((1 − p) a − p m)² ≤ (1 − p)² a² + p² m², and by Cauchy's inequality; the narrower of both.
 */
function openDeviations(open: readonly RatioExtents[], { found, missed }: Opened, share: Extent): Extent {
  const apart = sumOf(open.map((site) => siteDeviations(site, share)))
  const excess = squareOf({
    lower: (1 - share.upper) * found.lower - share.upper * missed.upper,
    upper: (1 - share.lower) * found.upper - share.lower * missed.lower,
  })
  const patients = partOf(open, 'patients').upper
  const together = ((1 - share.lower) * found.upper) ** 2 + (share.upper * missed.upper) ** 2
  return {
    lower: Math.max(apart.lower, patients === 0 ? 0 : excess.lower / patients),
    upper: Math.min(apart.upper, together),
  }
}

function siteDeviations(site: RatioExtents, share: Extent): Extent {
  const { numerator, denominator, 'denominator-squared': squares } = site
  const own = {
    lower: denominator.upper === 0 ? 0 : numerator.lower / denominator.upper,
    upper: denominator.lower === 0 ? 1 : Math.min(1, numerator.upper / denominator.lower),
  }
  const shift = { lower: own.lower - share.upper, upper: own.upper - share.lower }
  const twice = productOf({ lower: 2 * shift.lower, upper: 2 * shift.upper }, site['deviation-product'])
  const shifted = sumOf([site['deviation-squared'], twice, productOf(squareOf(shift), squares)])
  const furthest = Math.max(share.upper, 1 - share.lower)
  return { lower: Math.max(0, shifted.lower), upper: Math.min(shifted.upper, furthest * furthest * squares.upper) }
}

/**
 * √v / (p (1 − p)), v = K / (K − 1) · Σ(a − pn)² / N². Where p comes near 0 or 1 it does not grow without end: with the
 * misses m = n − a and ε = 1 − p, Σ(a − pn)² = Σm² − 2εΣmn + ε²Σn² ≤ ε² N² (1 + 1 / K_eff).
 */
function standardErrorOf(given: Omit<PooledExtents, 'standardError' | 'mayVanish'> & { deviations: Extent }): Extent {
  const { share, denominator, patients, effectivePatients, deviations } = given
  const correction = (all: number) => all / (all - 1)
  const most = correction(Math.max(2, patients.lower))
  const least = correction(Math.max(2, patients.upper))
  const fewest = Math.max(denominator.lower, patients.lower, 2)
  const slope = (p: number) => p * (1 - p)
  const holdsHalf = share.lower <= 0.5 && share.upper >= 0.5
  const steepest = holdsHalf ? 0.25 : Math.max(slope(share.lower), slope(share.upper))
  const flattest = Math.min(slope(share.lower), slope(share.upper))
  const nearest = holdsHalf ? 0.5 : Math.max(share.lower, 1 - share.upper)
  const everywhere = Math.sqrt(most * (1 + 1 / effectivePatients.lower)) / nearest
  const largest = flattest === 0 ? everywhere : Math.sqrt(most * deviations.upper) / (fewest * flattest)
  const counted = Math.max(2, denominator.upper)
  return {
    lower: steepest === 0 ? 0 : Math.sqrt(least * deviations.lower) / (counted * steepest),
    upper: Math.min(everywhere, largest),
  }
}
