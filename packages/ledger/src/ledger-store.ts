import { type Migration, type Queryable, sql } from '@assay/store'
import type { TreeNode } from './merkle-tree.ts'

/** The log's tables. Entries and hashes are never changed or deleted; `ledger_actors` may be erased. */
export const ledgerMigrations: readonly Migration[] = [
  {
    name: 'ledger-1-tree',
    up: `
      create table ledger_head (only_row boolean primary key default true check (only_row), size int8 not null);
      insert into ledger_head (size) values (0);
      create table ledger_entries (index int8 primary key, entry text not null);
      create table ledger_nodes (
        level int2 not null, position int8 not null, hash text not null, primary key (level, position)
      );
      create table ledger_actors (
        index int8 primary key references ledger_entries, actor text not null, salt bytea not null
      );
      create index on ledger_actors (actor);
      create function ledger_is_append_only() returns trigger language plpgsql as $$
        begin raise exception 'the ledger is append-only'; end
      $$;
      create trigger append_only before update or delete or truncate on ledger_entries
        for each statement execute function ledger_is_append_only();
      create trigger append_only before update or delete or truncate on ledger_nodes
        for each statement execute function ledger_is_append_only();
    `,
  },
]

/** The log's size, and the right to append until the transaction ends: other writers wait here. */
export async function lockHead(transaction: Queryable): Promise<number> {
  const { rows } = await sql<{ size: number }>`select size from ledger_head for update`.execute(transaction)
  return rows[0]!.size
}

/** The log's size. */
export async function readSize(db: Queryable): Promise<number> {
  const { rows } = await sql<{ size: number }>`select size from ledger_head`.execute(db)
  return rows[0]!.size
}

/** Writes an entry at `index` with the nodes that it adds, and moves the head. */
export async function insertEntry(
  transaction: Queryable,
  index: number,
  entry: string,
  nodes: readonly TreeNode[],
): Promise<void> {
  const levels = nodes.map((node) => node.level)
  const positions = nodes.map((node) => node.position)
  const hashes = nodes.map((node) => node.hash)
  await sql`insert into ledger_entries (index, entry) values (${index}, ${entry})`.execute(transaction)
  await sql`insert into ledger_nodes (level, position, hash)
    select * from unnest(${levels}::int2[], ${positions}::int8[], ${hashes}::text[])`.execute(transaction)
  await sql`update ledger_head set size = ${index + 1}`.execute(transaction)
}

/** The hashes of nodes, in the order asked. */
export async function readHashes(db: Queryable, nodes: readonly Omit<TreeNode, 'hash'>[]): Promise<string[]> {
  if (nodes.length === 0) return []
  const levels = nodes.map((node) => node.level)
  const positions = nodes.map((node) => node.position)
  const { rows } = await sql<{ hash: string }>`
    select n.hash
    from unnest(${levels}::int2[], ${positions}::int8[]) with ordinality as asked (level, position, place)
    join ledger_nodes n on n.level = asked.level and n.position = asked.position
    order by asked.place`.execute(db)
  if (rows.length !== nodes.length) throw new Error('The ledger lacks hashes of its own tree')
  return rows.map((row) => row.hash)
}

/** The text of entries [from, from + limit), in order. */
export async function readEntryTexts(db: Queryable, from: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ entry: string }>`
    select entry from ledger_entries where index >= ${from} order by index limit ${limit}`.execute(db)
  return rows.map((row) => row.entry)
}

/** Keeps who stands behind a commitment, where it can be erased. */
export async function insertActor(
  transaction: Queryable,
  index: number,
  actor: string,
  salt: Uint8Array,
): Promise<void> {
  await sql`insert into ledger_actors (index, actor, salt) values (${index}, ${actor}, ${salt})`.execute(transaction)
}

/** Who stands behind the commitments of entries [from, from + limit). */
export async function readActors(db: Queryable, from: number, limit: number): Promise<Map<number, string>> {
  const { rows } = await sql<{ index: number; actor: string }>`
    select index, actor from ledger_actors where index >= ${from} and index < ${from + limit}`.execute(db)
  return new Map(rows.map((row) => [row.index, row.actor]))
}

/** Forgets a person: the entries stay, and nobody can say any more whose they are. */
export async function eraseActor(db: Queryable, actor: string): Promise<void> {
  await sql`delete from ledger_actors where actor = ${actor}`.execute(db)
}
