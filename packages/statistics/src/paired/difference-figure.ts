import type { Figure } from '../frame/figure.ts'
import { limitOf } from '../frame/limit.ts'
import { type MergedCells, takeCells } from '../frame/merge-cells.ts'
import type { Reference } from '../frame/reference.ts'
import { differenceCellNames } from './difference-cells.ts'

/** Level of the two-sided intervals of figures. */
const level = 0.95

/**
 * The difference of two shares of the same units, first minus second, which cluster in patients: variance linearised between
 * patients; interval by inverting Tango's score for as many independent units as would have this variance, with Student's t
 * on K_eff − 1 degrees of freedom, K_eff = (Σn)² / Σn². Where the variance vanishes (both tests right about the same units,
 * or all patients alike), K_eff units: data without variance can't show that they are worth more.
 *
 * Sources: Obuchowski, *Stat. Med.* 17:1495–1507 (1998) for the variance; Rao, Scott, *Biometrics* 48:577–585 (1992) for
 * the effective counts; Tango, *Stat. Med.* 17:891–908 (1998) for the score; Korn, Graubard, *Survey Methodology*
 * 24:193–201 (1998) for the degrees of freedom.
 */
export function differenceFigure(id: string, cells: MergedCells, name: string): Figure {
  const names = differenceCellNames(name)
  const taken = takeCells(cells, {
    first: names.first.numerator,
    second: names.second.numerator,
    units: names.first.denominator,
    patients: names.first.patients,
    squares: names.first['denominator-squared'],
    ...names.difference,
  })
  if (!taken.known) return { id, status: 'not-estimable', reason: taken.reason, sites: taken.sites }
  const { sites } = taken
  const sum = (part: keyof (typeof sites)[number]) => sites.reduce((total, site) => total + site[part], 0)
  const [units, patients] = [sum('units'), sum('patients')]
  if (units === 0) return { id, status: 'undefined', reason: 'empty-denominator', patients }
  const effectivePatients = (units * units) / sum('squares')
  if (patients < 2 || effectivePatients - 1 < 1e-9)
    return { id, status: 'undefined', reason: 'too-few-patients', patients }
  const estimate = (sum('first') - sum('second')) / units
  const squares = sites.reduce((total, site) => total + shiftedSquares(site, estimate), 0)
  const variance = squares <= 1e-26 * sum('squares') ? 0 : ((patients / (patients - 1)) * squares) / (units * units)
  const discordant = sum('discordant') / units
  const reference = effectivePairs({ estimate, discordant, variance, units, effectivePatients })
  const [lower, upper] = [limitOf(reference, 'lower', (1 - level) / 2), limitOf(reference, 'upper', (1 - level) / 2)]
  return {
    id,
    measure: 'difference',
    status: 'estimated',
    estimate,
    reference,
    patients,
    effectivePatients,
    interval: { level, lower, upper, method: 'effective-score-t' },
  }
}

/** Σ(δ − Dn)² of a site, from its deviations d from its own difference, s from D: δ − Dn = d + sn. */
function shiftedSquares(
  site: Record<'first' | 'second' | 'units' | 'squares' | 'deviation-squared' | 'deviation-product', number>,
  estimate: number,
): number {
  if (site.units === 0) return 0
  const shift = (site.first - site.second) / site.units - estimate
  return site['deviation-squared'] + 2 * shift * site['deviation-product'] + shift * shift * site.squares
}

/** As many independent pairs as have the variance, (q − D²) / v, q the share of discordant ones; never more than there are. */
function effectivePairs(given: {
  estimate: number
  discordant: number
  variance: number
  units: number
  effectivePatients: number
}): Reference {
  const { estimate, discordant, variance, units, effectivePatients } = given
  const spread = discordant - estimate * estimate
  const pairs = variance === 0 || spread <= 0 ? Math.min(units, effectivePatients) : Math.min(units, spread / variance)
  return {
    scale: 'counts',
    method: 'tango',
    counts: {
      onlyFirst: (pairs * (discordant + estimate)) / 2,
      onlySecond: Math.max(0, (pairs * (discordant - estimate)) / 2),
      pairs,
      degreesOfFreedom: effectivePatients - 1,
    },
  }
}
