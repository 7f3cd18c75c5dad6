import { hubMessageBodies, nodeMessageBodies } from '@assay/contracts'
import type { Link } from '@assay/link'
import { receiveDistribution, receiveDistributionDeclined } from './data-platform/distributions/receive-distribution.ts'
import { pinnedKeys } from './data-platform/hospital-store.ts'
import { receiveDeclining, receiveJoining } from './data-platform/linkage/receive-joining.ts'
import { receiveTokens } from './data-platform/linkage/receive-tokens.ts'
import { relayLinkage } from './data-platform/linkage/relay-linkage.ts'
import { receiveTestSet } from './data-platform/receive-test-set.ts'
import { receiveApproval } from './evaluation-service/receive-approval.ts'
import { receiveProgress, receiveScored } from './evaluation-service/receive-progress.ts'
import { receiveRefusal } from './evaluation-service/receive-refusal.ts'
import { receiveRelease } from './evaluation-service/receive-release.ts'
import { receiveWithholding } from './evaluation-service/receive-withholding.ts'
import type { Hub } from './hub.ts'
import type { HubTables } from './hub-tables.ts'

export type HubLink = Link<HubTables, typeof nodeMessageBodies, typeof hubMessageBodies>

/** The hub's end of the exchange with hospitals: which keys count, and what each message does. */
export function hubLink(hub: Hub): HubLink {
  const { db, key, identity, clock, random, outbound } = hub
  return {
    db,
    key,
    clock,
    random,
    self: identity.id,
    wakeUp: outbound.wakeUp,
    incoming: nodeMessageBodies,
    outgoing: hubMessageBodies,
    keysOf: (hospitalId) => pinnedKeys(db, hospitalId),
    handlers: {
      'test-set-announced': (transaction, { from, body }) => receiveTestSet(hub, transaction, from, body),
      'evaluation-approved': (transaction, { from, body }) => receiveApproval(hub, transaction, from, body),
      'evaluation-refused': (transaction, { from, body }) => receiveRefusal(hub, transaction, from, body),
      'run-progress': (transaction, { from, body }) => receiveProgress(hub, transaction, from, body),
      'run-scored': (transaction, { from, body }) => receiveScored(hub, transaction, from, body),
      'release-signed': (transaction, { from, body }) => receiveRelease(hub, transaction, from, body),
      'release-withheld': (transaction, { from, body }) => receiveWithholding(hub, transaction, from, body),
      'linkage-joined': (transaction, { from, body }) => receiveJoining(hub, transaction, from, body),
      'linkage-declined': (transaction, { from, body }) => receiveDeclining(hub, transaction, from, body),
      'linkage-question': (transaction, message) => relayLinkage(hub, transaction, 'linkage-question', message),
      'linkage-answer': (transaction, message) => relayLinkage(hub, transaction, 'linkage-answer', message),
      'linkage-tokens': (transaction, { from, body }) => receiveTokens(hub, transaction, from, body),
      'distribution-released': (transaction, { from, body }) => receiveDistribution(hub, transaction, from, body),
      'distribution-declined': (transaction, { from, body }) =>
        receiveDistributionDeclined(hub, transaction, from, body),
    },
  }
}
