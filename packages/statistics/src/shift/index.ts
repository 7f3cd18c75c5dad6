export { type CountsComparison, compareCounts, compareWithShares, effectiveKinds } from './compare-counts.ts'
export { cumulativeSums, movingAverages } from './control-chart.ts'
export { type DistanceExtent, distanceExtent } from './distance-extent.ts'
