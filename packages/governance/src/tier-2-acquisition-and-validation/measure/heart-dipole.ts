/** The leads that a dipole is fitted to, in this order; III and the augmented leads follow from I and II. */
export const dipoleLeads = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const

/**
 * What a dipole in a torso gives in each lead: X to the left, Y to the feet, Z to the back.
 * Source: Dower, Machado, Osborne, *Clin. Cardiol.* 3:87–95 (1980), coefficients as commonly printed (not read at the source).
 */
const gains = [
  [0.632, -0.235, 0.059],
  [0.235, 1.066, -0.132],
  [-0.515, 0.157, -0.917],
  [0.044, 0.164, -1.387],
  [0.882, 0.098, -1.277],
  [1.213, 0.127, -0.601],
  [1.125, 0.127, -0.086],
  [0.831, 0.076, 0.23],
] as const

export type Matrix = readonly (readonly number[])[]

/** Covariances of leads, the mean of each taken away, over the samples that all of them have. */
export function covariances(leads: readonly Float64Array[]): number[][] {
  const length = Math.min(...leads.map((lead) => lead.length))
  const whole = Array.from({ length }, (_, i) => i).filter((i) => leads.every((lead) => !Number.isNaN(lead[i]!)))
  const centred = leads.map((lead) => {
    const mean = whole.reduce((sum, i) => sum + lead[i]!, 0) / whole.length
    return Float64Array.from(whole, (i) => lead[i]! - mean)
  })
  return centred.map((a) => centred.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0) / whole.length))
}

/**
 * How little of the leads a single dipole explains: the share of their variance, each lead's counting alike, that is left after a dipole
 * was fitted at every instant by least squares. In [0, 1]; 0 for leads that a dipole made.
 * @param covariance of the leads in the order of `dipoleLeads`; no lead may be flat
 */
export function dipoleResidual(covariance: Matrix): number {
  const scale = covariance.map((row, i) => 1 / Math.sqrt(row[i]!))
  const g = gains.map((row, i) => row.map((gain) => gain * scale[i]!))
  const inverse = inverted(product(transposed(g), g))
  const fitted = product(product(g, inverse), transposed(g))
  let explained = 0
  for (const [i, row] of fitted.entries())
    for (const [j, weight] of row.entries()) explained += weight * covariance[i]![j]! * scale[i]! * scale[j]!
  return 1 - explained / covariance.length
}

/** The dipole of each instant, X, Y, Z, by least squares over leads of one unit. */
export function fitDipole(leads: readonly Float64Array[]): Float64Array[] {
  const solve = product(inverted(product(transposed(gains), gains)), transposed(gains))
  return solve.map((row) =>
    leads[0]!.map((_, i) => row.reduce((sum, weight, lead) => sum + weight * leads[lead]![i]!, 0)),
  )
}

/** What a dipole gives in each of the leads. */
export function leadsOfDipole(dipole: readonly Float64Array[]): Float64Array[] {
  return gains.map((row) =>
    dipole[0]!.map((_, i) => row.reduce((sum, gain, axis) => sum + gain * dipole[axis]![i]!, 0)),
  )
}

/** The product of two matrices. @param b with as many rows as `a` has columns */
export function product(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)))
}

/** Rows for columns. @param a not empty */
export function transposed(a: Matrix): number[][] {
  return a[0]!.map((_, j) => a.map((row) => row[j]!))
}

/** Of a matrix of three rows and columns, by cofactors. */
function inverted(m: Matrix): number[][] {
  const at = (i: number, j: number) => m[i % 3]![j % 3]!
  const cofactor = (i: number, j: number) => at(i + 1, j + 1) * at(i + 2, j + 2) - at(i + 1, j + 2) * at(i + 2, j + 1)
  const determinant = at(0, 0) * cofactor(0, 0) + at(0, 1) * cofactor(0, 1) + at(0, 2) * cofactor(0, 2)
  return [0, 1, 2].map((i) => [0, 1, 2].map((j) => cofactor(j, i) / determinant))
}
