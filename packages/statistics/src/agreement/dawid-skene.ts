/** What raters said of items: how often each rater put each item into each category. */
export interface RatedItems {
  readonly raters: number
  /** Number of categories, at least 2. */
  readonly categories: number
  /** Items × raters × categories by rows: times that the rater put the item there; none where the rater did not see it. */
  readonly counts: Float64Array
  /** One an item: how many items were rated alike, 1 each where none are brought together. */
  readonly weights: Float64Array
}

/** Estimates of the latent class model. */
export interface DawidSkene {
  /** Share of items whose true category is each. */
  readonly prevalence: Float64Array
  /** Raters × true category × category said, by rows; NaN rows where a rater saw nothing that is likely of the category. */
  readonly errorRates: Float64Array
  /** Items × categories by rows: probability that it is the true one. */
  readonly posteriors: Float64Array
  readonly logLikelihood: number
  readonly iterations: number
  readonly hasConverged: boolean
}

/**
 * True categories and error rates of raters where nobody knows the truth: maximum likelihood by expectation and maximisation, from
 * the raters' votes on. Raters are taken to err independently of each other given the truth: raters who share a mistake make it look like
 * the truth. With fewer than three ratings an item the model is not identified; with few items the likelihood has several maxima, and
 * this is the one that the votes lead to.
 * @param tolerance the sum of changes of prevalence and error rates below which the iteration ends
 * @param most iterations
 * @throws RangeError sizes, negative counts, an item that nobody rated
 * Source: Dawid, Skene, *Applied Statistics* 28:20–28 (1979), equations 2.3 to 2.5, first values by 3.1.
 */
export function dawidSkene(rated: RatedItems, { tolerance = 1e-10, most = 5000 } = {}): DawidSkene {
  checkItems(rated)
  const posteriors = votes(rated)
  let [parameters, logLikelihood, iterations, change] = [maximise(rated, posteriors), Number.NaN, 0, Infinity]
  while (iterations < most && change > tolerance) {
    logLikelihood = expect(rated, parameters, posteriors)
    const next = maximise(rated, posteriors)
    change = distance(parameters.prevalence, next.prevalence) + distance(parameters.errorRates, next.errorRates)
    parameters = next
    iterations += 1
  }
  return { ...parameters, posteriors, logLikelihood, iterations, hasConverged: change <= tolerance }
}

type Parameters = Pick<DawidSkene, 'prevalence' | 'errorRates'>

function checkItems({ raters, categories, counts, weights }: RatedItems): void {
  if (!(Number.isInteger(categories) && categories >= 2)) throw new RangeError('categories: at least 2 are needed')
  const width = raters * categories
  if (!(raters >= 1) || counts.length !== weights.length * width)
    throw new RangeError(`counts: ${counts.length} for ${weights.length} items and ${raters} raters`)
  if (counts.some((count) => !(count >= 0)) || weights.some((weight) => !(weight >= 0)))
    throw new RangeError('counts: none may be negative')
  for (let item = 0; item < weights.length; item += 1)
    if (counts.subarray(item * width, (item + 1) * width).every((count) => count === 0))
      throw new RangeError(`counts: nobody rated item ${item}`)
}

/** Shares of the ratings of each item. */
function votes({ raters, categories, counts, weights }: RatedItems): Float64Array {
  const shares = new Float64Array(weights.length * categories)
  for (let item = 0; item < weights.length; item += 1) {
    let all = 0
    for (let i = 0; i < raters * categories; i += 1) {
      const count = counts[item * raters * categories + i]!
      shares[item * categories + (i % categories)]! += count
      all += count
    }
    for (let c = 0; c < categories; c += 1) shares[item * categories + c]! /= all
  }
  return shares
}

function maximise({ raters, categories, counts, weights }: RatedItems, posteriors: Float64Array): Parameters {
  const prevalence = new Float64Array(categories)
  const errorRates = new Float64Array(raters * categories * categories)
  let all = 0
  weights.forEach((weight, item) => {
    all += weight
    for (let truth = 0; truth < categories; truth += 1) {
      const share = weight * posteriors[item * categories + truth]!
      prevalence[truth]! += share
      for (let rater = 0; rater < raters; rater += 1)
        for (let said = 0; said < categories; said += 1)
          errorRates[(rater * categories + truth) * categories + said]! +=
            share * counts[(item * raters + rater) * categories + said]!
    }
  })
  for (let row = 0; row < errorRates.length; row += categories) {
    const said = errorRates.subarray(row, row + categories)
    const sum = said.reduce((total, value) => total + value, 0)
    said.forEach((value, c) => {
      said[c] = value / sum
    })
  }
  return { prevalence: prevalence.map((value) => value / all), errorRates }
}

/** Writes the probabilities of each item's true category; gives the log-likelihood. */
function expect(rated: RatedItems, { prevalence, errorRates }: Parameters, posteriors: Float64Array): number {
  const { categories, weights } = rated
  const logRates = errorRates.map(Math.log)
  let logLikelihood = 0
  weights.forEach((weight, item) => {
    const own = posteriors.subarray(item * categories, (item + 1) * categories)
    for (let truth = 0; truth < categories; truth += 1)
      own[truth] = Math.log(prevalence[truth]!) + logOfRatings(rated, logRates, item, truth)
    const largest = own.reduce((a, b) => Math.max(a, b), -Infinity)
    const sum = own.reduce((total, value) => total + Math.exp(value - largest), 0)
    own.forEach((value, truth) => {
      own[truth] = Math.exp(value - largest) / sum
    })
    logLikelihood += weight * (largest + Math.log(sum))
  })
  return logLikelihood
}

/** Log-probability of an item's ratings if `truth` is true; minus infinity where a rater of it never says so, or nothing is known of one. */
function logOfRatings(
  { raters, categories, counts }: RatedItems,
  logRates: Float64Array,
  item: number,
  truth: number,
): number {
  let sum = 0
  for (let rater = 0; rater < raters; rater += 1)
    for (let said = 0; said < categories; said += 1) {
      const count = counts[(item * raters + rater) * categories + said]!
      if (count === 0) continue
      const rate = logRates[(rater * categories + truth) * categories + said]!
      sum += Number.isNaN(rate) ? -Infinity : count * rate
    }
  return sum
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => {
    const change = Math.abs(value - b[i]!)
    return Number.isNaN(change) ? sum : sum + change
  }, 0)
}
