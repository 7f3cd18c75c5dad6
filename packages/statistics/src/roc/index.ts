export { type AreaScale, areaInterval } from './area-interval.ts'
export {
  type AreaDifference,
  areaCovariance,
  type ClassClusters,
  equalAreasTest,
  pairedAreaDifference,
  unpairedAreaDifference,
} from './compare-areas.ts'
export { type Part, partialArea } from './partial-area.ts'
export { type RocArea, rocArea } from './roc-area.ts'
export { falsePositiveRatesAt, rocCurve, sensitivitiesAt } from './roc-curve.ts'
export { type ClassScores, splitByTruth } from './scores.ts'
export { type SiteArea, type SiteWeights, stratifiedArea } from './stratified-area.ts'
export { type CurvePoints, weightedPoints } from './weighted-points.ts'
