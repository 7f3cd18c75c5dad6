export { type BinomialMethod, binomialProportion } from './binomial-interval.ts'
export type { ClassifiedCase } from './classified-case.ts'
export { classifiedFigures } from './classified-figures.ts'
export {
  type DerivedFigure,
  likelihoodRatios,
  predictiveValues,
  type RatioMethod,
  type TwoByTwo,
} from './predictive-values.ts'
export { raoScottTest } from './rao-scott-test.ts'
export { type SampledCase, type SurveyMethod, surveyShare } from './survey-share.ts'
