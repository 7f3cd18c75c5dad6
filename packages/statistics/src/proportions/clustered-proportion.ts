import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, takeCells } from '../frame/merge-cells.ts'
import { type RatioSums, ratioCellNames } from './ratio-cells.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

/**
 * A proportion of events that cluster in patients: the ratio Σa / Σn with the linearised (Taylor) variance between
 * patients, its interval on the logit with Student's t on K_eff − 1 degrees of freedom, K_eff = (Σn)² / Σn². At 0 and
 * 100 %, and where the variance vanishes, Korn–Graubard's interval. Its effective number of trials is there K_eff: the
 * design effect can't be seen in data without variance, so that of patients who are all or nothing is taken (intra-patient
 * correlation 1). It is wide: finding everything in few patients says little about the next patient.
 *
 * Source: Woodruff, *JASA* 66:411–414 (1971) for the variance; Korn, Graubard, *Survey Methodology* 24:193–201 (1998);
 * Dean, Pagano, *J. Surv. Stat. Methodol.* 3:484–503 (2015) for the logit; Kish, *Survey Sampling* (1965), 8.2, for K_eff.
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
  const variance = linearisedVariance(sums)
  const degreesOfFreedom = effectivePatients - 1
  if (estimate > 0 && estimate < 1 && variance > 0)
    return {
      scale: 'logit-t',
      location: Math.log(estimate / (1 - estimate)),
      standardError: Math.sqrt(variance) / (estimate * (1 - estimate)),
      degreesOfFreedom,
    }
  return {
    scale: 'beta',
    proportion: estimate,
    effectiveTrials: Math.min(sums.denominator, effectivePatients),
    trials: sums.denominator,
    degreesOfFreedom,
  }
}

/** K / (K − 1) · Σ(b − qn)² / (Σn)², where q = Σb / Σn; zero where rounding is all that there is. */
function linearisedVariance(sums: RatioSums): number {
  const { numerator, denominator, patients } = sums
  const q = (denominator - numerator) / denominator
  const bb = sums['complement-squared']
  const squares = bb - 2 * q * sums['complement-product'] + q * q * sums['denominator-squared']
  return squares <= 1e-12 * bb ? 0 : ((patients / (patients - 1)) * squares) / (denominator * denominator)
}
