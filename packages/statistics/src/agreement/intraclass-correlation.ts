import { fisherFQuantile, fisherFTail } from '../distributions/fisher-f.ts'

/**
 * Which intraclass correlation, after Shrout and Fleiss. First number: 1 raters differ from subject to subject, 2 the same
 * raters, a sample of all raters (absolute agreement), 3 these raters only (consistency). Second: of one rating, or of the
 * mean over the raters.
 */
type IntraclassKind = '1,1' | '2,1' | '3,1' | '1,k' | '2,k' | '3,k'

interface IntraclassCorrelation {
  kind: IntraclassKind
  estimate: number
  lower: number
  upper: number
  level: number
  /** F test that subjects do not differ. */
  f: number
  degreesOfFreedom: readonly [number, number]
  p: number
}

/** Mean squares of the ratings: between subjects, between raters, residual, within subjects. */
interface MeanSquares {
  subjects: number
  raters: number
  betweenSubjects: number
  betweenRaters: number
  residual: number
  withinSubjects: number
}

/** The six intraclass correlations, or why there are none. */
export type IntraclassResult =
  | { status: 'estimated'; correlations: readonly IntraclassCorrelation[]; meanSquares: MeanSquares }
  | { status: 'undefined'; reason: 'too-few-subjects' | 'too-few-raters' | 'no-variation' }

/**
 * Intraclass correlations of a complete table of ratings, with F-based intervals.
 * Sources: Shrout, Fleiss, *Psychol. Bull.* 86:420–428 (1979); McGraw, Wong, *Psychol. Methods* 1:30–46 (1996).
 * @param values subjects × raters by rows, all finite
 * @param level of the intervals, in (0, 1)
 * @throws RangeError sizes; a value that is not finite, with its subject and rater
 */
export function intraclassCorrelations(values: Float64Array, raters: number, level = 0.95): IntraclassResult {
  if (!(Number.isInteger(raters) && raters >= 1) || values.length % raters !== 0)
    throw new RangeError(`values: ${values.length} for ${raters} raters`)
  const missing = values.findIndex((value) => !Number.isFinite(value))
  if (missing >= 0)
    throw new RangeError(`values: not finite (subject ${Math.floor(missing / raters)}, rater ${missing % raters})`)
  if (!(level > 0 && level < 1)) throw new RangeError('level: a number between 0 and 1 is needed')
  const subjects = values.length / raters
  if (subjects < 2) return { status: 'undefined', reason: 'too-few-subjects' }
  if (raters < 2) return { status: 'undefined', reason: 'too-few-raters' }
  const squares = meanSquares(values, subjects, raters)
  if (!(squares.residual > 0 && squares.betweenSubjects > 0)) return { status: 'undefined', reason: 'no-variation' }
  const { single1, single2, single3 } = singles(squares, level)
  const correlations = [single1, single2, single3, ...[single1, single2, single3].map((one) => ofMean(one, raters))]
  return { status: 'estimated', correlations, meanSquares: squares }
}

/** ICC(2,1) alone. @param values subjects × raters by rows, all finite. Undefined with fewer than two subjects, or where nothing varies. */
export function absoluteAgreement(values: Float64Array, raters: number): number | undefined {
  const subjects = values.length / raters
  if (subjects < 2) return undefined
  const squares = meanSquares(values, subjects, raters)
  return squares.betweenSubjects > 0 ? absoluteFrom(squares) : undefined
}

function absoluteFrom({ subjects, raters, betweenSubjects, betweenRaters, residual }: MeanSquares): number {
  const others = betweenSubjects + (raters - 1) * residual + (raters * (betweenRaters - residual)) / subjects
  return (betweenSubjects - residual) / others
}

function meanSquares(values: Float64Array, subjects: number, raters: number): MeanSquares {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const [rows, columns] = [new Float64Array(subjects), new Float64Array(raters)]
  values.forEach((value, index) => {
    rows[Math.floor(index / raters)]! += (value - mean) / raters
    columns[index % raters]! += (value - mean) / subjects
  })
  let [within, residual] = [0, 0]
  values.forEach((value, index) => {
    const aboveSubject = value - mean - rows[Math.floor(index / raters)]!
    within += aboveSubject ** 2
    residual += (aboveSubject - columns[index % raters]!) ** 2
  })
  const square = (effects: Float64Array) => effects.reduce((sum, effect) => sum + effect ** 2, 0)
  return {
    subjects,
    raters,
    betweenSubjects: (raters * square(rows)) / (subjects - 1),
    betweenRaters: (subjects * square(columns)) / (raters - 1),
    residual: residual / ((subjects - 1) * (raters - 1)),
    withinSubjects: within / (subjects * (raters - 1)),
  }
}

type Single = IntraclassCorrelation & { kind: '1,1' | '2,1' | '3,1' }

function singles(squares: MeanSquares, level: number): { single1: Single; single2: Single; single3: Single } {
  const { subjects: n, raters: k, betweenSubjects, residual, withinSubjects } = squares
  const single1 = fromRatio('1,1', betweenSubjects / withinSubjects, [n - 1, n * (k - 1)], k, level)
  const single3 = fromRatio('3,1', betweenSubjects / residual, [n - 1, (n - 1) * (k - 1)], k, level)
  return { single1, single2: absoluteAgreementInterval(squares, single3, level), single3 }
}

function fromRatio(
  kind: '1,1' | '3,1',
  f: number,
  degreesOfFreedom: readonly [number, number],
  k: number,
  level: number,
): Single {
  const [between, within] = degreesOfFreedom
  const tail = (1 + level) / 2
  const correlation = (ratio: number) => (ratio - 1) / (ratio + k - 1)
  return {
    kind,
    estimate: correlation(f),
    level,
    f,
    degreesOfFreedom,
    p: fisherFTail(f, between, within),
    lower: correlation(f / fisherFQuantile(tail, between, within)),
    upper: correlation(f * fisherFQuantile(tail, within, between)),
  }
}

/** ICC(2,1); its interval by Satterthwaite's degrees of freedom, after McGraw and Wong. */
function absoluteAgreementInterval(squares: MeanSquares, { f, degreesOfFreedom, p }: Single, level: number): Single {
  const { subjects: n, raters: k, betweenSubjects, betweenRaters, residual } = squares
  const estimate = absoluteFrom(squares)
  const a = (k * estimate) / (n * (1 - estimate))
  const b = 1 + (k * estimate * (n - 1)) / (n * (1 - estimate))
  const v =
    (a * betweenRaters + b * residual) ** 2 /
    ((a * betweenRaters) ** 2 / (k - 1) + (b * residual) ** 2 / ((n - 1) * (k - 1)))
  const tail = (1 + level) / 2
  const [low, high] = [fisherFQuantile(tail, n - 1, v), fisherFQuantile(tail, v, n - 1)]
  const others = k * betweenRaters + (k * n - k - n) * residual
  return {
    kind: '2,1',
    estimate,
    level,
    f,
    degreesOfFreedom,
    p,
    lower: (n * (betweenSubjects - low * residual)) / (low * others + n * betweenSubjects),
    upper: (n * (high * betweenSubjects - residual)) / (others + n * high * betweenSubjects),
  }
}

/** Of the mean over the raters: Spearman and Brown's formula. */
function ofMean(single: Single, raters: number): IntraclassCorrelation {
  const stepUp = (value: number) => (raters * value) / (1 + (raters - 1) * value)
  const kind = ({ '1,1': '1,k', '2,1': '2,k', '3,1': '3,k' } as const)[single.kind]
  return {
    ...single,
    kind,
    estimate: stepUp(single.estimate),
    lower: stepUp(single.lower),
    upper: stepUp(single.upper),
  }
}
