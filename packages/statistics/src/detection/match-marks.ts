import { z } from 'zod'
import type { DetectionCase, Lesion, Mark } from './findings.ts'
import { type HitRule, hitRule, nearness } from './hit-rule.ts'

/**
 * Which marks count, as a protocol declares it.
 * `luna16`: the best-scoring mark on a lesion counts, and one mark may hit two lesions. `one-to-one`: by falling score, each
 * mark takes the nearest lesion that is not taken yet.
 */
export const matching = z.strictObject({
  rule: hitRule,
  multiplicity: z.enum(['luna16', 'one-to-one']),
  /** What a further mark on a lesion that was hit is. */
  duplicates: z.enum(['ignored', 'false-positive']).default('ignored'),
  /** Whether a mark that hits a lesion and an irrelevant finding counts for the lesion, or is ignored. */
  precedence: z.enum(['lesion', 'irrelevant']).default('lesion'),
})

export type Matching = z.infer<typeof matching>

/** What was found in a case: what FROC and its kin are made of. */
export interface MatchedCase {
  readonly case: string
  readonly patient: string
  readonly failed: boolean
  /** One a lesion: score of the mark that counts; −Infinity where none hit it. */
  readonly lesionScores: Float64Array
  /** One a lesion, summing to 1 over the case. */
  readonly lesionWeights: Float64Array
  readonly falseScores: Float64Array
  /** Marks on irrelevant findings, and further marks on a lesion that was hit. */
  readonly ignored: number
}

/**
 * Holds a case's marks against its lesions. Of marks with the same score the one that comes first is taken first.
 * Source of `luna16`: Setio and others, *Med. Image Anal.* 42:1–13 (2017), and its evaluation program.
 * @throws RangeError for a score that is NaN, or a rule that needs boxes
 */
export function matchMarks(scan: DetectionCase, how: Matching): MatchedCase {
  for (const { score } of scan.marks)
    if (Number.isNaN(score)) throw new RangeError(`a mark of the case ${scan.case} has no score`)
  const lesions = scan.lesions.filter(({ irrelevant }) => !irrelevant)
  const hits = (mark: Mark, irrelevant: boolean) =>
    scan.lesions.some((one) => (one.irrelevant ?? false) === irrelevant && nearness(how.rule, one, mark) !== undefined)
  const eligible = how.precedence === 'lesion' ? scan.marks : scan.marks.filter((mark) => !hits(mark, true))
  const match = how.multiplicity === 'luna16' ? bestOnEach : oneToOne
  const { lesionScores, counted } = match(lesions, eligible, how.rule)
  const wrong = scan.marks.filter(
    (mark) => !(counted.has(mark) || hits(mark, true) || (how.duplicates === 'ignored' && hits(mark, false))),
  )
  return {
    case: scan.case,
    patient: scan.patient,
    failed: scan.failed ?? false,
    lesionScores,
    lesionWeights: weightsOf(lesions),
    falseScores: Float64Array.from(wrong, ({ score }) => score),
    ignored: scan.marks.length - counted.size - wrong.length,
  }
}

interface Match {
  lesionScores: Float64Array
  /** Marks that count for a lesion. */
  counted: ReadonlySet<Mark>
}

function bestOnEach(lesions: readonly Lesion[], marks: readonly Mark[], rule: HitRule): Match {
  const best = lesions.map((lesion) => {
    const hits = marks.filter((mark) => nearness(rule, lesion, mark) !== undefined)
    return hits.reduce<Mark | undefined>(
      (first, mark) => (first && first.score >= mark.score ? first : mark),
      undefined,
    )
  })
  return {
    lesionScores: Float64Array.from(best, (mark) => mark?.score ?? -Infinity),
    counted: new Set(best.filter((mark) => mark !== undefined)),
  }
}

function oneToOne(lesions: readonly Lesion[], marks: readonly Mark[], rule: HitRule): Match {
  const lesionScores = new Float64Array(lesions.length).fill(-Infinity)
  const taken = new Set<number>()
  const counted = new Set<Mark>()
  for (const mark of marks.toSorted((a, b) => b.score - a.score)) {
    let [nearest, least] = [-1, Infinity]
    lesions.forEach((lesion, index) => {
      const distance = taken.has(index) ? undefined : nearness(rule, lesion, mark)
      if (distance !== undefined && distance < least) [nearest, least] = [index, distance]
    })
    if (nearest < 0) continue
    taken.add(nearest)
    counted.add(mark)
    lesionScores[nearest] = mark.score
  }
  return { lesionScores, counted }
}

function weightsOf(lesions: readonly Lesion[]): Float64Array {
  const weights = Float64Array.from(lesions, ({ weight }) => weight ?? 1)
  if (weights.some((weight) => !(weight > 0 && Number.isFinite(weight))))
    throw new RangeError('the weight of a lesion is a finite number above 0')
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
