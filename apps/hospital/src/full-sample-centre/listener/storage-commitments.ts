import { pseudonymiser } from '@assay/formats'
import { z } from '@assay/http'
import { jsonb, newId } from '@assay/store'
import dimse from 'dcmjs-dimse'
import type { Hospital } from '../../hospital.ts'
import { logFault } from '../../log-fault.ts'
import type { FullSampleTables } from '../full-sample-tables.ts'
import { readListenerSettings } from './listener-store.ts'
import { storageCommitment } from './negotiate.ts'

type Commitment = FullSampleTables['storage_commitments']
type Reference = Commitment['asked'][number]

const uid = z.string().regex(/^[0-9.]{1,64}$/)
const reference = z.object({ ReferencedSOPClassUID: uid, ReferencedSOPInstanceUID: uid })

/** Action information of PS3.4 J.3.2: an identifier of the transaction, and what is to be kept. */
const action = z.object({
  TransactionUID: uid,
  ReferencedSOPSequence: z.union([reference.transform((one) => [one]), z.array(reference).min(1).max(100_000)]),
})

/** Takes a request for storage commitment down. Throws for one that is none. */
export async function askCommitment(
  { db, clock, random }: Pick<Hospital, 'db' | 'clock' | 'random'>,
  title: string,
  peer: string,
  dataset: Record<string, unknown>,
): Promise<void> {
  const { TransactionUID, ReferencedSOPSequence } = action.parse(dataset)
  const asked = ReferencedSOPSequence.map((one) => ({
    sopClass: one.ReferencedSOPClassUID,
    sopInstance: one.ReferencedSOPInstanceUID,
  }))
  const row = { id: newId(clock, random), peer, title, transaction_uid: TransactionUID, asked: jsonb(asked) }
  await db
    .insertInto('storage_commitments')
    .values({ ...row, asked_at: clock().toISOString() })
    .execute()
}

/** A peer that does not take the report is asked again for so long. */
const forgottenAfterMilliseconds = 24 * 60 * 60 * 1000

/**
 * Reports on what peers asked to be kept, once everything that was received has its outcome: what is in the index is kept, what is
 * not has failed. Reports go to the address that the settings give for the peer, in an association of their own (PS3.4 J.3.3).
 */
export async function reportCommitments(hospital: Hospital): Promise<void> {
  const { db } = hospital
  const waiting = await db.selectFrom('storage_commitments').selectAll().orderBy('id').limit(20).execute()
  if (waiting.length === 0) return
  if (await db.selectFrom('inbox').select('id').limit(1).executeTakeFirst()) return
  const { peers } = await readListenerSettings(db)
  for (const commitment of waiting) {
    const address = peers.find(({ aeTitle }) => aeTitle === commitment.peer)?.commitment
    const isReported = address ? await report(hospital, commitment, address) : true
    const isOld = hospital.clock().getTime() - Date.parse(commitment.asked_at) > forgottenAfterMilliseconds
    if (isReported || isOld) await db.deleteFrom('storage_commitments').where('id', '=', commitment.id).execute()
  }
}

async function report(
  hospital: Hospital,
  { asked, title, peer, transaction_uid }: Commitment,
  { host, port }: { host: string; port: number },
): Promise<boolean> {
  const kept = await keptOf(hospital, asked)
  const dataset = eventInformation(transaction_uid, asked, kept)
  try {
    await send({ host, port, title, peer }, dataset, kept.size === asked.length ? allKept : someFailed)
    return true
  } catch (error) {
    logFault(hospital.log, error, {}, 'storage commitment not reported')
    return false
  }
}

/** Instances that stand in the index, by their original UIDs. */
async function keptOf({ db, institutionKey }: Hospital, asked: readonly Reference[]): Promise<Set<string>> {
  const pseudonyms = pseudonymiser(institutionKey.derive('deidentification'))
  const kept = new Set<string>()
  for (const { sopInstance } of asked) {
    const found = await db
      .selectFrom('instances')
      .select('uid')
      .where('uid', '=', pseudonyms.uid(sopInstance))
      .limit(1)
      .executeTakeFirst()
    if (found) kept.add(sopInstance)
  }
  return kept
}

/** Event types of PS3.4 J.3.3. */
const [allKept, someFailed] = [1, 2]

/** No such object instance, PS3.3 C.14.1.1. */
const noSuchObject = 0x0112

/** The well-known instance of the service, PS3.4 J.3.5. */
const wellKnownInstance = '1.2.840.10008.1.20.1.1'

function eventInformation(transactionUid: string, asked: readonly Reference[], kept: ReadonlySet<string>) {
  const item = ({ sopClass, sopInstance }: Reference) => ({
    ReferencedSOPClassUID: sopClass,
    ReferencedSOPInstanceUID: sopInstance,
  })
  const done = asked.filter(({ sopInstance }) => kept.has(sopInstance)).map(item)
  const failed = asked.filter(({ sopInstance }) => !kept.has(sopInstance))
  const failures = failed.map((one) => ({ ...item(one), FailureReason: noSuchObject }))
  return {
    TransactionUID: transactionUid,
    ...(done.length > 0 ? { ReferencedSOPSequence: done } : {}),
    ...(failures.length > 0 ? { FailedSOPSequence: failures } : {}),
  }
}

function send(
  to: { host: string; port: number; title: string; peer: string },
  information: object,
  eventType: number,
): Promise<void> {
  const { NEventReportRequest } = dimse.requests
  const request = new NEventReportRequest(storageCommitment, wellKnownInstance, eventType)
  request.setDataset(new dimse.Dataset(information as Record<string, unknown>))
  const client = new dimse.Client()
  client.addRequest(request)
  return new Promise((resolve, reject) => {
    let status: number | undefined
    request.on('response', (response: { getStatus: () => number }) => {
      status = response.getStatus()
    })
    client.on('networkError', reject)
    client.on('associationRejected', () => reject(new Error('rejected')))
    client.on('closed', () => (status === 0 ? resolve() : reject(new Error('not taken'))))
    client.send(to.host, to.port, to.title, to.peer, { connectTimeout: 10_000, associationTimeout: 10_000 })
  })
}
