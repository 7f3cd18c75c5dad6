import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, takeCells, takeExtents } from '../frame/merge-cells.ts'
import type { Reference } from '../frame/reference.ts'
import { boundedProportion } from './bounded-proportion.ts'
import { type RatioSums, ratioCellNames, shareDifference } from './ratio-cells.ts'
import { ratioExtents } from './ratio-extents.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

/**
 * A proportion of events that cluster in patients: the ratio Σa / Σn with the linearised (Taylor) variance between
 * patients, its interval on the logit with Student's t on K_eff − 1 degrees of freedom, K_eff = (Σn)² / Σn². At 0 and
 * 100 %, and where the variance vanishes, Korn–Graubard's interval. Its effective number of trials is there K_eff: the
 * design effect can't be seen in data without variance, so that of patients who are all or nothing is taken (intra-patient
 * correlation 1). It is wide: finding everything in few patients says little about the next patient.
 *
 * Where cells are rounded or suppressed, bounds over all that they can be; not estimable where nothing bounds them.
 *
 * @param mostPerCase the largest denominator that one case can have, which bounds what a site that declared its cases
 *   suppressed; not given where there is none
 * Source: Woodruff, *JASA* 66:411–414 (1971) for the variance; Korn, Graubard, *Survey Methodology* 24:193–201 (1998);
 * Dean, Pagano, *J. Surv. Stat. Methodol.* 3:484–503 (2015) for the logit; Kish, *Survey Sampling* (1965), 8.2, for K_eff.
 */
export function clusteredProportion(id: string, cells: MergedCells, name: string, mostPerCase?: number): Figure {
  const names = ratioCellNames(name)
  const taken = takeCells(cells, names)
  if (taken.known) return proportionFromSites(id, taken.sites)
  const { reason, sites } = taken
  const bounded = boundsOf(cells, names, mostPerCase)
  return bounded ? { id, ...bounded, reason, sites } : { id, status: 'not-estimable', reason, sites }
}

function boundsOf(cells: MergedCells, names: ReturnType<typeof ratioCellNames>, mostPerCase: number | undefined) {
  const sites = takeExtents(cells, names)?.map((site) => ratioExtents(site, mostPerCase))
  if (!sites?.every((site) => site !== undefined)) return undefined
  return boundedProportion(sites, level)
}

/** The figure of a clustered proportion from what its sites know. */
function proportionFromSites(id: string, sites: readonly RatioSums[]): Figure {
  const sum = (part: keyof RatioSums) => sites.reduce((total, site) => total + site[part], 0)
  const [numerator, denominator, patients] = [sum('numerator'), sum('denominator'), sum('patients')]
  if (denominator === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const effectivePatients = (denominator * denominator) / sum('denominator-squared')
  if (patients < 2 || effectivePatients - 1 < 1e-9)
    return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const estimate = numerator / denominator
  const variance = linearisedVariance(sites, { numerator, denominator, patients })
  const reference = shareReference({ estimate, variance, effectivePatients, trials: denominator })
  const tail = (1 - level) / 2
  return {
    id,
    status: 'estimated',
    estimate,
    interval: {
      level,
      lower: limitOf(reference, 'lower', tail),
      upper: limitOf(reference, 'upper', tail),
      method: reference.scale === 'beta' ? 'korn-graubard' : 'linearised-logit-t',
    },
    reference,
    numerator,
    denominator,
    patients,
    effectivePatients,
  }
}

/** On the logit with Student’s t; Korn–Graubard’s betas at 0 and 1, and where the variance vanishes. */
export function shareReference(given: {
  estimate: number
  variance: number
  effectivePatients: number
  trials: number
}): Reference {
  const { estimate, variance, effectivePatients, trials } = given
  const degreesOfFreedom = effectivePatients - 1
  if (estimate > 0 && estimate < 1 && variance > 0)
    return {
      scale: 'logit-t',
      location: Math.log(estimate / (1 - estimate)),
      standardError: Math.sqrt(variance) / (estimate * (1 - estimate)),
      degreesOfFreedom,
    }
  const effectiveTrials = Math.min(trials, effectivePatients)
  return { scale: 'beta', proportion: estimate, effectiveTrials, trials, degreesOfFreedom }
}

/** K / (K − 1) · Σ(a − pn)² / (Σn)², p = Σa / Σn. */
function linearisedVariance(
  sites: readonly RatioSums[],
  pooled: { numerator: number; denominator: number; patients: number },
): number {
  const { denominator, patients } = pooled
  return ((patients / (patients - 1)) * deviationSquares(sites, pooled)) / (denominator * denominator)
}

/**
 * Σ(a − pn)², p = Σa / Σn, from every site's deviations d from its own ratio, a difference s from p: a − pn = d + sn. Zero where
 * rounding is all that there is.
 */
export function deviationSquares(
  sites: readonly RatioSums[],
  pooled: { numerator: number; denominator: number },
): number {
  let [squares, all] = [0, 0]
  for (const site of sites) {
    if (site.denominator === 0) continue
    const shift = shareDifference(site, pooled)
    const nn = site['denominator-squared']
    squares += site['deviation-squared'] + 2 * shift * site['deviation-product'] + shift * shift * nn
    all += nn
  }
  return squares <= 1e-26 * all ? 0 : squares
}
