import type { RatioSums } from '../proportions/ratio-cells.ts'

/** A ratio Σa / Σn over patients, and Σ(a − pn)² about it. */
export interface LinearisedRatio {
  ratio: number
  squares: number
}

/**
 * From every site's deviations d from its own ratio, a difference s from the ratio of all: a − pn = d + sn. Numerators may
 * have any sign; the denominator of all is above 0; a site's may be 0.
 */
export function linearisedRatio(
  sites: readonly Pick<
    RatioSums,
    'numerator' | 'denominator' | 'deviation-squared' | 'deviation-product' | 'denominator-squared'
  >[],
): LinearisedRatio {
  const sum = (part: 'numerator' | 'denominator') => sites.reduce((total, site) => total + site[part], 0)
  const ratio = sum('numerator') / sum('denominator')
  let squares = 0
  for (const site of sites) {
    const shift = site.denominator === 0 ? 0 : site.numerator / site.denominator - ratio
    squares +=
      site['deviation-squared'] + 2 * shift * site['deviation-product'] + shift * shift * site['denominator-squared']
  }
  return { ratio, squares: Math.max(0, squares) }
}
