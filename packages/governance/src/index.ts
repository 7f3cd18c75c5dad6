export { composeDataSheet, type SetDescription } from './data-sheet/compose-data-sheet.ts'
export { type Check, type Examination, type RegisteredCheck, registered } from './engine/check.ts'
export { examineStudy } from './engine/examine-study.ts'
export { examineCollection, examineSet } from './engine/examine-whole.ts'
export { judgeRule } from './engine/judge-rule.ts'
export { ownRuleSets, parseRuleSet, readRuleSets } from './engine/read-rule-sets.ts'
export { rulesToRecheck } from './engine/rules-to-recheck.ts'
export { worstVerdict } from './engine/worst-verdict.ts'
export type { CollectionSubject, Distribution } from './subject/collection.ts'
export { heldHeaders } from './subject/held-headers.ts'
export type { IntegrationSubject } from './subject/integration.ts'
export { seriesOfDatasets } from './subject/series-of-datasets.ts'
export type { Form, Header, Sampled, SeriesSubject, StudySubject } from './subject/study.ts'
export {
  type CaseLabels,
  type DoubtedLabels,
  patientsInTraining,
  type ReadItems,
  type SetSubject,
} from './subject/test-set.ts'
export { compare } from './tier-3-integration/distribution-alike.ts'
export { assertPossible } from './tier-3-integration/distributions/assert-possible.ts'
export {
  cellOfValue,
  type DistributionDefinition,
  distributionDefinition,
} from './tier-3-integration/distributions/distribution-axes.ts'
export { leastChanged, leastOthers, mergeOthers } from './tier-3-integration/distributions/merge-distributions.ts'
export { type Identifier, identityInput } from './tier-3-integration/linkage/identity-input.ts'
export { matchTokens, tokenOf, tokensToSend } from './tier-3-integration/linkage/match-tokens.ts'
export {
  blindInputs,
  evaluateBlinded,
  linkageKey,
  openEvaluated,
} from './tier-3-integration/linkage/oblivious-step.ts'
export { harmonise } from './tier-3-integration/vocabulary-harmonised.ts'
