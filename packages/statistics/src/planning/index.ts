export type { PowerAtSize } from './least-size.ts'
export {
  type AreaDifferencePlan,
  type AreaPlan,
  areaDifferencePower,
  areaDifferenceSize,
  areaPower,
  areaSize,
} from './plan-area.ts'
export { type MeanPlan, meanPower, meanSize } from './plan-mean.ts'
export { type PairedPlan, pairedPower, pairedSize } from './plan-paired.ts'
export { type PilotComponents, type ReaderPlan, type ReaderPower, readerCases, readerPower } from './plan-readers.ts'
export { type SharePlan, sharePower, shareSize } from './plan-share.ts'
export {
  type SimulatedPower,
  simulateArea,
  simulateAreaDifference,
  simulateMean,
  simulatePaired,
  simulateReaders,
  simulateShare,
} from './simulate-power.ts'
