export { clusteredDifference, clusteredTails } from './clustered-difference.ts'
export { type ClusteredMcNemar, clusteredMcNemar } from './clustered-mcnemar.ts'
export {
  type Difference,
  type Hypothesis,
  type HypothesisTest,
  normalTails,
  type Tails,
  testHypothesis,
} from './difference.ts'
export type { PairedUnit } from './difference-cells.ts'
export { type McNemarTest, type McNemarVariant, mcNemarTest } from './mcnemar.ts'
export { type PairedCounts, type PairedMethod, pairedDifference, tango } from './paired-difference.ts'
export {
  differenceOfLimits,
  miettinenNurminen,
  type ShareInterval,
  type TwoShares,
  type UnpairedMethod,
  unpairedDifference,
} from './unpaired-difference.ts'
