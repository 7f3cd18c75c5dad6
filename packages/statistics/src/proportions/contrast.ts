import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, takeCells } from '../frame/merge-cells.ts'
import type { Reference } from '../frame/reference.ts'
import { deviationSquares } from './clustered-proportion.ts'
import { type JointSums, jointCellNames } from './joint-cells.ts'
import { type RatioSums, ratioCellNames, shareDifference } from './ratio-cells.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

/** Two shares of other cases, which may be of the same patients, and the variances of both about them. */
export interface SharePair {
  first: PairedShare
  second: PairedShare
  /** Σ over patients of the deviations' product, times √(K / (K − 1)) of each. */
  product: number
  /** Patients with a case of either. */
  patients: number
}

/** A share of a pair. */
interface PairedShare {
  found: number
  missed: number
  trials: number
  /** K / (K − 1) · Σ(a − pn)². */
  squares: number
  degreesOfFreedom: number
}

type Undefined = { status: 'undefined'; reason: 'empty-class' | 'too-few-patients'; patients: number }

/** Sensitivity and specificity with their variances and covariance between patients; or why there is none. */
export function mergedPair(
  cells: MergedCells,
): SharePair | Undefined | Omit<Extract<Figure, { status: 'not-estimable' }>, 'id'> {
  const [first, second] = [
    takeCells(cells, ratioCellNames('sensitivity')),
    takeCells(cells, ratioCellNames('specificity')),
  ]
  const joint = takeCells(cells, { ...jointCellNames('joint'), patients: 'accuracy.patients' })
  for (const taken of [first, second, joint])
    if (!taken.known) return { status: 'not-estimable', reason: taken.reason, sites: taken.sites }
  if (!first.known || !second.known || !joint.known) throw new RangeError('cells: not known')
  const patients = joint.sites.reduce((sum, site) => sum + site.patients, 0)
  const [one, other] = [pooledShare(first.sites), pooledShare(second.sites)]
  if (one.trials === 0 || other.trials === 0) return { status: 'undefined', reason: 'empty-class', patients }
  if (one.degreesOfFreedom < 1e-9 || other.degreesOfFreedom < 1e-9)
    return { status: 'undefined', reason: 'too-few-patients', patients }
  const product = joint.sites.reduce((sum, site, index) => {
    return sum + shiftedProduct(site, first.sites[index]!, second.sites[index]!, [one, other])
  }, 0)
  return { first: one, second: other, product: product * Math.sqrt(one.correction * other.correction), patients }
}

function pooledShare(sites: readonly RatioSums[]): PairedShare & { correction: number } {
  const sum = (part: keyof RatioSums) => sites.reduce((total, site) => total + site[part], 0)
  const [found, trials, patients] = [sum('numerator'), sum('denominator'), sum('patients')]
  const correction = patients < 2 ? 0 : patients / (patients - 1)
  const squares = trials === 0 ? 0 : correction * deviationSquares(sites, { numerator: found, denominator: trials })
  const degreesOfFreedom = trials === 0 ? 0 : (trials * trials) / sum('denominator-squared') - 1
  return { found, missed: trials - found, trials, squares, degreesOfFreedom, correction }
}

/** Σ(a − pn)(b − qm) of a site, from its deviations about its own ratios. */
function shiftedProduct(
  joint: JointSums,
  first: RatioSums,
  second: RatioSums,
  [one, other]: [PairedShare, PairedShare],
): number {
  if (joint.denominators === 0) return 0
  const s = shareDifference(first, { numerator: one.found, denominator: one.trials })
  const r = shareDifference(second, { numerator: other.found, denominator: other.trials })
  return joint.deviations + r * joint['first-deviation'] + s * joint['second-deviation'] + s * r * joint.denominators
}

/** A logarithm of a quotient of shares, and how sure it is. */
interface LogQuotient {
  location: number
  standardError: number
  degreesOfFreedom: number
}

/**
 * The logarithm of the likelihood ratio of a positive call, p / (1 − q), or of a negative one, (1 − p) / q, p the
 * sensitivity and q the specificity; linearised, with the degrees of freedom of Satterthwaite. A reason where there is none.
 * Sources: Simel, Samsa, Matchar, *J. Clin. Epidemiol.* 44:763–770 (1991) for the logarithm; Woodruff, *JASA* 66:411–414
 * (1971) for the variance between patients; Satterthwaite, *Biometrics Bull.* 2:110–114 (1946).
 */
export function logLikelihoodRatio(
  { first, second, product }: SharePair,
  call: 'positive' | 'negative',
): LogQuotient | 'empty-denominator' | 'no-variance' {
  const [over, under] = call === 'positive' ? [first.found, second.missed] : [first.missed, second.found]
  if (under === 0) return 'empty-denominator'
  const [one, other] = [first.squares / (over * over), second.squares / (under * under)]
  const variance = one + other + (2 * product) / (over * under)
  if (over === 0 || !(variance > 1e-26 * (one + other))) return 'no-variance'
  const degreesOfFreedom =
    (one + other) ** 2 / (one ** 2 / first.degreesOfFreedom + other ** 2 / second.degreesOfFreedom)
  const location = Math.log(over / first.trials / (under / second.trials))
  return { location, standardError: Math.sqrt(variance), degreesOfFreedom }
}

/** A figure from a reference on a scale of its own. */
export function contrastFigure(
  id: string,
  reference: Extract<Reference, { scale: 'log-t' | 'logit-t' }>,
  patients: number,
): Figure {
  const { location, degreesOfFreedom, scale } = reference
  const at = (side: 'lower' | 'upper') => limitOf(reference, side, (1 - level) / 2)
  return {
    id,
    status: 'estimated',
    estimate: scale === 'log-t' ? Math.exp(location) : 1 / (1 + Math.exp(-location)),
    interval: { level, lower: at('lower'), upper: at('upper'), method: `linearised-${scale}` },
    reference,
    patients,
    effectivePatients: degreesOfFreedom + 1,
  }
}
