import type { Migration } from '@assay/store'

/** The hub that this hospital has joined: its key is pinned. */
export const hubMigrations: readonly Migration[] = [
  {
    name: 'hospital-2-hub',
    up: `create table hub (
      only_row boolean primary key default true check (only_row), id uuid not null, name text not null,
      key_id text not null, public_key text not null, url text not null, joined_at timestamptz not null
    )`,
  },
]

export interface HubTables {
  hub: { id: string; name: string; key_id: string; public_key: string; url: string; joined_at: string }
}
