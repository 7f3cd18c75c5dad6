import type { Account, Role } from '@assay/contracts'
import type { Kysely, Migration } from '@assay/store'

/** The tables of accounts. Only `access_accounts` holds personal data. */
export const accessMigrations: readonly Migration[] = [
  {
    name: 'access-1-accounts',
    up: `
      create table access_accounts (
        id uuid primary key, name text not null unique, display_name text not null, organisation text not null,
        role text not null, password_hash text not null, created_at timestamptz not null
      );
      create table access_invitations (
        code_hash text primary key, role text not null, organisation text not null,
        invited_by uuid references access_accounts, expires_at timestamptz not null, accepted_at timestamptz
      );
      create table access_sessions (
        token_hash text primary key, account_id uuid not null references access_accounts on delete cascade,
        began_at timestamptz not null, seen_at timestamptz not null
      );
      create index on access_sessions (account_id);
      create table access_failures (key text primary key, failures int not null, locked_until timestamptz not null);
      create table access_secret (only_row boolean primary key default true check (only_row), secret bytea not null);
    `,
  },
]

/** Who may come in. */
interface AccountRow {
  id: string
  name: string
  display_name: string
  organisation: string
  role: Role
  password_hash: string
  created_at: string
}

/** The tables, as kysely sees them. */
export interface AccessTables {
  access_accounts: AccountRow
  access_invitations: {
    code_hash: string
    role: Role
    organisation: string
    invited_by: string | null
    expires_at: string
    accepted_at: string | null
  }
  access_sessions: { token_hash: string; account_id: string; began_at: string; seen_at: string }
  access_failures: { key: string; failures: number; locked_until: string }
  access_secret: { secret: Uint8Array }
}

/** A handle on the tables: a database or an open transaction. */
export type AccessDb = Kysely<AccessTables>

/** The account of a row, without its password. */
export function accountFrom(row: Omit<AccountRow, 'password_hash' | 'created_at'>): Account {
  const { id, name, organisation, role } = row
  return { id, name, displayName: row.display_name, organisation, role }
}

/** An account by the name that its person logs in with. */
export function findAccountByName(db: AccessDb, name: string): Promise<AccountRow | undefined> {
  return db.selectFrom('access_accounts').selectAll().where('name', '=', name).executeTakeFirst()
}

/** Whether anybody has an account yet. */
export async function hasAccounts(db: AccessDb): Promise<boolean> {
  return (await db.selectFrom('access_accounts').select('id').limit(1).executeTakeFirst()) !== undefined
}
