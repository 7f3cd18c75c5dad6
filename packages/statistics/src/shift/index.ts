export { type CountsComparison, compareCounts, compareWithShares, effectiveKinds } from './compare-counts.ts'
export { cumulativeSums, movingAverages } from './control-chart.ts'
