export { adjustedEstimates, fixedSampleEstimate } from './adjusted-estimate.ts'
export { boostingAttack, type Mechanism, mechanisms } from './boosting-attack.ts'
export { type CaseOverlap, overlapOfCases, overlapOfCounts } from './case-overlap.ts'
export { type Look, type Spending, spendings, spendOverFamily, spendOverLooks } from './error-spending.ts'
export {
  type ExposedCase,
  type ExposureDifference,
  type ExposureEndpoint,
  exposureDifference,
  exposureEndpoints,
} from './exposure-difference.ts'
export { falseApproval, falseApprovals } from './false-approval.ts'
export { evenlyAccumulating, type LookFamily, overlappingFamily } from './look-family.ts'
