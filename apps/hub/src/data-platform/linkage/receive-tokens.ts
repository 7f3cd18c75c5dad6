import { AssayError, mostTokens } from '@assay/contracts'
import { matchTokens } from '@assay/governance'
import { append } from '@assay/ledger'
import { enqueue } from '@assay/link'
import { jsonb } from '@assay/store'
import type { Hub } from '../../hub.ts'
import type { HubDb } from '../../hub-tables.ts'
import { lockRound, memberOf, membersOf, moveMember, moveRound } from './linkage-store.ts'

interface Part {
  roundId: string
  part: number
  parts: number
  tokens: string[]
}

/**
 * A part of a hospital's tokens. When every hospital's are whole they are compared, each hospital is told which of its own
 * others have, too, and all tokens are removed. Throws `not-found`, `not-allowed`, `state-conflict`.
 */
export async function receiveTokens(hub: Hub, transaction: HubDb, hospitalId: string, sent: Part): Promise<void> {
  const { roundId, part, parts, tokens } = sent
  await lockRound(transaction, roundId, ['open'])
  const { state } = await memberOf(transaction, roundId, hospitalId)
  if (state !== 'joined') throw new AssayError('state-conflict', { what: 'linkage', state })
  await transaction
    .insertInto('linkage_tokens')
    .values({ round_id: roundId, hospital_id: hospitalId, part, parts, tokens: jsonb(tokens) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { count } = await transaction
    .selectFrom('linkage_tokens')
    .select((build) => build.fn.countAll<number>().as('count'))
    .where('round_id', '=', roundId)
    .where('hospital_id', '=', hospitalId)
    .executeTakeFirstOrThrow()
  if (Number(count) < parts) return
  await moveMember(transaction, roundId, hospitalId, { state: 'sent' })
  const members = await membersOf(transaction, roundId)
  if (members.every((member) => member.state === 'sent')) await compare(hub, transaction, roundId)
}

async function compare(hub: Hub, transaction: HubDb, roundId: string): Promise<void> {
  const rows = await transaction.selectFrom('linkage_tokens').selectAll().where('round_id', '=', roundId).execute()
  const bySite = Map.groupBy(rows, ({ hospital_id }) => hospital_id)
  const sent = new Map([...bySite].map(([site, parts]) => [site, parts.flatMap(({ tokens }) => tokens)]))
  for (const [to, shared] of matchTokens(sent)) await tell(hub, transaction, { roundId, to, shared })
  await transaction.deleteFrom('linkage_tokens').where('round_id', '=', roundId).execute()
  const at = hub.clock()
  await moveRound(transaction, roundId, at, { state: 'compared' })
  await append(transaction, { type: 'linkage-compared', at, subject: { roundId } }, hub.random)
}

async function tell(
  hub: Hub,
  transaction: HubDb,
  { roundId, to, shared }: { roundId: string; to: string; shared: { token: string; others: number }[] },
): Promise<void> {
  const parts = Math.max(1, Math.ceil(shared.length / mostTokens))
  for (let part = 0; part < parts; part += 1) {
    const body = { roundId, part, parts, shared: shared.slice(part * mostTokens, (part + 1) * mostTokens) }
    await enqueue(transaction, hub.outbound, { to, type: 'linkage-found', body })
  }
}
