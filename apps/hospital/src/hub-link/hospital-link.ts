import { hubMessageBodies, nodeMessageBodies } from '@assay/contracts'
import { type Link, runLink } from '@assay/link'
import { receiveEnd, receiveOrder } from '../evaluation-centre/receive-order.ts'
import { receiveRequest } from '../evaluation-centre/receive-request.ts'
import type { Hospital } from '../hospital.ts'
import type { HospitalTables } from '../hospital-tables.ts'
import { hubEnd, hubKeys } from './hub-store.ts'

type HospitalLink = Link<HospitalTables, typeof hubMessageBodies, typeof nodeMessageBodies>

/** The hospital's end of the exchange with its hub: whose key counts, and what each message does. */
function hospitalLink(hospital: Hospital): HospitalLink {
  const { db, key, identity, clock, random, outbound } = hospital
  return {
    ...{ db, key, clock, random, self: identity.id, wakeUp: outbound.wakeUp },
    ...{ incoming: hubMessageBodies, outgoing: nodeMessageBodies },
    keysOf: async (peer) => {
      const hub = await db.selectFrom('hub').select('id').executeTakeFirst()
      return hub?.id === peer ? hubKeys(db) : []
    },
    handlers: {
      'evaluation-asked': (transaction, { body }) => receiveRequest(hospital, transaction, body),
      'run-ordered': (transaction, { body }) => receiveOrder(hospital, transaction, body),
      'evaluation-ended': (transaction, { body }) => receiveEnd(hospital, transaction, body),
      'report-issued': async () => undefined,
    },
  }
}

/** Keeps in touch with the hub until `signal` aborts, from when this hospital has joined one. */
export async function keepInTouch(
  hospital: Hospital,
  { waitUntilJoined, signal }: { waitUntilJoined: () => Promise<void>; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted && !(await hospital.db.selectFrom('hub').select('id').executeTakeFirst()))
    await waitUntilJoined()
  if (signal.aborted) return
  let quiet = true
  await runLink(hospitalLink(hospital), await hubEnd(hospital.db), {
    signal,
    onState({ direction, error }) {
      if (error && quiet) hospital.log.warn({ direction, error: (error as Error).message }, 'hub not reached')
      quiet = error !== undefined
    },
  })
}
