import type { MatchedCase } from './match-marks.ts'

/** An area under a curve of localisation, or why there is none. */
export type LocalisationArea =
  | { status: 'estimated'; estimate: number }
  | { status: 'undefined'; reason: 'no-diseased-case' | 'no-non-diseased-case' }

/** Scores from the highest on, each with its weight and the place of its patient. */
interface RankedScores {
  readonly scores: Float64Array
  readonly weights: Float64Array
  readonly patient: Int32Array
}

/** What the areas are made of, ranked once, so that every draw of patients is counted in one pass. */
export interface LocalisationScores {
  readonly patients: readonly string[]
  /** Scores of lesions, −Infinity without a mark; each with weight 1, or with its share of its case. */
  readonly lesions: RankedScores
  readonly sharedLesions: RankedScores
  /** Highest marks of diseased cases where they lie on a lesion. */
  readonly located: RankedScores
  /** Highest false marks of non-diseased cases, −Infinity without one. */
  readonly nonDiseased: RankedScores
  /** Diseased cases by patient. */
  readonly diseasedCases: Int32Array
}

/** @param cases with all scans, those without marks or lesions too; failed ones have no marks */
export function rankLocalisations(cases: readonly MatchedCase[]): LocalisationScores {
  const patients = [...new Set(cases.map(({ patient }) => patient))].sort()
  const places = new Map(patients.map((patient, place) => [patient, place]))
  const diseased = cases.filter(({ lesionScores }) => lesionScores.length > 0)
  const nonDiseased = cases.filter(({ lesionScores }) => lesionScores.length === 0)
  const diseasedCases = new Int32Array(patients.length)
  for (const { patient } of diseased) diseasedCases[places.get(patient)!]! += 1
  const rank = (from: readonly MatchedCase[], of: (one: MatchedCase) => readonly (readonly [number, number])[]) =>
    rankScores(from.flatMap((one) => of(one).map(([score, weight]) => [score, weight, places.get(one.patient)!])))
  return {
    patients,
    diseasedCases,
    lesions: rank(diseased, ({ lesionScores }) => Array.from(lesionScores, (score) => [score, 1])),
    sharedLesions: rank(diseased, ({ lesionScores, lesionWeights }) =>
      Array.from(lesionScores, (score, lesion) => [score, lesionWeights[lesion]!]),
    ),
    located: rank(diseased, locatedScore),
    nonDiseased: rank(nonDiseased, (one) => [[highestFalse(one), 1]]),
  }
}

function rankScores(entries: readonly (readonly [score: number, weight: number, patient: number])[]): RankedScores {
  const ranked = entries.toSorted(([a], [b]) => (a === b ? 0 : b - a))
  return {
    scores: Float64Array.from(ranked, ([score]) => score),
    weights: Float64Array.from(ranked, ([, weight]) => weight),
    patient: Int32Array.from(ranked, ([, , patient]) => patient),
  }
}

/** The highest mark of a diseased case, if it lies on a lesion; of two with the same score the one on a lesion is taken. */
function locatedScore(one: MatchedCase): readonly (readonly [number, number])[] {
  const best = one.lesionScores.reduce((most, score) => Math.max(most, score), -Infinity)
  return best > -Infinity && best >= highestFalse(one) ? [[best, 1]] : []
}

function highestFalse({ falseScores }: MatchedCase): number {
  return falseScores.reduce((most, score) => Math.max(most, score), -Infinity)
}

/**
 * Area under the alternative FROC curve: how often a lesion scores above the highest false positive of a non-diseased case,
 * ties half. A lesion without a mark and a case without one are below all scores, and equal to each other. `weighted` gives each
 * diseased case the same weight, spread over its lesions; otherwise each lesion counts the same.
 * Sources: Chakraborty, Berbaum, *Med. Phys.* 31:2313–2330 (2004); Chakraborty, *Observer Performance Methods* (2017), 14.
 * @param times how often each patient counts (a bootstrap draw); once each without
 */
export function afrocArea(scores: LocalisationScores, weighted: boolean, times?: Int32Array): LocalisationArea {
  return areaAbove(weighted ? scores.sharedLesions : scores.lesions, scores.nonDiseased, times)
}

/**
 * Area under the localisation ROC curve: how often the highest mark of a diseased case lies on a lesion and scores above the
 * highest of a non-diseased case, ties half. A diseased case whose highest mark lies elsewhere counts nothing; of two highest
 * marks with the same score, the one on a lesion is taken.
 * Source: Swensson, *Med. Phys.* 23:1709–1725 (1996).
 * @param times how often each patient counts (a bootstrap draw); once each without
 */
export function lrocArea(scores: LocalisationScores, times?: Int32Array): LocalisationArea {
  const diseased = scores.diseasedCases.reduce((sum, cases, patient) => sum + cases * (times?.[patient] ?? 1), 0)
  return areaAbove(scores.located, scores.nonDiseased, times, diseased)
}

/**
 * Weighted share of pairs in which the first scores above the second, ties half, in one pass.
 * @param total of the weights, if not their sum
 */
function areaAbove(
  scored: RankedScores,
  against: RankedScores,
  times: Int32Array | undefined,
  total = sumOf(scored, times),
): LocalisationArea {
  const others = sumOf(against, times)
  if (total === 0) return { status: 'undefined', reason: 'no-diseased-case' }
  if (others === 0) return { status: 'undefined', reason: 'no-non-diseased-case' }
  const weightAt = ({ weights, patient }: RankedScores, at: number) => weights[at]! * (times?.[patient[at]!] ?? 1)
  // Of the others: how many score above the one at hand, and how many the same.
  let [area, above, same, entry, tied] = [0, 0, 0, 0, Number.NaN]
  for (let at = 0; at < scored.scores.length; at += 1) {
    const score = scored.scores[at]!
    if (score !== tied) {
      above += same
      same = 0
      tied = score
      for (; entry < against.scores.length && against.scores[entry]! > score; entry += 1)
        above += weightAt(against, entry)
      for (; entry < against.scores.length && against.scores[entry] === score; entry += 1)
        same += weightAt(against, entry)
    }
    area += weightAt(scored, at) * (others - above - same / 2)
  }
  return { status: 'estimated', estimate: area / (total * others) }
}

function sumOf({ weights, patient }: RankedScores, times: Int32Array | undefined): number {
  return weights.reduce((sum, weight, at) => sum + weight * (times?.[patient[at]!] ?? 1), 0)
}
