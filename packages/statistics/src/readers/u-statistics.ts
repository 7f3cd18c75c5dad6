import {
  type EqualityTest,
  equalityTest,
  type ModalityDifference,
  modalityDifference,
  type ReaderInterval,
  readerInterval,
} from './compare-modalities.ts'
import { type MeritCell, type MeritStudy, sumMerit } from './merit.ts'
import type { RandomFactors } from './obuchowski-rockette.ts'
import { ReadingsRefused } from './reading.ts'
import { exactSharing, momentClasses, pairSums } from './second-moments.ts'

type MomentClass = (typeof momentClasses)[number]

/** A second moment: mean product of two terms of a class, and how much the class weighs in the variance. */
interface Moment {
  readonly name: MomentClass
  /** Undefined where the study has no such pair. */
  readonly moment: number | undefined
  /** Σ of the weights of its pairs; less 1 for the class in which everything is other. */
  readonly coefficient: number
}

/** A mean over readers of a modality, or the covariance of two, from moments. */
interface MomentVariance {
  readonly variance: number
  readonly moments: readonly Moment[]
}

/** How U-statistics are taken. */
export interface MomentAnalysis {
  readonly estimator: 'unbiased' | 'biased'
  readonly random: RandomFactors
  /** Of intervals, in (0, 1). */
  readonly level: number
  readonly margin?: number
  readonly within?: readonly [number, number]
}

/** Outcome of the analysis by U-statistics. */
export interface UStatisticResult {
  readonly estimator: 'unbiased' | 'biased'
  readonly random: RandomFactors
  readonly modalities: readonly ({ modality: string; readers: number } & ReaderInterval & MomentVariance)[]
  readonly differences: readonly (ModalityDifference & {
    /** Of both modalities, and of each product. */
    readonly covariance: number
    readonly moments: readonly Moment[]
  })[]
  /** That all modalities have the same merit; undefined where not every reader read in every modality, or nothing varies. */
  readonly equality: EqualityTest | undefined
}

/** Cells of a modality, and their merits. */
interface Modality {
  readonly name: string
  readonly cells: readonly MeritCell[]
  readonly estimates: ReadonlyMap<number, number>
  readonly mean: number
}

/**
 * Variance components of a reader study by U-statistics, for any pattern of who read what: crossed, nested, or with missing readings. Every reader counts
 * the same in a modality's mean. The variance is a combination of eight second moments of the kernel; `unbiased` takes each over the pairs of its class,
 * `biased` over those that share more, too (in a crossed study the variance of the sample's own distribution). With readers fixed, what readers differ by
 * is taken off; with cases fixed, only the readers' own merits vary. Intervals by Student's t with the degrees of freedom (J − 1) (V / V_readers)²,
 * V_readers the part that J readers leave with the cases fixed: Hillis' in a crossed study; normal with readers fixed.
 * Sources: Gallas, *Acad. Radiol.* 13:353–362 (2006); Gallas, Bandos, Samuelson, Wagner, *Commun. Stat. Theory Methods* 38:2586–2603 (2009); Gallas,
 * Brown, *Neural Netw.* 21:387–397 (2008).
 * @throws ReadingsRefused `too-few-readers`; `one-class` for a reader without cases of a class; `negative-variance`
 */
export function uStatistics(study: MeritStudy, analysis: MomentAnalysis): UStatisticResult {
  const { estimator, random, level, margin, within } = analysis
  const own = modalitiesOf(study)
  const variances = own.map((one) => varianceOf(one, one, analysis))
  const pairs = own.flatMap((_, first) => own.slice(first + 1).map((__, k) => [first, first + 1 + k] as const))
  const differences = pairs.map(([first, second]) => {
    const [one, other] = [own[first]!, own[second]!]
    const { variance: covariance, moments } = varianceOf(one, other, analysis)
    const variance = usable(variances[first]!.variance + variances[second]!.variance - 2 * covariance)
    const degreesOfFreedom = random === 'cases' ? Infinity : freedomOfDifference(variance, one, other)
    const given = { estimate: one.mean - other.mean, variance, degreesOfFreedom }
    return {
      ...modalityDifference({ first: one.name, second: other.name }, given, level, margin),
      covariance,
      moments,
    }
  })
  return {
    estimator,
    random,
    differences,
    equality: equalityOf(own, differences, random),
    modalities: own.map(({ name, cells, estimates, mean }, i) => {
      const variance = usable(variances[i]!.variance)
      const freedom = random === 'cases' ? Infinity : freedomOf(variance, [...estimates.values()])
      return {
        modality: name,
        readers: cells.length,
        ...readerInterval(mean, variance, freedom, level, within),
        ...variances[i]!,
      }
    }),
  }
}

/** Variances of the modalities' means, and their covariances, by modality. @throws ReadingsRefused as `uStatistics`, but not for what is negative */
export function momentCovariances(study: MeritStudy, how: Pick<MomentAnalysis, 'estimator' | 'random'>): number[][] {
  const own = modalitiesOf(study)
  return own.map((one) => own.map((other) => varianceOf(one, other, how).variance))
}

function modalitiesOf(study: MeritStudy): Modality[] {
  return study.modalities.map((name, modality) => modalityOf(study, name, modality))
}

function modalityOf({ cells, readers }: MeritStudy, name: string, modality: number): Modality {
  const own = cells.filter((cell) => cell.modality === modality)
  if (own.length < 2) throw new ReadingsRefused({ fault: 'too-few-readers' })
  const empty = own.find(({ values }) => values.length === 0)
  if (empty) throw new ReadingsRefused({ fault: 'one-class', reader: readers[empty.reader]!, modality: name })
  const estimates = new Map(own.map((cell) => [cell.reader, sumMerit(cell).estimate]))
  return { name, cells: own, estimates, mean: meanOf([...estimates.values()]) }
}

/** Rounding below nothing is nothing; an unbiased variance may come out negative for good. */
function usable(variance: number): number {
  if (Number.isNaN(variance) || variance < -1e-12) throw new ReadingsRefused({ fault: 'negative-variance' })
  return Math.max(0, variance)
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Weights below this are none: all of them are 1 together. */
const leastWeight = 1e-13

/** Variance of a modality's mean, or the covariance of two. */
function varianceOf(
  one: Modality,
  other: Modality,
  { estimator, random }: Pick<MomentAnalysis, 'estimator' | 'random'>,
): MomentVariance {
  const { same, other: others, any } = pairSums(one.cells, other.cells)
  const exact = [...exactSharing(same), ...exactSharing(others)]
  const taken = estimator === 'unbiased' ? exact : [...same, ...any]
  const hasColumns = one.cells.some(({ columns }) => columns.length > 0)
  // Without columns every pair shares the one that stands for none.
  const [sameReader, different] = hasColumns ? [3, 7] : [2, 6]
  const momentAt = (i: number) => (taken[i]![1] > leastWeight ? taken[i]![0] / taken[i]![1] : undefined)
  const weightAt = (i: number) => (Math.abs(exact[i]![1]) > leastWeight ? exact[i]![1] : 0)
  const moments = momentClasses.map((name, i): Moment => {
    const isEmpty = Math.abs(exact[i]![1]) <= leastWeight
    const coefficient = weightAt(i) - (i === different ? 1 : 0)
    return { name, moment: isEmpty && coefficient === 0 ? undefined : momentAt(i), coefficient }
  })
  if (random === 'readers') return { variance: betweenReaders(one, other, estimator), moments }
  const square = (estimator === 'unbiased' ? momentAt(different) : one.mean * other.mean) ?? Number.NaN
  const total = exact.reduce((sum, _, i) => sum + (weightAt(i) === 0 ? 0 : weightAt(i) * momentAt(i)!), 0) - square
  if (random === 'readers-and-cases') return { variance: total, moments }
  const ofSame = [0, 1, 2, 3].reduce((sum, i) => sum + weightAt(i), 0)
  return { variance: ofSame === 0 ? total : total - ofSame * ((momentAt(sameReader) ?? Number.NaN) - square), moments }
}

/** Of the readers' merits as they are, cases fixed: of two modalities, over the readers whom both have. */
function betweenReaders(one: Modality, other: Modality, estimator: 'unbiased' | 'biased'): number {
  const both = [...one.estimates.keys()].filter((reader) => other.estimates.has(reader))
  if (both.length < 2) return 0
  const [x, y] = [one, other].map(({ estimates }) => both.map((reader) => estimates.get(reader)!)) as [
    number[],
    number[],
  ]
  const [meanX, meanY] = [meanOf(x), meanOf(y)]
  const products = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i]! - meanY), 0)
  const covariance = products / (estimator === 'unbiased' ? both.length - 1 : both.length)
  return (covariance * both.length) / (one.cells.length * other.cells.length)
}

/**
 * Modalities' mean square over half the mean variance of their differences, F with the degrees of freedom that the mean square of modality × reader gives, or
 * χ² with readers fixed: of two modalities their t test, and with cases fixed the analysis of variance of the readers' merits.
 */
function equalityOf(
  own: readonly Modality[],
  differences: readonly { standardError: number }[],
  random: RandomFactors,
): EqualityTest | undefined {
  const readers = [...own[0]!.estimates.keys()]
  const isCrossed = own.every(
    ({ estimates }) => estimates.size === readers.length && readers.every((one) => estimates.has(one)),
  )
  const variance = meanOf(differences.map(({ standardError }) => standardError ** 2))
  if (!isCrossed || variance === 0) return undefined
  const grand = meanOf(own.map(({ mean }) => mean))
  const numeratorFreedom = own.length - 1
  const between = own.reduce((sum, { mean }) => sum + (mean - grand) ** 2, 0) / numeratorFreedom
  const interaction = own.reduce(
    (sum, { estimates, mean }) =>
      sum +
      readers.reduce((squares, reader) => {
        const ofReader = meanOf(own.map((one) => one.estimates.get(reader)!))
        return squares + (estimates.get(reader)! - mean - ofReader + grand) ** 2
      }, 0),
    0,
  )
  const freedomOfReaders = numeratorFreedom * (readers.length - 1)
  const ofReaders = (2 * interaction) / freedomOfReaders / readers.length
  const denominatorFreedom = random === 'cases' ? Infinity : freedom(variance, ofReaders, freedomOfReaders)
  return equalityTest((2 * between) / variance, numeratorFreedom, denominatorFreedom)
}

function freedomOf(variance: number, estimates: readonly number[]): number {
  const readers = estimates.length
  const mean = meanOf(estimates)
  const ofReaders = estimates.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (readers - 1) / readers
  return freedom(variance, ofReaders, readers - 1)
}

/** Readers of both modalities by their differences; of one only, on their own. */
function freedomOfDifference(variance: number, { estimates: one }: Modality, { estimates: other }: Modality): number {
  const both = [...one.keys()].filter((reader) => other.has(reader))
  if (both.length === one.size && both.length === other.size)
    return freedomOf(
      variance,
      both.map((reader) => one.get(reader)! - other.get(reader)!),
    )
  const part = (values: readonly number[]) => {
    const mean = meanOf(values)
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1) / values.length
  }
  const [x, y] = [part([...one.values()]), part([...other.values()])]
  const welch = (x + y) ** 2 / (x ** 2 / (one.size - 1) + y ** 2 / (other.size - 1))
  return freedom(variance, x + y, welch)
}

/** At least that of the readers alone. */
function freedom(variance: number, ofReaders: number, degreesOfFreedom: number): number {
  if (ofReaders === 0) return Infinity
  return degreesOfFreedom * Math.max(1, (variance / ofReaders) ** 2)
}
