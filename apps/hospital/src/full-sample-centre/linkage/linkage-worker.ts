import { AssayError, mostTokens } from '@assay/contracts'
import { blindInputs, evaluateBlinded, openEvaluated, tokenOf, tokensToSend } from '@assay/governance'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { inTransaction, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { findHub } from '../../hub-link/hub-store.ts'
import { leaveRound } from './decline-linkage.ts'
import { keyOfRound } from './join-linkage.ts'
import type { LinkageBatchRow, LinkageRoundRow } from './linkage-tables.ts'

/**
 * Answers what other members ask, and takes the node's own inputs a key further, until nothing more can be done now. Each
 * piece of work is computed outside of any transaction and written down at once with the message that it causes: after a
 * kill it is done again, and nothing is told twice.
 */
export async function workOnLinkages(hospital: Hospital, signal: AbortSignal): Promise<void> {
  for (const round of await roundsAtWork(hospital.db))
    await leaveWhenFooled(hospital, round, () => work(hospital, round, signal))
}

/** A question that is none, or an answer that another key gave: this hospital leaves, with the reason. */
async function leaveWhenFooled(hospital: Hospital, round: LinkageRoundRow, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'linkage-invalid' || round.state !== 'linking') throw error
    const reason = `${error.code}: ${error.parameters.what}`
    await leaveRound(hospital, { roundId: round.id, reason, actor: hospital.identity.id })
  }
}

async function work(hospital: Hospital, round: LinkageRoundRow, signal: AbortSignal): Promise<void> {
  for (const question of await openQuestions(hospital.db, round.id)) {
    if (signal.aborted) return
    await answer(hospital, round, question)
  }
  if (round.state !== 'linking') return
  for (const batch of await batchesToMove(hospital.db, round)) {
    if (signal.aborted) return
    await moveBatch(hospital, round, batch)
  }
  await sendWhenDone(hospital, round)
}

function roundsAtWork(db: HospitalDb): Promise<LinkageRoundRow[]> {
  return db.selectFrom('linkage_rounds').selectAll().where('state', 'in', ['linking', 'sent']).orderBy('id').execute()
}

function openQuestions(db: HospitalDb, roundId: string) {
  return db
    .selectFrom('linkage_questions')
    .selectAll()
    .where('round_id', '=', roundId)
    .where('answered', '=', false)
    .orderBy('batch')
    .execute()
}

type Question = Awaited<ReturnType<typeof openQuestions>>[number]

async function answer(hospital: Hospital, round: LinkageRoundRow, question: Question): Promise<void> {
  const { asker, step, batch, elements } = question
  const { evaluated, proof } = evaluateBlinded(keyOfRound(hospital, round), elements.map(fromBase64), hospital.random)
  await inTransaction(hospital.db, async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('linkage_questions')
      .set({ answered: true, elements: jsonb([]) })
      .where('round_id', '=', round.id)
      .where('asker', '=', asker)
      .where('step', '=', step)
      .where('batch', '=', batch)
      .where('answered', '=', false)
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) return
    const { id: to } = await findHub(transaction)
    const told = { evaluated: evaluated.map(toBase64), proof: toBase64(proof) }
    const body = { roundId: round.id, to: asker, step, batch, ...told }
    await enqueue(transaction, hospital.outbound, { to, type: 'linkage-answer', body })
  })
}

/** Batches that don't wait for another member. */
async function batchesToMove(db: HospitalDb, { id, members }: LinkageRoundRow): Promise<LinkageBatchRow[]> {
  return db
    .selectFrom('linkage_batches')
    .selectAll()
    .where('round_id', '=', id)
    .where('step', '<', members.length)
    .where((build) => build.or([build('blinds', 'is', null), build('answer', 'is not', null)]))
    .orderBy('batch')
    .execute()
}

async function moveBatch(hospital: Hospital, round: LinkageRoundRow, batch: LinkageBatchRow): Promise<void> {
  if (batch.answer) return advance(hospital, batch, open(round, batch, batch.answer))
  const asked = blindInputs(batch.inputs.map(fromBase64), hospital.random)
  const elements = asked.map(({ blinded }) => blinded)
  if (round.members[batch.step]?.id !== hospital.identity.id) return ask(hospital, round, batch, asked)
  const key = keyOfRound(hospital, round)
  const outputs = openEvaluated(asked, evaluateBlinded(key, elements, hospital.random), key.publicKey)
  return advance(hospital, batch, outputs)
}

function open({ keys }: LinkageRoundRow, batch: LinkageBatchRow, told: NonNullable<LinkageBatchRow['answer']>) {
  const asked = batch.inputs.map((input, i) => {
    const { blind, blinded } = batch.blinds![i]!
    return { input: fromBase64(input), blind: fromBase64(blind), blinded: fromBase64(blinded) }
  })
  const answered = { evaluated: told.evaluated.map(fromBase64), proof: fromBase64(told.proof) }
  return openEvaluated(asked, answered, fromBase64(keys![batch.step]!))
}

async function ask(
  hospital: Hospital,
  { id: roundId, members }: LinkageRoundRow,
  { step, batch }: LinkageBatchRow,
  asked: ReturnType<typeof blindInputs>,
): Promise<void> {
  const blinds = asked.map(({ blind, blinded }) => ({ blind: toBase64(blind), blinded: toBase64(blinded) }))
  await inTransaction(hospital.db, async (transaction) => {
    await transaction
      .updateTable('linkage_batches')
      .set({ blinds: jsonb(blinds) })
      .where('round_id', '=', roundId)
      .where('batch', '=', batch)
      .execute()
    const { id: to } = await findHub(transaction)
    const question = { roundId, to: members[step]!.id, step, batch, elements: blinds.map(({ blinded }) => blinded) }
    await enqueue(transaction, hospital.outbound, { to, type: 'linkage-question', body: question })
  })
}

async function advance(hospital: Hospital, { round_id, batch, step }: LinkageBatchRow, outputs: readonly Uint8Array[]) {
  const inputs = jsonb(outputs.map(toBase64))
  await hospital.db
    .updateTable('linkage_batches')
    .set({ step: step + 1, inputs, blinds: null, answer: null })
    .where('round_id', '=', round_id)
    .where('batch', '=', batch)
    .execute()
  hospital.wakeLinkage()
}

/** When every batch went through every key, the tokens leave, among random ones that hide their number. */
async function sendWhenDone(hospital: Hospital, { id: roundId, members }: LinkageRoundRow): Promise<void> {
  await inTransaction(hospital.db, async (transaction) => {
    const batches = await transaction
      .selectFrom('linkage_batches')
      .selectAll()
      .where('round_id', '=', roundId)
      .execute()
    if (batches.some(({ step }) => step < members.length)) return
    const outputs = batches.flatMap(({ inputs }) => inputs.map(fromBase64))
    const tokens = tokensToSend(outputs.map(tokenOf), hospital.random)
    const at = hospital.clock()
    const { numUpdatedRows } = await transaction
      .updateTable('linkage_rounds')
      .set({ state: 'sent', changed_at: at.toISOString() })
      .where('id', '=', roundId)
      .where('state', '=', 'linking')
      .executeTakeFirst()
    if (Number(numUpdatedRows) === 0) return
    const { id: to } = await findHub(transaction)
    const parts = Math.ceil(tokens.length / mostTokens)
    for (let part = 0; part < parts; part += 1) {
      const some = tokens.slice(part * mostTokens, (part + 1) * mostTokens)
      const body = { roundId, part, parts, tokens: some }
      await enqueue(transaction, hospital.outbound, { to, type: 'linkage-tokens', body })
    }
    const subject = { roundId, tokens: tokens.length }
    await append(transaction, { type: 'linkage-tokens-sent', at, subject }, hospital.random)
  })
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'))
}
