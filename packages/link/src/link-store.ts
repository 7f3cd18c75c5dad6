import type { DsseEnvelope } from '@assay/contracts'
import { jsonb, type Migration, type Queryable, sql } from '@assay/store'
import type { Outcome } from './acknowledgement.ts'

/** The exchange's tables, the same at the hub and at a node. */
export const linkMigrations: readonly Migration[] = [
  {
    name: 'link-1-boxes',
    up: `
      create table link_outbox (
        position bigint generated always as identity unique,
        id uuid primary key,
        recipient uuid not null,
        type text not null,
        body jsonb not null,
        queued_at timestamptz not null,
        outcome text check (outcome in ('accepted', 'refused')),
        code text,
        settled_at timestamptz,
        acknowledgement jsonb
      );
      create index link_outbox_pending on link_outbox (recipient, position) where outcome is null;
      create table link_inbox (
        sender uuid not null,
        id uuid not null,
        type text not null,
        content_hash text not null,
        envelope jsonb not null,
        outcome text not null,
        code text,
        acknowledgement jsonb not null,
        received_at timestamptz not null,
        primary key (sender, id)
      );
      create table link_nonces (sender uuid not null, nonce text not null, expires_at timestamptz not null,
        primary key (sender, nonce));
      create index on link_nonces (expires_at);
      create table link_peers (peer uuid primary key, heard_at timestamptz not null);
    `,
  },
]

/** A message that waits to be sent. */
export interface Pending {
  readonly id: string
  readonly to: string
  readonly type: string
  readonly body: unknown
}

/** Puts a message into the outbox. */
export async function insertOutgoing(transaction: Queryable, message: Pending, at: Date): Promise<void> {
  const { id, to, type, body } = message
  await sql`insert into link_outbox (id, recipient, type, body, queued_at)
    values (${id}, ${to}, ${type}, ${jsonb(body)}, ${at.toISOString()})`.execute(transaction)
}

/** The oldest messages that a recipient has not answered for, in the order they were queued. */
export async function readPending(db: Queryable, recipient: string, limit: number): Promise<Pending[]> {
  const { rows } = await sql<Pending>`
    select id, recipient as "to", type, body from link_outbox
    where recipient = ${recipient} and outcome is null order by position limit ${limit}`.execute(db)
  return rows
}

/** The messages with these ids that the recipient has not answered for yet, held until the transaction ends. */
export async function lockPending(
  transaction: Queryable,
  recipient: string,
  ids: readonly string[],
): Promise<Pending[]> {
  const { rows } = await sql<Pending>`
    select id, recipient as "to", type, body from link_outbox
    where recipient = ${recipient} and outcome is null and id = any(${ids}::uuid[])
    order by position for update`.execute(transaction)
  return rows
}

/** Records what became of a message of ours. */
export async function settle(
  transaction: Queryable,
  { id, outcome, code }: Outcome,
  acknowledgement: DsseEnvelope | null,
  at: Date,
): Promise<void> {
  await sql`update link_outbox set outcome = ${outcome}, code = ${code ?? null}, settled_at = ${at.toISOString()},
    acknowledgement = ${acknowledgement === null ? null : jsonb(acknowledgement)} where id = ${id}`.execute(transaction)
}

/** A message that came in, as recorded. */
export interface Received {
  readonly contentHash: string
  readonly outcome: 'accepted' | 'refused'
  readonly code: string | null
  readonly acknowledgement: DsseEnvelope
}

/** A message that came in before. */
export async function findReceived(db: Queryable, sender: string, id: string): Promise<Received | undefined> {
  const { rows } = await sql<Received>`
    select content_hash as "contentHash", outcome, code, acknowledgement from link_inbox
    where sender = ${sender} and id = ${id}`.execute(db)
  return rows[0]
}

/** Records a message that came in; false if it is there already. */
export async function insertReceived(
  transaction: Queryable,
  message: { from: string; id: string; type: string },
  outcome: Outcome,
  evidence: { envelope: DsseEnvelope; acknowledgement: DsseEnvelope; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into link_inbox
      (sender, id, type, content_hash, envelope, outcome, code, acknowledgement, received_at)
    values (${message.from}, ${message.id}, ${message.type}, ${outcome.contentHash}, ${jsonb(evidence.envelope)},
      ${outcome.outcome}, ${outcome.code ?? null}, ${jsonb(evidence.acknowledgement)}, ${evidence.at.toISOString()})
    on conflict do nothing`.execute(transaction)
  return numAffectedRows === 1n
}

/** Uses up a nonce of a sender; false if it was used before. Forgets those whose requests have expired. */
export async function useNonce(
  db: Queryable,
  sender: string,
  nonce: string,
  { now, expiresAt }: { now: Date; expiresAt: string },
): Promise<boolean> {
  await sql`delete from link_nonces where expires_at < ${now.toISOString()}`.execute(db)
  const { numAffectedRows } = await sql`insert into link_nonces (sender, nonce, expires_at)
    values (${sender}, ${nonce}, ${expiresAt}) on conflict do nothing`.execute(db)
  return numAffectedRows === 1n
}

/** Notes that a peer was heard. */
export async function noteHeard(db: Queryable, peer: string, at: Date): Promise<void> {
  await sql`insert into link_peers (peer, heard_at) values (${peer}, ${at.toISOString()})
    on conflict (peer) do update set heard_at = excluded.heard_at`.execute(db)
}

/** When each peer was last heard: peer → instant. */
export async function readLastHeard(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await sql<{ peer: string; heard_at: string }>`select peer, heard_at from link_peers`.execute(db)
  return new Map(rows.map((row) => [row.peer, row.heard_at]))
}

/** How many messages wait to be sent, and how many the other side refused for good. */
export async function countOutbox(db: Queryable): Promise<{ pending: number; refused: number }> {
  const { rows } = await sql<{ pending: number; refused: number }>`
    select count(*) filter (where outcome is null) as pending, count(*) filter (where outcome = 'refused') as refused
    from link_outbox`.execute(db)
  return rows[0]!
}
