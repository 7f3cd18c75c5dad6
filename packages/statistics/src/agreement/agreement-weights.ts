/**
 * How near two categories are: 1 for the same, 0 for the furthest. `identity` knows equal and unequal only; `linear` and
 * `quadratic` fall with the distance of the categories' values, or with its square (Cicchetti, Allison, *Am. J. EEG Technol.*
 * 11:101–109, 1971; Fleiss, Cohen, *Educ. Psychol. Meas.* 33:613–619, 1973).
 */
export type AgreementWeights = 'identity' | 'linear' | 'quadratic'

/**
 * The weights as a matrix, categories × categories, by rows.
 * @param values one a category, finite and not all the same; by default 0, 1, 2 …
 * @throws RangeError values
 */
export function weightMatrix(weights: AgreementWeights, categories: number, values?: readonly number[]): Float64Array {
  const places = values ?? Array.from({ length: categories }, (_, index) => index)
  const range = places.reduce((a, b) => Math.max(a, b), -Infinity) - places.reduce((a, b) => Math.min(a, b), Infinity)
  if (places.length !== categories || !(range > 0 && Number.isFinite(range)))
    throw new RangeError(`values: ${categories} finite numbers are needed that are not all the same`)
  return Float64Array.from({ length: categories * categories }, (_, index) => {
    const [row, column] = [Math.floor(index / categories), index % categories]
    if (weights === 'identity') return row === column ? 1 : 0
    const distance = Math.abs(places[row]! - places[column]!) / range
    return 1 - (weights === 'linear' ? distance : distance ** 2)
  })
}
