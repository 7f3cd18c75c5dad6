import { AssayError, type hubMessageBodies, linkageKeyPayload, mostElements, payloadTypes } from '@assay/contracts'
import type { z } from '@assay/http'
import { append } from '@assay/ledger'
import { sha256OfJson, verificationKey, verify } from '@assay/signing'
import { afterCommit, jsonb } from '@assay/store'
import type { Hospital } from '../../hospital.ts'
import type { HospitalDb } from '../../hospital-tables.ts'
import { forgetWay, forgotten, lockRound } from './linkage-store.ts'
import type { LinkageRoundRow } from './linkage-tables.ts'
import { recallIdentities } from './remember-identity.ts'

type Body<Type extends keyof typeof hubMessageBodies> = z.output<(typeof hubMessageBodies)[Type]>

/** The hub asks for a round; the steward decides. Throws `protocol-mismatch` where this hospital is shown wrongly. */
export async function receiveLinkageAsked(
  { identity, clock, random }: Hospital,
  transaction: HospitalDb,
  { roundId, subject, members }: Body<'linkage-asked'>,
): Promise<void> {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const self = sorted.find(({ id }) => id === identity.id)
  const isTwice = new Set(sorted.map(({ id }) => id)).size < sorted.length
  if (self?.keyId !== identity.keyId || isTwice || sorted.some((member) => !isItsKey(member)))
    throw new AssayError('protocol-mismatch', { where: 'members' })
  const at = clock().toISOString()
  await transaction
    .insertInto('linkage_rounds')
    .values({
      id: roundId,
      subject,
      state: 'asked',
      members: jsonb(sorted),
      members_hash: sha256OfJson(sorted),
      sealed_seed: null,
      keys: null,
      reason: null,
      asked_at: at,
      changed_at: at,
    })
    .execute()
  await append(transaction, { type: 'linkage-asked', at: clock(), subject: { roundId, subject } }, random)
}

/** The key id that people compare is that of the key which will be checked with. */
function isItsKey({ keyId, publicKey }: { keyId: string; publicKey: string }): boolean {
  try {
    return verificationKey(publicKey).keyId === keyId
  } catch {
    return false
  }
}

/**
 * All have joined: every key of the round must be signed by the member that the steward was shown, over the same round and
 * the same members. Then the node's own inputs set out. Throws `signature-invalid`, `envelope-invalid`,
 * `protocol-mismatch`, `not-found`, `state-conflict`.
 */
export async function receiveLinkageOpened(
  hospital: Hospital,
  transaction: HospitalDb,
  { roundId, keys }: Body<'linkage-opened'>,
): Promise<void> {
  const round = await lockRound(transaction, roundId, ['joined'])
  const publicKeys = keysOf(round, keys)
  const own = await recallIdentities(hospital, transaction, round.subject)
  for (let batch = 0; batch * mostElements < own.length; batch += 1) {
    const some = own.slice(batch * mostElements, (batch + 1) * mostElements)
    await transaction
      .insertInto('linkage_batches')
      .values({
        round_id: roundId,
        batch,
        step: 0,
        references: jsonb(some.map(({ reference }) => reference)),
        inputs: jsonb(some.map(({ input }) => Buffer.from(input).toString('base64'))),
        blinds: null,
        answer: null,
      })
      .execute()
  }
  const changed = { state: 'linking' as const, keys: jsonb(publicKeys), changed_at: hospital.clock().toISOString() }
  await transaction.updateTable('linkage_rounds').set(changed).where('id', '=', roundId).execute()
  afterCommit(hospital.wakeLinkage)
}

function keysOf({ id, members, members_hash }: LinkageRoundRow, envelopes: readonly unknown[]): string[] {
  if (envelopes.length !== members.length) throw new AssayError('protocol-mismatch', { where: 'keys' })
  return members.map((member, i) => {
    const { payload } = verify(envelopes[i], [verificationKey(member.publicKey)], payloadTypes.linkageKey)
    const parsed = linkageKeyPayload.safeParse(payload)
    if (!parsed.success) throw new AssayError('envelope-invalid')
    const { roundId, hospitalId, membersHash, publicKey } = parsed.data
    if (roundId !== id || hospitalId !== member.id || membersHash !== members_hash)
      throw new AssayError('protocol-mismatch', { where: 'keys' })
    return publicKey
  })
}

/** More than a hospital has of patients or images, and far fewer than there are numbers to guess. */
const mostEvaluations = 2_000_000

/**
 * Another member asks; it is answered in the background. Who asks for more than any hospital has is refused. Throws
 * `not-found`, `state-conflict`, `not-allowed`, `linkage-budget-spent`.
 */
export async function receiveLinkageQuestion(
  hospital: Hospital,
  transaction: HospitalDb,
  { roundId, from, step, batch, elements }: Body<'linkage-question'>,
): Promise<void> {
  const { members } = await lockRound(transaction, roundId, ['linking', 'sent'])
  const isMember = members.some(({ id }) => id === from)
  if (!isMember || members[step]?.id !== hospital.identity.id) throw new AssayError('not-allowed', { role: 'member' })
  const { count } = await transaction
    .selectFrom('linkage_questions')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('round_id', '=', roundId)
    .where('asker', '=', from)
    .executeTakeFirstOrThrow()
  if ((Number(count) + 1) * mostElements > mostEvaluations)
    throw new AssayError('linkage-budget-spent', { most: mostEvaluations })
  await transaction
    .insertInto('linkage_questions')
    .values({ round_id: roundId, asker: from, step, batch, elements: jsonb(elements), answered: false })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  afterCommit(hospital.wakeLinkage)
}

/** Another member has answered; its proof is checked in the background. An answer to nothing that is asked changes nothing. */
export async function receiveLinkageAnswer(
  hospital: Hospital,
  transaction: HospitalDb,
  { roundId, from, step, batch, evaluated, proof }: Body<'linkage-answer'>,
): Promise<void> {
  const { members } = await lockRound(transaction, roundId, ['linking'])
  if (members[step]?.id !== from) throw new AssayError('not-allowed', { role: 'member' })
  await transaction
    .updateTable('linkage_batches')
    .set({ answer: jsonb({ evaluated, proof }) })
    .where('round_id', '=', roundId)
    .where('batch', '=', batch)
    .where('step', '=', step)
    .where('blinds', 'is not', null)
    .where('answer', 'is', null)
    .execute()
  afterCommit(hospital.wakeLinkage)
}

/** The hub ended the round: nothing of it is kept but why. */
export async function receiveLinkageEnded(
  { clock, random }: Hospital,
  transaction: HospitalDb,
  { roundId, reason }: Body<'linkage-ended'>,
): Promise<void> {
  const round = await transaction
    .selectFrom('linkage_rounds')
    .select('state')
    .where('id', '=', roundId)
    .executeTakeFirst()
  if (!round || ['found', 'declined', 'ended'].includes(round.state)) return
  const at = clock()
  const changed = { state: 'ended' as const, reason, changed_at: at.toISOString(), ...forgotten }
  await transaction.updateTable('linkage_rounds').set(changed).where('id', '=', roundId).execute()
  await forgetWay(transaction, roundId)
  await append(transaction, { type: 'linkage-ended', at, subject: { roundId } }, random)
}
