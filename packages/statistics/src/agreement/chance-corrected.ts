import { type AgreementCoefficient, type AgreementReason, fromInfluences } from './coefficient.ts'
import { checkRatings, countRatings, type Ratings } from './ratings.ts'

/** What chance would give: `fleiss` by the categories' shares squared, `gwet` by how far a rating can be a guess. */
type Chance = 'fleiss' | 'gwet'

/**
 * Fleiss' kappa of any number of raters, with weights; a subject may lack ratings. The raters need not be the same for all
 * subjects.
 * Sources: Fleiss, *Psychol. Bull.* 76:378–382 (1971); weights, missing ratings and variance: Gwet, *Handbook of Inter-Rater
 * Reliability*, 4th ed. (2014), ch. 2, 4, 5 (subjects are sampled, raters are not).
 * @param weights `weightMatrix` of the categories
 * @param level of the interval, in (0, 1)
 * @throws RangeError see `checkRatings`
 */
export function fleissKappa(ratings: Ratings, weights: Float64Array, level = 0.95): AgreementCoefficient {
  return chanceCorrected(ratings, weights, level, 'fleiss')
}

/**
 * Gwet's AC1 (identity weights) or AC2 (others): steady where nearly all ratings are the same.
 * Sources: Gwet, *Br. J. Math. Stat. Psychol.* 61:29–48 (2008); Gwet (2014), as for `fleissKappa`.
 * @param weights `weightMatrix` of the categories
 * @param level of the interval, in (0, 1)
 * @throws RangeError see `checkRatings`
 */
export function gwetCoefficient(ratings: Ratings, weights: Float64Array, level = 0.95): AgreementCoefficient {
  return chanceCorrected(ratings, weights, level, 'gwet')
}

function chanceCorrected(ratings: Ratings, weights: Float64Array, level: number, chance: Chance): AgreementCoefficient {
  checkRatings(ratings)
  const rated = ratedSubjects(countRatings(ratings), ratings.categories)
  const subjects = rated.length
  const pairedSubjects = rated.filter(({ ratings: own }) => own >= 2).length
  const none = (reason: AgreementReason) => ({ status: 'undefined' as const, reason, subjects })
  if (subjects < 2) return none('too-few-subjects')
  if (pairedSubjects === 0) return none('no-pairs')
  const shares = categoryShares(rated, ratings.categories)
  const agreements = rated.map((one) => agreementWithin(one, weights))
  const observed = agreements.reduce<number>((sum, share) => sum + (share ?? 0), 0) / pairedSubjects
  const byCategory = chanceByCategory(chance, weights, shares)
  const expected = expectedAgreement(byCategory, shares)
  if (1 - expected < 1e-12) return none('no-variation')
  const estimate = (observed - expected) / (1 - expected)
  const influences = Float64Array.from(rated, ({ counts, ratings: own }, subject) => {
    const agreement = agreements[subject]
    const mean = counts.reduce((sum, count, category) => sum + count * byCategory[category]!, 0) / own
    const direct = agreement === undefined ? 0 : ((subjects / pairedSubjects) * (agreement - expected)) / (1 - expected)
    return direct - (2 * (1 - estimate) * (mean - expected)) / (1 - expected)
  })
  return fromInfluences({ estimate, observed, expected, subjects, pairedSubjects }, influences, level)
}

interface Rated {
  /** Ratings by category. */
  readonly counts: Float64Array
  /** Their sum, at least 1. */
  readonly ratings: number
}

function ratedSubjects(counts: Float64Array, categories: number): Rated[] {
  return Array.from({ length: counts.length / categories }, (_, subject) => {
    const own = counts.subarray(subject * categories, (subject + 1) * categories)
    return { counts: own, ratings: own.reduce((sum, count) => sum + count, 0) }
  }).filter(({ ratings }) => ratings > 0)
}

/** Mean over subjects of the share of their ratings in each category. */
function categoryShares(rated: readonly Rated[], categories: number): Float64Array {
  const shares = new Float64Array(categories)
  for (const { counts, ratings } of rated)
    counts.forEach((count, category) => {
      shares[category]! += count / ratings / rated.length
    })
  return shares
}

/** Weighted share of a subject's pairs of ratings that agree; undefined with fewer than two ratings. */
function agreementWithin({ counts, ratings }: Rated, weights: Float64Array): number | undefined {
  if (ratings < 2) return undefined
  let agreeing = 0
  counts.forEach((count, category) => {
    if (count === 0) return
    const near = counts.reduce((sum, other, k) => sum + weights[category * counts.length + k]! * other, 0)
    agreeing += count * (near - 1)
  })
  return agreeing / (ratings * (ratings - 1))
}

/** What a rating in each category adds to the agreement by chance. */
function chanceByCategory(chance: Chance, weights: Float64Array, shares: Float64Array): Float64Array {
  const q = shares.length
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (chance === 'gwet') return shares.map((share) => (total * (1 - share)) / (q * (q - 1)))
  return shares.map((_, k) => shares.reduce((sum, share, l) => sum + weights[k * q + l]! * share, 0))
}

function expectedAgreement(byCategory: Float64Array, shares: Float64Array): number {
  return shares.reduce((sum, share, category) => sum + share * byCategory[category]!, 0)
}
