export {
  type Account,
  account,
  accountName,
  type Credentials,
  credentials,
  currentSession,
  type Invitation,
  invitation,
  invitationAcceptance,
  invitationRequest,
  password,
  type Role,
  role,
  type Session,
  session,
} from './accounts.ts'
export {
  type IntakeRun,
  intakeRequest,
  intakeRun,
  type Provenance,
  provenance,
  type Quarantined,
  quarantined,
  type TestSetAnnouncement,
  testSetAnnouncement,
  testSetRequest,
} from './data.ts'
export { type DataCharacteristic, type DataSheet, dataCharacteristics, dataSheet } from './data-sheet.ts'
export {
  type ConfidentialityOption,
  confidentialityOptions,
  type DeidentificationOptions,
  deidentificationOptions,
} from './deidentification.ts'
export {
  type DeskEvaluation,
  type DeskEvaluationView,
  deskEvaluation,
  deskEvaluationView,
  enrolmentRequest,
  type HospitalEvaluationState,
  hospitalEvaluationState,
  type NodeStatus,
  nodeStatus,
  type ReleasePreview,
  releaseApproval,
  releaseCell,
  releasePreview,
} from './desk.ts'
export {
  type Device,
  type DeviceLimits,
  type DeviceManifest,
  device,
  deviceLimits,
  deviceManifest,
  relativePath,
  type Socket,
  socket,
} from './devices.ts'
export type { Clock, Random } from './effects.ts'
export { type DsseEnvelope, dsseEnvelope } from './envelope.ts'
export { AssayError, type ErrorBody, type ErrorCode, type ErrorParameters, errorBody, errorStatuses } from './errors.ts'
export {
  type CaseOutcome,
  type CoarseProgress,
  caseOutcome,
  coarseProgress,
  type EvaluationState,
  type EvaluationSummary,
  type EvaluationView,
  evaluationRequest,
  evaluationState,
  evaluationSummary,
  evaluationView,
  type HospitalView,
  hospitalView,
  type Participation,
  type ParticipationState,
  participation,
  participationState,
  reasonBody,
  type StoryEvent,
  storyEvent,
  type Verdict,
  verdict,
} from './evaluation.ts'
export {
  type ApprovalPayload,
  approvalPayload,
  enrolment,
  hubMessageBodies,
  messageHeader,
  nodeMessageBodies,
  payloadTypes,
} from './exchange.ts'
export {
  type Isolation,
  isolation,
  type PublicIdentity,
  publicIdentity,
  type TrustFile,
  trustFile,
} from './identity.ts'
export {
  type DeskLinkage,
  deskLinkage,
  type HubLinkage,
  hubLinkage,
  type LinkageKeyPayload,
  type LinkageState,
  type LinkageSubject,
  linkageJoining,
  linkageKeyPayload,
  linkageSubject,
  mostElements,
  mostTokens,
} from './linkage.ts'
export { type ReleasePolicy, releasePolicy } from './policy.ts'
export { instant, type Language, language, line, sha256Hex, slug, text, uuid } from './primitives.ts'
export {
  type CriteriaTree,
  type Criterion,
  criteriaTree,
  criterion,
  type Endpoint,
  endpoint,
  type Protocol,
  type ProtocolDraft,
  protocol,
  protocolDraft,
} from './protocol.ts'
export {
  type Finding,
  type FindingPlace,
  type Measurement,
  type QualityPassport,
  type QualityRule,
  type QualityTier,
  type QualityVerdict,
  qualityPassport,
  qualityVerdict,
  type RuleOutcome,
  type RuleSet,
  type RuleSeverity,
  ruleSet,
  type SourceStatus,
} from './quality.ts'
export { findingCodes, notApplicableReasons } from './quality-codes.ts'
export { type ReleasePayload, type RunConduct, releasePayload, runConduct } from './release.ts'
