import { studentTQuantile } from '../distributions/student-t.ts'
import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, takeCells } from '../frame/merge-cells.ts'
import { type RatioSums, ratioCellNames } from './ratio-cells.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

/**
 * A proportion of events that cluster in patients: the ratio Σa / Σn with the linearised (Taylor) variance between
 * patients, its interval on the logit with Student's t on K_eff − 1 degrees of freedom, K_eff = (Σn)² / Σn². At 0 and
 * 100 %, and where the variance vanishes, Korn–Graubard: Clopper–Pearson for an effective number of trials, here K_eff,
 * as if every patient were one trial (the intra-patient correlation can't be seen there, so the largest is taken),
 * times the square of the ratio of the t quantiles.
 *
 * Source: Korn, Graubard, *Survey Methodology* 24:193–201 (1998); Dean, Pagano, *J. Surv. Stat. Methodol.* 3:484–503
 * (2015) for the logit interval; Rust, Rao, *Stat. Methods Med. Res.* 5:283–310 (1996) for degrees of freedom.
 */
export function clusteredProportion(id: string, cells: MergedCells, name: string): Figure {
  const taken = takeCells(cells, ratioCellNames(name))
  if (!taken.known) return { id, status: 'not-estimable', reason: taken.reason, sites: taken.sites }
  return proportionFromSums(id, taken.values)
}

/** The figure of a clustered proportion from its sums. */
function proportionFromSums(id: string, sums: RatioSums): Figure {
  const { numerator, denominator, patients } = sums
  if (denominator === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const effectivePatients = (denominator * denominator) / sums['denominator-squared']
  if (patients < 2 || effectivePatients - 1 < 1e-9)
    return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const estimate = numerator / denominator
  const reference = referenceOf(sums, estimate, effectivePatients)
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

function referenceOf(
  sums: RatioSums,
  estimate: number,
  effectivePatients: number,
): Extract<Figure, { status: 'estimated' }>['reference'] {
  const variance = linearisedVariance(sums, estimate)
  const degreesOfFreedom = effectivePatients - 1
  if (estimate > 0 && estimate < 1 && variance > 0)
    return {
      scale: 'logit-t',
      location: Math.log(estimate / (1 - estimate)),
      standardError: Math.sqrt(variance) / (estimate * (1 - estimate)),
      degreesOfFreedom,
    }
  const tail = 1 - (1 - level) / 2
  const widening = studentTQuantile(tail, sums.denominator) / studentTQuantile(tail, degreesOfFreedom)
  const trials = Math.min(sums.denominator, effectivePatients * widening ** 2)
  return { scale: 'beta', successes: estimate * trials, trials }
}

/** K / (K − 1) · Σ(a − pn)² / (Σn)², rounding below zero mended. */
function linearisedVariance(sums: RatioSums, p: number): number {
  const { denominator, patients } = sums
  const squares = sums['numerator-squared'] - 2 * p * sums.product + p * p * sums['denominator-squared']
  const noise = 1e-12 * sums['denominator-squared']
  return squares <= noise ? 0 : ((patients / (patients - 1)) * squares) / (denominator * denominator)
}
