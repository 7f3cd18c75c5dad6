import { noncentralTCdf } from '../distributions/noncentral-t.ts'
import { normalQuantile } from '../distributions/normal.ts'
import { normalCdf } from '../distributions/normal-cdf.ts'
import { studentTQuantile } from '../distributions/student-t.ts'
import { leastSize, type PlanTarget } from './least-size.ts'

/** Obuchowski and Rockette's components of a pilot study, and the number of its cases. */
export interface PilotComponents {
  readonly variance: number
  readonly cov1: number
  readonly cov2: number
  readonly cov3: number
  /** Modality × reader; what is negative counts as 0. */
  readonly interaction: number
  /** Between readers, for a design in which each modality has its own; what is negative counts as 0. */
  readonly reader?: number
  readonly cases: number
}

/** A crossed study of two modalities, readers and cases random, or one in which they are not shared. */
export interface ReaderPlan extends PlanTarget {
  readonly pilot: PilotComponents
  /** Difference of the modalities' merits that is expected; with a margin, its distance from minus the margin is tested. */
  readonly difference: number
  readonly margin: number
  /**
   * `cases-in-modalities`: cov1 = cov3 = 0. `cases-in-readers`: cov2 = cov3 = 0, cases are those of each reader. `blocks`: as many readers in each of so many
   * blocks, cases are those of each block. `readers-in-modalities`: cov1 = 0, readers are those of each modality, all of whom read the same cases.
   */
  readonly design: 'crossed' | 'cases-in-modalities' | 'cases-in-readers' | 'blocks' | 'readers-in-modalities'
  /** 1 but in blocks; divides the readers, at least two in each. */
  readonly blocks: number
}

/** Power with a number of readers and cases. */
export interface ReaderPower {
  readonly readers: number
  readonly cases: number
  readonly power: number
  readonly degreesOfFreedom: number
  readonly halfWidth: number
}

/** The pilot's covariances, those that the design does without being 0. */
function designCovariances({ pilot, design }: Pick<ReaderPlan, 'pilot' | 'design'>) {
  return {
    cov1: design === 'cases-in-modalities' || design === 'readers-in-modalities' ? 0 : pilot.cov1,
    cov2: design === 'cases-in-readers' ? 0 : pilot.cov2,
    cov3: design === 'cases-in-modalities' || design === 'cases-in-readers' ? 0 : pilot.cov3,
  }
}

/** What a study of so many cases has: the mean square that modalities are held against but for what cases share, and what they share. */
export function meanSquares(plan: ReaderPlan, cases: number): { own: number; shared: number; freedoms: number } {
  const { pilot, design } = plan
  const scale = pilot.cases / cases
  const { cov1, cov2, cov3 } = designCovariances(plan)
  const shared = Math.max(cov2 - cov3, 0) * scale
  const interaction = Math.max(pilot.interaction, 0)
  if (design === 'readers-in-modalities')
    return { own: Math.max(pilot.reader ?? 0, 0) + interaction + scale * (pilot.variance - cov2), shared, freedoms: 2 }
  return { own: interaction + scale * (pilot.variance - cov1) - shared, shared, freedoms: 1 }
}

/**
 * Power of the one-sided t test of Obuchowski and Rockette's analysis: noncentral t with Hillis' degrees of freedom; covariances go down with the number of
 * cases, the interaction of modality and reader does not. Where each modality has readers of its own, what readers differ by is in the error.
 * Sources: Hillis, Obuchowski, Berbaum, *Acad. Radiol.* 18:129–142 (2011); Hillis, *Stat. Med.* 33:330–360 (2014).
 * @param readers at least 2
 */
export function readerPower(plan: ReaderPlan, readers: number, cases: number): ReaderPower {
  const { alpha, blocks } = plan
  const { own, shared, freedoms } = meanSquares(plan, cases)
  const error = own + (readers / blocks) * shared
  const degreesOfFreedom = freedoms * (readers - blocks) * (error / own) ** 2
  const standardError = Math.sqrt((2 * error) / readers)
  const noncentrality = (plan.difference + plan.margin) / standardError
  const isNormal = degreesOfFreedom > 2000
  const quantile = isNormal ? normalQuantile(1 - alpha) : studentTQuantile(1 - alpha, degreesOfFreedom)
  const power = isNormal
    ? normalCdf(noncentrality - quantile)
    : 1 - noncentralTCdf(quantile, degreesOfFreedom, noncentrality)
  return { readers, cases, power, degreesOfFreedom, halfWidth: quantile * standardError }
}

/** The least number of cases for a number of readers; undefined where no number reaches the power. */
export function readerCases(plan: ReaderPlan, readers: number): number | undefined {
  return leastSize((cases) => readerPower(plan, readers, cases).power, plan.power, 4)
}
