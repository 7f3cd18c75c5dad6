export {
  type BootstrapInterval,
  type BootstrapOptions,
  bcaInterval,
  percentileInterval,
  studentisedInterval,
} from './bootstrap-interval.ts'
export { type CountedSample, computeCountedReplicates } from './counted-sample.ts'
export { drawBinomial } from './draw-binomial.ts'
export { acceleration, jackknifeInfluence } from './jackknife.ts'
export { planResampling, type ResamplingDesign, type ResamplingPlan } from './resampling-plan.ts'
export { weightedAreas } from './weighted-area.ts'
export { weightedShare } from './weighted-share.ts'
export {
  columnOf,
  computeReplicates,
  evaluateSample,
  type Replicates,
  type WeightedStatistic,
} from './weighted-statistic.ts'
