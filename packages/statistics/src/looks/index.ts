export { boostingAttack, type Mechanism, mechanisms } from './boosting-attack.ts'
export { type Look, type Spending, spendings, spendOverAccumulation, spendOverLooks } from './error-spending.ts'
export { falseApproval } from './false-approval.ts'
