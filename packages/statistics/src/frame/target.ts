import { heterogeneity } from '../many-sites/heterogeneity.ts'
import { type PooledSites, poolSites } from '../many-sites/pool-sites.ts'
import type { EstimatedFigure, Figure, Measure } from './figure.ts'
import type { Reference } from './reference.ts'
import { backFrom, effectsOf, type Scale, scaleOf } from './site-effect.ts'

/**
 * Whom a figure speaks of. `these-hospitals`: the patients of the hospitals that took part, whose differences are no error.
 * `hospitals-like-these`: the hospitals that these were drawn from, whose differences are.
 */
export type Target = 'these-hospitals' | 'hospitals-like-these'

/** Fewer sites than this say too little of how sites differ. */
export const leastSites = 5

/** Patients of a site below which its own estimate is no basis for a model over sites, unless the protocol has another. */
export const leastSitePatients = 10

/** Level of the two-sided intervals of figures. */
const level = 0.95

/** A site's figure; `site` identifies it and sorts the sites. */
export interface SiteFigure {
  site: string
  figure: Figure
}

type Pooled = Extract<PooledSites, { status: 'estimated' }>

/**
 * A figure about hospitals like these, from the figure of each: random effects (τ² by REML), Hartung and Knapp's standard
 * error, never below that of the normal model, Student's t on one degree of freedom less than there are sites, and a
 * prediction interval. Shares are pooled on the logit, with half a success and half a failure more than their effective
 * trials hold, and with the variance that goes with the share of all sites (`shareLogits`); ratios on the logarithm, areas
 * on the logit where every site's interval is, else the figure itself.
 *
 * Undefined on fewer than `leastSites` sites, where one has fewer than `leastPatients` patients (a site left out because of
 * its data would bias the rest), and without variance. Not estimable where a site's figure is not all there.
 * @param figures one figure of each site, of one id
 */
export function likeThese(figures: readonly SiteFigure[], leastPatients: number = leastSitePatients): Figure {
  const ordered = [...figures].sort((a, b) => (a.site < b.site ? -1 : 1))
  const fault = whyNot(ordered, leastPatients)
  if (fault) return fault
  const estimated = ordered.map(({ site, figure }) => ({ site, figure: figure as EstimatedFigure }))
  const { id, measure } = estimated[0]!.figure
  const patients = sumOf(estimated, ({ patients }) => patients)
  const scale = scaleOf(estimated.map(({ figure }) => figure))
  const effects = effectsOf(estimated, scale)
  if (!effects) return undefinedFigure(id, measure, 'no-variance', patients)
  const pooled = poolSites(effects, { method: 'REML', interval: 'hartung-knapp-floored', level })
  const differences = heterogeneity(effects)
  if (pooled.status === 'undefined' || differences.status === 'undefined')
    return undefinedFigure(id, measure, 'no-variance', patients)
  return {
    ...pooledFigure(pooled, scale, { id, measure }),
    patients,
    effectivePatients: sumOf(estimated, ({ effectivePatients }) => effectivePatients),
    heterogeneity: {
      q: differences.q,
      iSquared: differences.iSquared,
      tauSquared: differences.tauSquared,
      sites: effects.length,
    },
  }
}

function whyNot(ordered: readonly SiteFigure[], leastPatients: number): Figure | undefined {
  const [first] = ordered
  if (!first) throw new RangeError('figures: none')
  const { id, measure } = first.figure
  const withheld = ordered.filter(({ figure: { status } }) => status === 'not-estimable' || status === 'bounded')
  const [missing] = withheld
  if (missing && (missing.figure.status === 'not-estimable' || missing.figure.status === 'bounded')) {
    const { reason } = missing.figure
    const sites = withheld.map(({ site }) => site)
    return { id, status: 'not-estimable', reason, sites, ...(measure ? { measure } : {}) }
  }
  const patientsOf = ({ figure }: SiteFigure) => ('patients' in figure ? (figure.patients as number) : 0)
  const patients = ordered.reduce((sum, site) => sum + patientsOf(site), 0)
  if (ordered.length < leastSites) return undefinedFigure(id, measure, 'too-few-sites', patients)
  const isSmall = (site: SiteFigure) => site.figure.status !== 'estimated' || patientsOf(site) < leastPatients
  return ordered.some(isSmall) ? undefinedFigure(id, measure, 'small-sites', patients) : undefined
}

function undefinedFigure(
  id: string,
  measure: Measure | undefined,
  reason: 'too-few-sites' | 'small-sites' | 'no-variance',
  patients: number,
): Figure {
  return { id, status: 'undefined', reason, patients, ...(measure ? { measure } : {}) }
}

function sumOf(sites: readonly { figure: EstimatedFigure }[], take: (figure: EstimatedFigure) => number): number {
  return sites.reduce((sum, { figure }) => sum + take(figure), 0)
}

function pooledFigure(
  pooled: Pooled,
  scale: Scale,
  { id, measure }: { id: string; measure: Measure | undefined },
): Omit<EstimatedFigure, 'patients' | 'effectivePatients'> {
  const { estimate: location, standardError, degreesOfFreedom, prediction } = pooled
  const within: [number, number] | undefined = measure === 'difference' ? [-1, 1] : undefined
  const spread = { location, standardError, degreesOfFreedom: degreesOfFreedom as number }
  const reference: Reference =
    scale === 'identity'
      ? { scale: 't', ...spread, ...(within ? { within } : {}) }
      : { scale: scale === 'logit' ? 'logit-t' : 'log-t', ...spread }
  const ends = (of: { lower: number; upper: number }, method: string) => ({
    level,
    lower: backFrom(scale, of.lower, within),
    upper: backFrom(scale, of.upper, within),
    method,
  })
  return {
    id,
    ...(measure ? { measure } : {}),
    status: 'estimated',
    estimate: backFrom(scale, location, within),
    reference,
    interval: ends(pooled.interval, 'random-effects-hartung-knapp'),
    ...(prediction ? { prediction: ends(prediction, 'prediction-t') } : {}),
  }
}
