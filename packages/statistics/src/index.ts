export type { BeatAnnotation } from './beats/beat-annotation.ts'
export { type BeatClass, beatClasses, beatClassOf } from './beats/beat-class.ts'
export { type BeatMatrix, type MatrixCell, matrixCells, sumCells, targetCells } from './beats/beat-matrix.ts'
export { type BeatComparison, type ComparisonRules, compareBeats, type RecordExtent } from './beats/compare-beats.ts'
export { compareRuns, type RunComparison } from './beats/compare-runs.ts'
export { ec57Beats } from './beats/ec57-beats.ts'
export { type BeatCaseScore, beatCaseScore, type Ec57Parameters, ec57Parameters } from './beats/ec57-parameters.ts'
export type { RunCaseScore } from './beats/ec57-runs.ts'
export { pairBeats } from './beats/pair-beats.ts'
export { compareRhythm, type EpisodeComparison } from './beats/rhythm-episodes.ts'
export { clusteredMean } from './case-scores/clustered-mean.ts'
export type { Multiplicity } from './criteria/assess-family.ts'
export {
  type CriteriaRules,
  type CriteriaVerdict,
  type CriterionOutcome,
  type CriterionRule,
  criteriaOf,
  criterionOutcome,
} from './criteria/criterion-rule.ts'
export { decide } from './criteria/decide.ts'
export { normalQuantile } from './distributions/normal.ts'
export { normalCdf } from './distributions/normal-cdf.ts'
export { DesignRefused } from './frame/design-refused.ts'
export type { Kind } from './frame/estimator.ts'
export { type Figure, type FigureDescription, figure, type Measure, measure } from './frame/figure.ts'
export { limit, limitOf } from './frame/limit.ts'
export { mergeCells } from './frame/merge-cells.ts'
export { withoutPrevalence } from './frame/prevalence.ts'
export type { Reference } from './frame/reference.ts'
export { type ReleasedValue, releasedValue } from './frame/released-value.ts'
export {
  type Cell,
  type Released,
  release,
  released,
  type SiteRelease,
  type SiteSummary,
} from './frame/site-summary.ts'
export { leastSitePatients, leastSites, likeThese, type Target } from './frame/target.ts'
export { graphOf, hypothesesOf, type TestingProcedure, testingProcedure } from './multiplicity/procedure.ts'
export { clusteredProportion } from './proportions/clustered-proportion.ts'
export { type RatioPart, ratioCellNames, ratioCells } from './proportions/ratio-cells.ts'
export { type Draws, drawsOf } from './random/philox.ts'
export { estimators, findEstimator, findOneRoundEstimator, type RegisteredOneRound } from './registry.ts'
