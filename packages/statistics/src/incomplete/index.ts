export { beggGreenes, type CorrectedShare, type VerifiedCalls } from './begg-greenes.ts'
export { type FailureRule, settleFailures } from './settle-failures.ts'
export { adjudication, evaluatePanel, majority, replicatePanel, type TruthPanel } from './truth-panel.ts'
