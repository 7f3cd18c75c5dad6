import type { MatchedCase } from './match-marks.ts'

/** An area under a curve of localisation, or why there is none. */
export type LocalisationArea =
  | { status: 'estimated'; estimate: number; diseased: number; nonDiseased: number }
  | { status: 'undefined'; reason: 'no-diseased-case' | 'no-non-diseased-case' }

/**
 * Area under the alternative FROC curve: how often a lesion scores above the highest false positive of a non-diseased case,
 * ties half. A lesion without a mark and a case without one are below all scores, and equal to each other. `weighted` gives each
 * diseased case the same weight, spread over its lesions; otherwise each lesion counts the same.
 * Sources: Chakraborty, Berbaum, *Med. Phys.* 31:2313–2330 (2004); Chakraborty, *Observer Performance Methods* (2017), 14.
 */
export function afrocArea(cases: readonly MatchedCase[], weighted: boolean): LocalisationArea {
  const diseased = cases.filter(({ lesionScores }) => lesionScores.length > 0)
  const nonDiseased = cases.filter(({ lesionScores }) => lesionScores.length === 0)
  const lesions = diseased.flatMap(({ lesionScores, lesionWeights }) =>
    [...lesionScores].map((score, i) => [score, weighted ? lesionWeights[i]! : 1] as const),
  )
  return areaAbove(lesions, nonDiseased.map(highestFalse), diseased.length)
}

/**
 * Area under the localisation ROC curve: how often the highest mark of a diseased case lies on a lesion and scores above the
 * highest of a non-diseased case, ties half. A diseased case whose highest mark lies elsewhere counts nothing; of two highest
 * marks with the same score, the one on a lesion is taken.
 * Source: Swensson, *Med. Phys.* 23:1709–1725 (1996).
 */
export function lrocArea(cases: readonly MatchedCase[]): LocalisationArea {
  const diseased = cases.filter(({ lesionScores }) => lesionScores.length > 0)
  const located = diseased.flatMap((one) => {
    const best = one.lesionScores.reduce((most, score) => Math.max(most, score), -Infinity)
    return best > -Infinity && best >= highestFalse(one) ? [[best, 1] as const] : []
  })
  const nonDiseased = cases.filter(({ lesionScores }) => lesionScores.length === 0)
  return areaAbove(located, nonDiseased.map(highestFalse), diseased.length, diseased.length)
}

function highestFalse({ falseScores }: MatchedCase): number {
  return falseScores.reduce((most, score) => Math.max(most, score), -Infinity)
}

/**
 * Weighted share of pairs in which the first scores above the second, ties half, in O(n log n).
 * @param total of the weights, if not their sum
 */
function areaAbove(
  scored: readonly (readonly [score: number, weight: number])[],
  against: readonly number[],
  diseased: number,
  total = scored.reduce((sum, [, weight]) => sum + weight, 0),
): LocalisationArea {
  if (diseased === 0) return { status: 'undefined', reason: 'no-diseased-case' }
  if (against.length === 0) return { status: 'undefined', reason: 'no-non-diseased-case' }
  const rising = Float64Array.from(against).sort()
  const sum = scored.reduce((area, [score, weight]) => {
    const below = firstAtLeast(rising, score)
    return area + weight * (below + (firstAbove(rising, score) - below) / 2)
  }, 0)
  return { status: 'estimated', estimate: sum / (total * against.length), diseased, nonDiseased: against.length }
}

function firstAtLeast(rising: Float64Array, value: number): number {
  return firstWhere(rising, (one) => one >= value)
}

function firstAbove(rising: Float64Array, value: number): number {
  return firstWhere(rising, (one) => one > value)
}

function firstWhere(rising: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, rising.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(rising[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
