/**
 * Probabilities of 0 … trials successes, each from its neighbour, outward from the mode, and scaled to 1.
 * @param share in (0, 1)
 */
export function binomialProbabilities(trials: number, share: number): Float64Array {
  const probabilities = new Float64Array(trials + 1)
  const odds = share / (1 - share)
  const mode = Math.min(trials, Math.floor((trials + 1) * share))
  probabilities[mode] = 1
  for (let k = mode; k < trials; k += 1) probabilities[k + 1] = (probabilities[k]! * odds * (trials - k)) / (k + 1)
  for (let k = mode; k > 0; k -= 1) probabilities[k - 1] = (probabilities[k]! * k) / (odds * (trials - k + 1))
  const sum = probabilities.reduce((total, each) => total + each, 0)
  return probabilities.map((each) => each / sum)
}
