export { type BinomialMethod, binomialProportion } from './binomial-interval.ts'
export { clusteredShare } from './clustered-share.ts'
export { type DerivedFigure, likelihoodRatios, predictiveValues, type TwoByTwo } from './predictive-values.ts'
