import { hubMessageBodies, nodeMessageBodies, uuid } from '@assay/contracts'
import { z } from '@assay/http'
import { type Link, type Refused, runLink } from '@assay/link'
import { jsonb } from '@assay/store'
import { receiveEnd, receiveOrder } from '../evaluation-centre/receive-order.ts'
import { receiveRequest } from '../evaluation-centre/receive-request.ts'
import { moveRequest } from '../full-sample-centre/distributions/distribution-store.ts'
import { receiveDistributionAsked, receiveReference } from '../full-sample-centre/distributions/receive-distribution.ts'
import { receiveFindings } from '../full-sample-centre/linkage/receive-findings.ts'
import {
  receiveLinkageAnswer,
  receiveLinkageAsked,
  receiveLinkageEnded,
  receiveLinkageOpened,
  receiveLinkageQuestion,
} from '../full-sample-centre/linkage/receive-linkage.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalDb, HospitalTables } from '../hospital-tables.ts'
import { hubEnd, hubKeys } from './hub-store.ts'

type HospitalLink = Link<HospitalTables, typeof hubMessageBodies, typeof nodeMessageBodies>

/** The hospital's end of the exchange with its hub: whose key counts, and what each message does. */
function hospitalLink(hospital: Hospital): HospitalLink {
  const { db, key, identity, clock, random, outbound } = hospital
  return {
    db,
    key,
    clock,
    random,
    self: identity.id,
    wakeUp: outbound.wakeUp,
    incoming: hubMessageBodies,
    outgoing: nodeMessageBodies,
    keysOf: async (peer) => {
      const hub = await db.selectFrom('hub').select('id').executeTakeFirst()
      return hub?.id === peer ? hubKeys(db) : []
    },
    handlers: {
      'evaluation-asked': (transaction, { body }) => receiveRequest(hospital, transaction, body),
      'run-ordered': (transaction, { body }) => receiveOrder(hospital, transaction, body),
      'evaluation-ended': (transaction, { body }) => receiveEnd(hospital, transaction, body),
      'report-issued': async () => undefined,
      'linkage-asked': (transaction, { body }) => receiveLinkageAsked(hospital, transaction, body),
      'linkage-opened': (transaction, { body }) => receiveLinkageOpened(hospital, transaction, body),
      'linkage-question': (transaction, { body }) => receiveLinkageQuestion(hospital, transaction, body),
      'linkage-answer': (transaction, { body }) => receiveLinkageAnswer(hospital, transaction, body),
      'linkage-found': (transaction, { body }) => receiveFindings(hospital, transaction, body),
      'linkage-ended': (transaction, { body }) => receiveLinkageEnded(hospital, transaction, body),
      'distribution-asked': (transaction, { body }) => receiveDistributionAsked(hospital, transaction, body),
      'distribution-reference': (transaction, { body }) => receiveReference(hospital, transaction, body),
    },
    onRefused: (transaction, refused) => noteRefusal(hospital, transaction, refused),
  }
}

/** The hub refused something for good: the steward of what it is about has to know. */
async function noteRefusal(
  hospital: Hospital,
  transaction: HospitalDb,
  { type, body, code }: Pick<Refused, 'type' | 'body' | 'code'>,
): Promise<void> {
  hospital.log.warn({ type, code }, 'message refused by the hub')
  if (type === 'distribution-released') await noteDistributionRefused(hospital, transaction, { body, code })
  const about = z.object({ evaluationId: uuid }).safeParse(body)
  if (!about.success) return
  await transaction
    .updateTable('evaluations')
    .set({ blocked_by: jsonb({ code: 'hub-refused', parameters: { type, code } }) })
    .where('id', '=', about.data.evaluationId)
    .execute()
}

async function noteDistributionRefused(
  { clock }: Hospital,
  transaction: HospitalDb,
  { body, code }: Pick<Refused, 'body' | 'code'>,
): Promise<void> {
  const { requestId } = nodeMessageBodies['distribution-released'].parse(body)
  const row = await transaction
    .selectFrom('distribution_requests')
    .select('category')
    .where('request_id', '=', requestId)
    .executeTakeFirst()
  if (row) await moveRequest(transaction, row.category, clock(), { state: 'refused', reason: code })
}

/** Keeps in touch with the hub until `signal` aborts, if this hospital has joined one. */
export async function keepInTouch(hospital: Hospital, signal: AbortSignal): Promise<void> {
  if (!(await hospital.db.selectFrom('hub').select('id').executeTakeFirst())) return
  const failing = new Set<string>()
  await runLink(hospitalLink(hospital), await hubEnd(hospital.db), {
    signal,
    onState({ direction, error }) {
      const { name, code } = (error ?? {}) as { name?: string; code?: string }
      if (error && !failing.has(direction))
        hospital.log.warn({ direction, error: name, code }, 'exchange with the hub interrupted')
      if (error) failing.add(direction)
      else failing.delete(direction)
      if (!error && direction === 'poll') hospital.contact.lastHeardAt = hospital.clock().toISOString()
    },
  })
}
