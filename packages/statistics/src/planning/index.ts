export { leastSize, type PowerAtSize } from './least-size.ts'
export {
  type AgreementLimitsPlan,
  agreementLimitsPower,
  agreementLimitsSize,
  intraclassPower,
  intraclassSize,
  kappaPower,
  kappaSize,
} from './plan-agreement.ts'
export {
  type AreaDifferencePlan,
  type AreaPlan,
  areaDifferencePower,
  areaDifferenceSize,
  areaPower,
  areaSize,
} from './plan-area.ts'
export { calibrationPower, calibrationSize } from './plan-calibration.ts'
export { frocPower, simulateFroc } from './plan-froc.ts'
export { groupsPower, groupsSize } from './plan-groups.ts'
export { hospitalCount, hospitalPower } from './plan-hospitals.ts'
export { type MeanPlan, meanPower, meanSize } from './plan-mean.ts'
export { type PairedPlan, pairedPower, pairedSize } from './plan-paired.ts'
export { type PilotComponents, type ReaderPlan, type ReaderPower, readerCases, readerPower } from './plan-readers.ts'
export { meanLogitOf, recalibrationPower, recalibrationSize } from './plan-recalibration.ts'
export { type SharePlan, sharePower, shareSize } from './plan-share.ts'
export {
  simulateAgreementLimits,
  simulateCalibration,
  simulateGroups,
  simulateIntraclass,
  simulateKappa,
} from './simulate-agreement.ts'
export { simulateHospitals } from './simulate-hospitals.ts'
export {
  simulateArea,
  simulateAreaDifference,
  simulateMean,
  simulatePaired,
  simulateShare,
} from './simulate-power.ts'
export { simulateReaders } from './simulate-readers.ts'
export { simulateRecalibration } from './simulate-recalibration.ts'
export type { SimulatedPower, Simulation } from './simulation.ts'
