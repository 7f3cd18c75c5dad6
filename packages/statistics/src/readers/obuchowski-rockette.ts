import { type CaseCovariance, type CovarianceMethod, caseCovariance } from './case-covariance.ts'
import {
  type EqualityTest,
  equalityTest,
  type ModalityDifference,
  modalityDifference,
  type ReaderInterval,
  readerInterval,
} from './compare-modalities.ts'
import type { MeritStudy } from './merit.ts'
import { type ErrorComponents, errorComponents, type ReaderAnova, readerAnova } from './reader-anova.ts'
import { checkClasses, type DesignOfStudy, type StudyDesign } from './study-design.ts'

/** What the result is to hold for: readers like these and cases like these, or these very ones. */
export type RandomFactors = 'readers-and-cases' | 'readers' | 'cases'

/** How a study is analysed. */
export interface ReaderAnalysis {
  readonly random: RandomFactors
  readonly covariance: CovarianceMethod
  /** Of intervals, in (0, 1). */
  readonly level: number
  /** For non-inferiority and equivalence. */
  readonly margin?: number
  /** What a merit can be; [0, 1] where it is a share or an area. */
  readonly within?: readonly [number, number]
}

/** Components of the variance of one reading's merit. */
interface VarianceComponents extends ErrorComponents {
  /** Between readers; what is negative is given as it comes out. Undefined where readers are nested. */
  readonly reader: number | undefined
  /** Modality × reader; readers within modalities where they are nested. */
  readonly interaction: number
}

/** A block of readers, as of a hospital. */
interface BlockMerits {
  readonly readers: readonly string[]
  readonly cases: number
  readonly means: readonly { modality: string; estimate: number }[]
  readonly differences: readonly { first: string; second: string; estimate: number }[]
}

/** Outcome of a study. */
export interface ReaderStudyResult {
  readonly design: StudyDesign
  readonly random: RandomFactors
  readonly modalities: readonly ({ modality: string } & ReaderInterval)[]
  readonly differences: readonly ModalityDifference[]
  readonly equality: EqualityTest
  readonly components: VarianceComponents
  readonly anova: ReaderAnova
  /** What each block comes to alone: means over its readers. One where there are none. */
  readonly blocks: readonly BlockMerits[]
  /** By modality, then reader. */
  readonly merits: readonly {
    modality: string
    reader: string
    block: number
    estimate: number
    standardError: number
  }[]
}

/**
 * Obuchowski and Rockette's analysis of a reader study, with Hillis' degrees of freedom.
 * Sources: Obuchowski, Rockette, *Commun. Stat. Simul.* 24:285–308 (1995); Hillis, *Stat. Med.* 26:596–619 (2007), degrees of freedom; Hillis, *Stat.
 * Med.* 33:330–360 (2014), nested designs; Obuchowski, Gallas, Hillis, *Acad. Radiol.* 19:1508–1517 (2012), blocks.
 * @throws ReadingsRefused where a merit lacks cases of a class
 */
export function obuchowskiRockette(
  study: MeritStudy,
  design: DesignOfStudy,
  analysis: ReaderAnalysis,
): ReaderStudyResult {
  checkClasses(
    study,
    study.cells.some(({ columns }) => columns.length > 0),
  )
  return analyseMerits(study, design, caseCovariance(study, analysis.covariance), analysis)
}

/** The same from merits and their covariances over cases, as a publication may give them. */
export function analyseMerits(
  study: MeritStudy,
  design: DesignOfStudy,
  cases: CaseCovariance,
  analysis: Omit<ReaderAnalysis, 'covariance'>,
): ReaderStudyResult {
  const anova = readerAnova(study, cases, design)
  const errors = errorComponents(study, cases, design)
  const { level, margin, within } = analysis
  const error = errorTerm(anova, errors, analysis.random)
  const { modalities } = study
  const pairs = modalities.flatMap((_, first) =>
    modalities.slice(first + 1).map((__, k) => [first, first + 1 + k] as const),
  )
  return {
    design: design.design,
    random: analysis.random,
    anova,
    modalities: modalities.map((modality, index) => {
      const { variance, degreesOfFreedom } = varianceOfMean(anova, errors, index, analysis.random)
      return { modality, ...readerInterval(anova.means[index]!, variance, degreesOfFreedom, level, within) }
    }),
    differences: pairs.map(([first, second]) =>
      modalityDifference(
        { first: modalities[first]!, second: modalities[second]! },
        {
          estimate: anova.means[first]! - anova.means[second]!,
          variance: (2 * error.meanSquare) / anova.readers,
          degreesOfFreedom: error.degreesOfFreedom,
        },
        level,
        margin,
      ),
    ),
    equality: equalityTest(
      anova.modality.meanSquare / error.meanSquare,
      anova.modality.degreesOfFreedom,
      error.degreesOfFreedom,
    ),
    components: { ...errors, ...readerComponents(anova, errors) },
    blocks: [...new Set(design.blocks)].map((block) => blockMerits(study, cases, design, block)),
    merits: meritsOf(study, cases, design),
  }
}

function blockMerits(
  { cells, readers, modalities }: MeritStudy,
  { estimates }: CaseCovariance,
  { blocks }: DesignOfStudy,
  block: number,
): BlockMerits {
  const own = [...cells.entries()].filter(([, { reader }]) => blocks[reader] === block)
  const means = modalities.map((modality, index) => {
    const values = own.flatMap(([i, cell]) => (cell.modality === index ? [estimates[i]!] : []))
    return { modality, estimate: values.reduce((sum, value) => sum + value, 0) / values.length }
  })
  return {
    readers: readers.filter((_, reader) => blocks[reader] === block),
    cases: new Set(own.flatMap(([, cell]) => [...cell.rows, ...cell.columns])).size,
    means,
    differences: means.flatMap((one, i) =>
      means.slice(i + 1).map((other) => ({
        first: one.modality,
        second: other.modality,
        estimate: one.estimate - other.estimate,
      })),
    ),
  }
}

interface ErrorTerm {
  readonly meanSquare: number
  readonly degreesOfFreedom: number
}

/** The mean square that modalities are held against, as a multiple of one reader's. */
function errorTerm(anova: ReaderAnova, errors: ErrorComponents, random: RandomFactors): ErrorTerm {
  const { meanSquare, degreesOfFreedom } = anova.error
  const { readers, concentration } = anova
  const shared = Math.max(errors.cov2 - errors.cov3, 0)
  switch (random) {
    case 'readers-and-cases': {
      const total = meanSquare + readers * concentration * shared
      return {
        meanSquare: total,
        degreesOfFreedom: meanSquare === 0 ? Infinity : degreesOfFreedom * (total / meanSquare) ** 2,
      }
    }
    case 'readers':
      return { meanSquare, degreesOfFreedom }
    case 'cases':
      return {
        meanSquare: errors.variance - errors.cov1 + (readers * concentration - 1) * shared,
        degreesOfFreedom: Infinity,
      }
  }
}

/** Variance of a modality's mean merit from that modality's readings alone. */
function varianceOfMean(anova: ReaderAnova, errors: ErrorComponents, modality: number, random: RandomFactors) {
  const { meanSquare, degreesOfFreedom } = anova.ofModality[modality]!
  const readers = degreesOfFreedom + 1
  const own = errors.ofModality[modality]!
  const cov2 = Math.max(own.cov2, 0)
  const count = anova.reader === undefined ? readers : anova.readers
  if (random === 'readers') return { variance: meanSquare / count, degreesOfFreedom }
  if (random === 'cases')
    return { variance: own.variance / count + cov2 * (anova.concentration - 1 / count), degreesOfFreedom: Infinity }
  const variance = meanSquare / count + anova.concentration * cov2
  return {
    variance,
    degreesOfFreedom: meanSquare === 0 ? Infinity : degreesOfFreedom * (variance / (meanSquare / count)) ** 2,
  }
}

function readerComponents(anova: ReaderAnova, { variance, cov1, cov2, cov3 }: ErrorComponents) {
  const { meanSquare } = anova.error
  if (anova.reader === undefined)
    return { reader: undefined, interaction: meanSquare - variance + Math.max(cov2 - cov3, 0) }
  return {
    reader: (anova.reader.meanSquare - meanSquare) / anova.modalities - cov1 + cov3,
    interaction: meanSquare - variance + cov1 + Math.max(cov2 - cov3, 0),
  }
}

function meritsOf(study: MeritStudy, { estimates, covariance }: CaseCovariance, { blocks }: DesignOfStudy) {
  return study.cells.map(({ modality, reader }, i) => ({
    modality: study.modalities[modality]!,
    reader: study.readers[reader]!,
    block: blocks[reader]!,
    estimate: estimates[i]!,
    standardError: Math.sqrt(Math.max(0, covariance[i * study.cells.length + i]!)),
  }))
}
