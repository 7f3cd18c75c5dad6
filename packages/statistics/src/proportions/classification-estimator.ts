import { z } from 'zod'
import type { OneRoundEstimator } from '../frame/estimator.ts'
import type { Figure, FigureDescription } from '../frame/figure.ts'
import { type MergedCells, mergeCells } from '../frame/merge-cells.ts'
import { classificationCellNames, classificationCells, classificationShares } from './classification-cells.ts'
import { classificationRelease } from './classification-release.ts'
import { type ClassifiedCase, classifiedCase, failureRule } from './classified-case.ts'
import { clusteredProportion } from './clustered-proportion.ts'
import { contrastFigure, logLikelihoodRatio, mergedPair } from './contrast.ts'

/** Parameters of the estimator `classification`, as a protocol fixes them. */
export const classificationParameters = z.strictObject({
  /** Share of the diseased at which predictive values are given; without it there are none. */
  prevalence: z.number().gt(0).lt(1).optional(),
  failures: failureRule,
})
export type ClassificationParameters = z.infer<typeof classificationParameters>

/** Largest likelihood ratio that a protocol can hold a criterion against. */
const mostRatio = 1e6

/**
 * A device that calls cases positive or negative, against their truth: sensitivity, specificity, likelihood ratios, predictive
 * values at a stated prevalence, and the share of right calls, which depends on how common the condition is in the sample.
 * Patients are clusters, whose diseased and healthy cases may go together; a failed output is the wrong call.
 */
export const classification: OneRoundEstimator<ClassificationParameters, ClassifiedCase, MergedCells> = {
  id: 'classification',
  version: 1,
  kind: 'pooled-exact',
  pointEstimate: 'ratio-of-sums',
  variance: 'linearised-between-patients',
  parameters: classificationParameters,
  caseScore: classifiedCase,
  acceptsWeights: true,
  released: () => classificationRelease,
  counts: ['sensitivity.numerator', 'sensitivity.denominator', 'specificity.numerator', 'specificity.denominator'],
  figures: ({ prevalence }) => [
    ...classificationShares.map(
      (id): FigureDescription => ({
        id,
        range: [0, 1],
        ...(id === 'accuracy' ? { dependsOnPrevalence: true } : {}),
      }),
    ),
    ...ratioIds.map((id): FigureDescription => ({ id, range: [0, mostRatio], measure: 'ratio' })),
    ...(prevalence === undefined ? [] : valueIds.map((id): FigureDescription => ({ id, range: [0, 1] }))),
  ],
  summarise: (cases, { failures }) => ({
    estimator: 'classification',
    version: 1,
    patients: new Set(cases.map(({ patient }) => patient)).size,
    cells: classificationCells(cases, failures),
  }),
  merge: (releases) => mergeCells(releases, classificationCellNames),
  estimate: (merged, { prevalence }) => [
    ...classificationShares.map((share) => clusteredProportion(share, merged, share, 1)),
    ...contrastFigures(merged, prevalence),
  ],
}

const ratioIds = ['likelihood-ratio.positive', 'likelihood-ratio.negative'] as const
const valueIds = ['predictive-value.positive', 'predictive-value.negative'] as const

/** Likelihood ratios on the logarithm; predictive values on the logit, which is log odds ± the logarithm of a ratio. */
function contrastFigures(merged: MergedCells, prevalence: number | undefined): Figure[] {
  const pair = mergedPair(merged)
  const ids = [...ratioIds, ...(prevalence === undefined ? [] : valueIds)]
  if ('status' in pair) return ids.map((id) => ({ id, ...pair }))
  const odds = prevalence === undefined ? 0 : Math.log(prevalence / (1 - prevalence))
  return ids.map((id) => {
    const { patients } = pair
    const [isPositive, isRatio] = [id.endsWith('.positive'), id.startsWith('likelihood-ratio')]
    const found = logLikelihoodRatio(pair, isPositive ? 'positive' : 'negative')
    // A device that is never wrong in one way has a predictive value of 1, but no interval.
    if (typeof found === 'string') return { id, status: 'undefined', reason: isRatio ? found : 'no-variance', patients }
    if (isRatio) return contrastFigure(id, { scale: 'log-t', ...found }, patients)
    const location = isPositive ? found.location + odds : -found.location - odds
    return contrastFigure(id, { scale: 'logit-t', ...found, location }, patients)
  })
}
